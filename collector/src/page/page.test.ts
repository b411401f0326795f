import { getEventListeners } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { request as httpRequest } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { type Collector, startCollector } from '../collector.ts'
import { loadConfig } from '../config.ts'
import { AppError } from '../domain/app-error.ts'
import { WIRE_STATUS } from '../domain/error-status.ts'
import { pageApp } from './page-app.ts'
import { createPageCache } from './page-cache.ts'
import type { PageSource } from './page-source.ts'

const SCRIPT = 'console.log("page");'.repeat(100)
const TOKEN = 'a-token-that-is-long-enough'

const folders: string[] = []
afterAll(() => folders.forEach((path) => void rmSync(path, { recursive: true, force: true })))

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'tracker-page-'))
  folders.push(path)
  return path
}

/** A built page: `index.html`, a script, a font, and files that are none of the page's. */
function builtPage(directory = folder(), title = 'one'): string {
  mkdirSync(join(directory, 'assets/nested'), { recursive: true })
  writeFileSync(join(directory, 'index.html'), `<!doctype html><title>${title}</title>`)
  writeFileSync(join(directory, 'assets/index-4f2a.js'), SCRIPT)
  writeFileSync(join(directory, 'assets/inter-1.woff2'), Buffer.from([1, 2, 3]))
  writeFileSync(join(directory, 'assets/secret.pem'), 'key')
  writeFileSync(join(directory, 'assets/nested/x.js'), 'x')
  writeFileSync(join(directory, 'beside.js'), 'x')
  return directory
}

async function serve(page: PageSource, env: Readonly<Record<string, string>> = {}): Promise<Collector> {
  const sources = { argv: ['--db', join(folder(), 'tracker.db'), '--http-port', '0'], env: { HOME: folder(), ...env } }
  return await startCollector(loadConfig(sources), { log: () => undefined, page })
}

/** The app alone, with the statuses that the edge gives to errors. */
function appOf(source: PageSource | undefined, report: (error: unknown) => void = () => undefined) {
  const app = pageApp({ source, stopping: new AbortController().signal, report })
  app.onError((error, c) =>
    error instanceof AppError ? c.text(error.message, { status: WIRE_STATUS[error.code].http }) : c.text('bug', 500),
  )
  return async (path: string, init: RequestInit = {}) => await app.request(path, init)
}

/** A path as it is, which `fetch` would clean. */
async function rawGet(url: string, path: string, headers: Readonly<Record<string, string>> = {}) {
  const { hostname, port } = new URL(url)
  return await new Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; body: Buffer }>((resolve, reject) => {
    const sent = httpRequest(
      { hostname: hostname.replace(/[[\]]/g, ''), port, path, headers: { Host: `localhost:${port}`, ...headers } },
      (reply) => {
        const chunks: Buffer[] = []
        reply.on('data', (chunk: Buffer) => chunks.push(chunk))
        reply.on('end', () => resolve({ status: reply.statusCode ?? 0, headers: reply.headers, body: Buffer.concat(chunks) }))
      },
    )
    sent.on('error', reject)
    sent.end()
  })
}

let collector: Collector
beforeAll(async () => {
  collector = await serve({ directory: builtPage() })
})
afterAll(() => collector.close())
const get = (path: string, init: RequestInit = {}) => fetch(`${collector.url}${path}`, init)

