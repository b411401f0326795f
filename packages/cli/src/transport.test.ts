import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openDatabase } from '../../../collector/src/store/sqlite/database.ts'
import { takeOwnership } from '../../../collector/src/store/sqlite/owner.ts'
import { temporaryFolder } from './testing/process.ts'
import { openTransport } from './transport.ts'

/** A database that somebody owns who answers at a URL. */
function owned(url?: string) {
  const folder = temporaryFolder()
  onTestFinished(folder.remove)
  const file = join(folder.path, 'tracker.db')
  openDatabase(file).close()
  const ownership = takeOwnership(file)
  onTestFinished(() => ownership.release())
  if (url !== undefined) ownership.announce(url)
  return ownership
}

const open = (file: string, patienceMs?: number, token?: string) => {
  const transport = openTransport({ file, token, report: () => undefined, ...(patienceMs !== undefined && { patienceMs }) })
  onTestFinished(() => transport.close())
  return transport
}

/** The URL of something that is no collector. */
async function stranger(status: number, body: string): Promise<string> {
  const server = createServer((_, response) => response.writeHead(status).end(body)).listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await new Promise((resolve) => server.once('listening', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** Nothing listens on port 1. */
const NOBODY = 'http://127.0.0.1:1'

describe('a stream', () => {
  const take = async (file: string) => {
    let text = ''
    for await (const piece of open(file, 0).stream('/api/v1/export')) text += Buffer.from(piece).toString()
    return text
  }

  it('comes as it is', async () => expect(await take(owned(await stranger(200, '{}\n{}\n')).file)).toBe('{}\n{}\n'))

  it('that is refused says why', async () => {
    const { file } = owned(await stranger(404, '{"error":{"code":"not_found","message":"no session 9"}}'))
    await expect(take(file)).rejects.toMatchObject({ code: 'not_found', message: 'no session 9' })
  })

  it('that breaks off is not taken for whole', async () => {
    const server = createServer((_, response) => {
      response.writeHead(200, { 'Content-Length': '100' })
      response.write('half', () => response.destroy())
    }).listen(0, '127.0.0.1')
    onTestFinished(() => void server.close())
    await new Promise((resolve) => server.once('listening', resolve))
    const { file } = owned(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
    await expect(take(file)).rejects.toMatchObject({ code: 'unavailable', message: 'the answer broke off before its end; try again' })
  })

  it('from nobody is an error', async () => {
    await expect(take(owned(NOBODY).file)).rejects.toMatchObject({ code: 'unavailable' })
  })
})

describe('a file whose owner', () => {
  it.each([
    ['has just stopped', NOBODY],
    ['had no address yet', undefined],
  ])('%s is read as soon as it is free', async (_, url) => {
    const ownership = owned(url)
    const info = open(ownership.file).get('/api/v1/info')
    ownership.release()
    expect(await info).toMatchObject({ file: ownership.file, counts: { sessions: 0 } })
  })

  it('does not answer', async () => {
    const { file } = owned(NOBODY)
    await expect(open(file, 0).get('/api/v1/info')).rejects.toMatchObject({
      code: 'unavailable',
      message: `the collector at ${NOBODY} (pid ${process.pid}) does not answer; try again, or restart it`,
    })
  })

  it('does not give it free', async () => {
    const { file } = owned()
    await expect(open(file, 0).get('/api/v1/info')).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('in use'),
    })
  })

  it.each([
    ['no JSON', 200, '<html>', 'unavailable', /answered 200 without saying why/],
    ['an error without a body', 502, '', 'unavailable', /answered 502 without saying why/],
    ['an error in another form', 500, '{"error":"no"}', 'unavailable', /answered 500/],
    ['an error that nobody knows', 418, '{"error":{"code":"teapot","message":"short and stout"}}', 'internal', /^short and stout$/],
    [
      'a refusal',
      401,
      '{"error":{"code":"unauthorized","message":"no"}}',
      'unauthorized',
      /^the collector at .* wants a token: set TRACKER_TOKEN/,
    ],
    ['candidates', 409, '{"error":{"code":"ambiguous","message":"which?","candidates":["a","b"]}}', 'ambiguous', /^which\?$/],
  ] as const)('answers with %s', async (...[, status, body, code, message]) => {
    const { file } = owned(await stranger(status, body))
    await expect(open(file, 0).get('/api/v1/info')).rejects.toMatchObject({ code, message: expect.stringMatching(message) })
  })
  it('says that a token is wrong, and not that one is missing', async () => {
    const url = await stranger(401, '{}')
    await expect(open(owned(url).file, 0, 'wrong-token').get('/api/v1/info')).rejects.toMatchObject({
      code: 'unauthorized',
      message: `TRACKER_TOKEN is not the token of the collector at ${url}: set TRACKER_TOKEN to the one that it was started with`,
    })
  })
})
