import { mkdtempSync, rmSync } from 'node:fs'
import { request as httpRequest } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { startCollector } from './collector.ts'
import { loadConfig } from './config.ts'
import type { List, Retention, Session } from './contract.ts'

/** Who may remove and pin sessions over HTTP: a real collector, real sockets. */

const TOKEN = 'a-token-that-is-long-enough'
const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736'

/** One span of one session, as OTLP/JSON. */
const SPANS = JSON.stringify({
  resourceSpans: [
    {
      scopeSpans: [
        {
          spans: [
            {
              traceId: TRACE,
              spanId: '00f067aa0ba902b7',
              name: 'work',
              startTimeUnixNano: '1767520800000000000',
              endTimeUnixNano: '1767520801000000000',
            },
          ],
        },
      ],
    },
  ],
})

/** A collector with one session, and requests to it with any headers. */
async function start(env: Readonly<Record<string, string>> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'tracker-removal-'))
  const sources = { argv: ['--db', join(folder, 'tracker.db'), '--http-port', '0'], env: { HOME: folder, ...env } }
  const collector = await startCollector(loadConfig(sources), { log: () => undefined })
  onTestFinished(async () => {
    await collector.close()
    rmSync(folder, { recursive: true, force: true })
  })
  const authorization: Record<string, string> = env.TRACKER_TOKEN === undefined ? {} : { Authorization: `Bearer ${env.TRACKER_TOKEN}` }
  const post = { method: 'POST', body: SPANS, headers: { 'Content-Type': 'application/json', ...authorization } }
  expect((await fetch(`${collector.url}/v1/traces`, post)).status).toBe(200)
  const { port } = new URL(collector.url)
  const get = async <T>(path: string): Promise<T> =>
    (await (await fetch(`${collector.url}/api/v1${path}`, { headers: authorization })).json()) as T
  return {
    url: collector.url,
    own: { Host: `localhost:${port}` },
    /** Status and headers. `fetch` would not send some of these headers. */
    ask: (method: string, path: string, headers: Readonly<Record<string, string>>) =>
      new Promise<{ readonly status: number; readonly headers: NodeJS.Dict<string | string[]> }>((resolve, reject) => {
        const sent = httpRequest({ hostname: '127.0.0.1', port, path: `/api/v1${path}`, method, headers }, (reply) => {
          reply.resume().on('end', () => resolve({ status: reply.statusCode ?? 0, headers: reply.headers }))
        })
        sent.on('error', reject).end()
      }),
    get,
    sessions: async () => (await get<List<Session>>('/sessions')).items.map(({ id, pinned }) => `${id}${pinned ? ' pinned' : ''}`),
  }
}

const CHANGES = [
  ['DELETE', '/sessions/1'],
  ['PUT', '/sessions/1/pin'],
  ['DELETE', '/sessions/1/pin'],
] as const

describe('a page of another origin', () => {
  const foreign: readonly (readonly [name: string, headers: Readonly<Record<string, string>>])[] = [
    ['another site', { Origin: 'http://evil.test' }],
    ['another site that says that it is ours', { Origin: 'http://evil.test', 'Sec-Fetch-Site': 'same-origin' }],
    ['another program on this machine', { Origin: 'http://localhost:3000' }],
    ['a file or a sandboxed frame', { Origin: 'null' }],
    ['a browser that sends no Origin', { 'Sec-Fetch-Site': 'cross-site' }],
    ['a neighbour of the site', { 'Sec-Fetch-Site': 'same-site' }],
    ['a name that was bound to this machine', { Host: 'evil.test:4318' }],
    ['the same with its own origin', { Host: 'evil.test:4318', Origin: 'http://evil.test:4318', 'Sec-Fetch-Site': 'same-origin' }],
  ]

  it('removes and pins nothing', async () => {
    const { ask, own, sessions } = await start()
    for (const [name, headers] of foreign)
      for (const [method, path] of CHANGES)
        expect((await ask(method, path, { ...own, ...headers })).status, `${name}: ${method} ${path}`).toBe(403)
    expect(await sessions()).toEqual(['1'])
  })

  it('is not told by a preflight that it may', async () => {
    const { ask, own } = await start()
    for (const origin of ['http://evil.test', 'http://localhost:3000']) {
      const { status, headers } = await ask('OPTIONS', '/sessions/1', { ...own, Origin: origin, 'Access-Control-Request-Method': 'DELETE' })
      expect(status).toBe(403)
      expect(Object.keys(headers).filter((name) => name.startsWith('access-control-'))).toEqual([])
    }
  })

  it('cannot have another method taken for DELETE', async () => {
    const { ask, own, sessions } = await start()
    expect((await ask('POST', '/sessions/1?_method=DELETE', { ...own, 'X-HTTP-Method-Override': 'DELETE' })).status).toBe(405)
    expect((await ask('GET', '/sessions/1', { ...own, 'X-HTTP-Method-Override': 'DELETE' })).status).toBe(200)
    expect(await sessions()).toEqual(['1'])
  })
})

describe('the page of the collector', () => {
  it('pins and removes, and so does a program', async () => {
    const { ask, own, url, sessions } = await start()
    const page = { ...own, Origin: url, 'Sec-Fetch-Site': 'same-origin' }
    expect((await ask('PUT', '/sessions/1/pin', page)).status).toBe(204)
    expect(await sessions()).toEqual(['1 pinned'])
    expect((await ask('DELETE', '/sessions/1', own)).status).toBe(204)
    expect(await sessions()).toEqual([])
  })

  it('needs the token where there is one', async () => {
    const { ask, own, sessions } = await start({ TRACKER_TOKEN: TOKEN })
    for (const authorization of [{}, { Authorization: 'Bearer a-token-of-somebody-else' }])
      for (const [method, path] of CHANGES) expect((await ask(method, path, { ...own, ...authorization })).status).toBe(401)
    expect(await sessions()).toEqual(['1'])
    expect((await ask('DELETE', '/sessions/1', { ...own, Authorization: `Bearer ${TOKEN}` })).status).toBe(204)
    expect(await sessions()).toEqual([])
  })
})

describe('whoever follows', () => {
  it('hears of a session that was pinned or removed', async () => {
    const { ask, own, url } = await start()
    const leaving = new AbortController()
    onTestFinished(() => leaving.abort())
    const live = await fetch(`${url}/api/v1/live`, { signal: leaving.signal })
    const heard: string[] = []
    void (async () => {
      for await (const piece of live.body ?? []) heard.push(Buffer.from(piece).toString())
    })().catch(() => undefined)
    for (const [method, path] of [
      ['PUT', '/sessions/1/pin'],
      ['DELETE', '/sessions/1'],
    ] as const) {
      heard.splice(0)
      await ask(method, path, own)
      await expect.poll(() => heard.join(''), { timeout: 10_000 }).toContain('data: {"type":"session","id":1}')
    }
  })
})

it('the limits that were set are in force', async () => {
  const { get } = await start({ TRACKER_RETENTION_DAYS: '90', TRACKER_RETENTION_SIZE: '1GiB' })
  await expect
    .poll(async () => (await get<Retention>('/retention')).policy, { timeout: 10_000 })
    .toEqual({ maxAgeDays: 90, maxBytes: 2 ** 30 })
  expect(await get('/retention')).toMatchObject({ notice: null, stuck: false, pinnedSessions: 0, database: { shrinks: true } })
})