describe('the page', () => {
  it.each(['/', '/setup', '/sessions/7', '/sessions/7/timeline', '/sessions/a%2Fb/cost?span=x'])('is the document at %s', async (path) => {
    const reply = await get(path)
    expect(reply.status).toBe(200)
    expect(reply.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(reply.headers.get('cache-control')).toBe('no-cache')
    expect(await reply.text()).toContain('<title>one</title>')
  })

  it('has the strict policy on its document and on what is refused', async () => {
    const policy = (await get('/')).headers.get('content-security-policy') ?? ''
    for (const rule of [
      "default-src 'self'",
      "script-src 'self'",
      "style-src 'self'",
      "font-src 'self'",
      "object-src 'none'",
      "frame-ancestors 'none'",
    ])
      expect(policy.split('; ')).toContain(rule)
    expect(policy).not.toContain('unsafe')
    expect((await get('/api/v1/nothing')).headers.get('content-security-policy')).toBe(policy)
  })

  it('has its files for ever, each with its type', async () => {
    const [script, font] = [await get('/assets/index-4f2a.js'), await get('/assets/inter-1.woff2')]
    expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
    expect(script.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    expect(font.headers.get('content-type')).toBe('font/woff2')
    expect(Buffer.from(await font.arrayBuffer())).toEqual(Buffer.from([1, 2, 3]))
  })

  it.each(['/other', '/setup/x', '/index.html', '/assets/', '/assets/none.js', '/assets/secret.pem', '/assets/nested/x.js', '/beside.js'])(
    'has nothing at %s',
    async (path) => {
      expect((await get(path)).status).toBe(404)
    },
  )

  it.each([
    '/assets/../beside.js',
    '/assets/..%2fbeside.js',
    '/assets/%2e%2e/beside.js',
    '/assets/..\\beside.js',
    '//assets/index-4f2a.js',
    '/assets/%00',
  ])('does not leave its folder by %s', async (path) => {
    expect([400, 404]).toContain((await rawGet(collector.url, path)).status)
  })

  it('says itself that there is no such page, when a browser goes there', async () => {
    const accept = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8'
    for (const path of ['/nope', '/setup/x', '/apis', '/index.html']) {
      const reply = await get(path, { headers: { Accept: accept } })
      expect([path, reply.status, reply.headers.get('content-type')]).toEqual([path, 404, 'text/html; charset=utf-8'])
      expect(await reply.text()).toContain('<title>one</title>')
    }
    const { headers } = await get('/nope', { headers: { Accept: accept } })
    const again = await get('/nope', { headers: { Accept: accept, 'If-None-Match': headers.get('etag') ?? '' } })
    expect(again.status).toBe(404)
  })

  it.each([
    { name: 'the API', path: '/api/v1/nothing', accept: 'text/html' },
    { name: 'a session of the API that is not there', path: '/api/v1/sessions/999', accept: 'text/html' },
    { name: 'OTLP', path: '/v1/nothing', accept: 'text/html' },
    { name: 'a program', path: '/nope', accept: 'application/json' },
    { name: 'whoever takes anything', path: '/nope', accept: '*/*' },
    { name: 'a file of the page', path: '/assets/none.js', accept: 'text/html' },
  ])('leaves errors of $name in JSON', async ({ path, accept }) => {
    const reply = await get(path, { headers: { Accept: accept } })
    expect(reply.status).toBe(404)
    expect(reply.headers.get('content-type')).toMatch(/^application\/json\b/)
  })

  it('is not what is sent to where nothing is', async () => {
    expect((await get('/nope', { method: 'POST', headers: { Accept: 'text/html' } })).status).toBe(404)
  })

  it('refuses to be written', async () => {
    expect((await get('/setup', { method: 'POST' })).status).toBe(405)
  })

  it('answers HEAD with the same head', async () => {
    const [got, head] = [await get('/'), await get('/', { method: 'HEAD' })]
    for (const name of ['content-type', 'etag', 'cache-control', 'content-encoding'])
      expect(head.headers.get(name)).toBe(got.headers.get(name))
    expect(await head.text()).toBe('')
  })
})

describe('compression', () => {
  it.each([
    { name: 'none where none is asked for', accept: undefined, encoding: undefined },
    { name: 'gzip', accept: 'br, gzip', encoding: 'gzip' },
    { name: 'gzip with a weight', accept: 'gzip;q=0.5', encoding: 'gzip' },
    { name: 'anything', accept: '*', encoding: 'gzip' },
    { name: 'none where it is refused', accept: 'gzip;q=0', encoding: undefined },
    { name: 'none for another name', accept: 'xgzip', encoding: undefined },
  ])('is $name', async ({ accept, encoding }) => {
    const { headers, body } = await rawGet(
      collector.url,
      '/assets/index-4f2a.js',
      accept === undefined ? {} : { 'Accept-Encoding': accept },
    )
    expect([headers['content-encoding'], headers.vary]).toEqual([encoding, 'Accept-Encoding'])
    expect(headers['content-length']).toBe(String(body.length))
    expect((encoding ? gunzipSync(body) : body).toString()).toBe(SCRIPT)
  })

  it('is not for fonts', async () => {
    expect(
      (await rawGet(collector.url, '/assets/inter-1.woff2', { 'Accept-Encoding': 'gzip' })).headers['content-encoding'],
    ).toBeUndefined()
  })
})

describe('ETag', () => {
  it('saves the body when nothing has changed', async () => {
    const etag = (await get('/')).headers.get('etag') ?? ''
    for (const known of [etag, `W/${etag}`, `"x", ${etag}`]) {
      const reply = await get('/', { headers: { 'If-None-Match': known } })
      expect([reply.status, await reply.text()]).toEqual([304, ''])
    }
    expect((await get('/', { headers: { 'If-None-Match': '"x"' } })).status).toBe(200)
  })

  it('tells compressed bytes from plain ones', async () => {
    const [plain, zipped] = [await rawGet(collector.url, '/'), await rawGet(collector.url, '/', { 'Accept-Encoding': 'gzip' })]
    expect(plain.headers.etag).not.toBe(zipped.headers.etag)
  })
})

describe('a page that is not there', () => {
  it('says how to build it, and is shown once it is built', async () => {
    const directory = folder()
    const get = appOf({ directory })
    const missing = await get('/')
    expect([missing.status, missing.headers.get('content-type')]).toEqual([503, 'text/plain; charset=UTF-8'])
    expect(await missing.text()).toContain('npm run build -w packages/web')
    builtPage(directory)
    expect((await get('/')).status).toBe(200)
  })

  it('is waited for while it is built', async () => {
    const directory = folder()
    const built = Promise.withResolvers<void>()
    const get = appOf({ directory, ready: built.promise })
    const replies = [get('/'), get('/assets/index-4f2a.js')]
    builtPage(directory)
    built.resolve()
    expect((await Promise.all(replies)).map(({ status }) => status)).toEqual([200, 200])
  })

  it('says that the build failed, and not what it said', async () => {
    const built = Promise.withResolvers<void>()
    const get = appOf({ directory: folder(), ready: built.promise })
    built.reject(new Error('no /home/somebody/src/missing.ts'))
    const reply = await get('/setup')
    expect(reply.status).toBe(503)
    const said = await reply.text()
    expect(said).toContain("could not be built; the reason is in the collector's log")
    expect(said).not.toContain('somebody')
  })

  it('says that it cannot be read, and why only to the operator', async () => {
    const directory = folder()
    mkdirSync(join(directory, 'index.html'))
    mkdirSync(join(directory, 'assets'))
    const reported: unknown[] = []
    const reply = await appOf({ directory }, (error) => reported.push(error))('/')
    expect(reply.status).toBe(503)
    const said = await reply.text()
    expect(said).toContain("could not be read; the reason is in the collector's log")
    expect(said).not.toContain(directory)
    expect(reported).toEqual([expect.objectContaining({ code: 'EISDIR' })])
  })

  it('keeps nobody from stopping', async () => {
    const stopped = await serve({ directory: folder(), ready: new Promise(() => undefined) })
    const waiting = fetch(stopped.url)
    expect((await fetch(`${stopped.url}/api/v1/sessions`)).status).toBe(200)
    await stopped.close()
    expect((await waiting).status).toBe(503)
  })

  it('is never there for a collector without one', async () => {
    const reply = await appOf(undefined)('/')
    expect([reply.status, await reply.text()]).toEqual([404, expect.stringContaining('/api/v1/sessions')])
  })
})

it('shows a page that was built anew', async () => {
  const directory = builtPage()
  const get = appOf({ directory })
  expect(await (await get('/')).text()).toContain('one')
  builtPage(directory, 'two')
  utimesSync(join(directory, 'index.html'), 1_800_000_000, 1_800_000_000)
  expect(await (await get('/')).text()).toContain('two')
})

describe('with a token', () => {
  it('opens the files of the page and nothing else', async () => {
    const guarded = await serve({ directory: builtPage() }, { TRACKER_TOKEN: TOKEN })
    onTestFinished(guarded.close)
    const get = (path: string, init: RequestInit = {}) => fetch(`${guarded.url}${path}`, init)
    for (const path of ['/', '/setup', '/sessions/1', '/assets/index-4f2a.js']) expect((await get(path)).status).toBe(200)
    for (const path of ['/api/v1/sessions', '/openapi.json', '/other', '/assets/../api/v1/sessions'])
      expect((await get(path)).status).toBe(401)
    expect((await get('/', { method: 'POST' })).status).toBe(401)
    expect((await get('/api/v1/sessions', { headers: { Authorization: `Bearer ${TOKEN}` } })).status).toBe(200)
  })
})

describe('the page app', () => {
  it('leaves nothing behind at the signal of the end, which lives as long as the process', async () => {
    const { signal } = new AbortController()
    const app = pageApp({ source: { directory: builtPage() }, stopping: signal, report: () => undefined })
    for (let i = 0; i < 3; i++) expect((await app.request('/')).status).toBe(200)
    expect(getEventListeners(signal, 'abort')).toEqual([])
  })

  it('does not wait for a page that is being built when the process stops', async () => {
    const stop = new AbortController()
    const { promise: ready } = Promise.withResolvers<void>()
    const app = pageApp({ source: { directory: builtPage(), ready }, stopping: stop.signal, report: () => undefined })
    const waiting = app.request('/')
    stop.abort()
    expect(await (await waiting).text()).toContain('the collector stops')
  })

  it('names no file of this machine, whenever it is asked while a reading fails', async () => {
    const directory = builtPage()
    rmSync(join(directory, 'assets'), { recursive: true })
    const cache = createPageCache({ directory }, () => undefined)
    const asked = Array.from({ length: 50 }, async (_, turns) => {
      for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setImmediate(resolve))
      return await cache.latest()
    })
    for (const result of await Promise.allSettled(asked))
      expect(result).toMatchObject({ status: 'rejected', reason: { code: 'unavailable', message: expect.not.stringContaining(directory) } })
  })
})
