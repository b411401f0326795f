import { once } from 'node:events'
import { request } from 'node:http'
import { text } from 'node:stream/consumers'
import { deflateSync, gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { field, field64 } from '../../collector/src/decode/testing/wire.ts'
import { type OwnCollector, ownCollector, peakBytes } from './own-collector.ts'

const MB = 1_000_000
const SLOW_MS = 180_000
const PROTOBUF = { 'Content-Type': 'application/x-protobuf' }
const TRACE = '07'.repeat(16)
const SPAN = '09'.repeat(8)
const ids = Buffer.concat([
  field(1, Buffer.alloc(16, 7)),
  field(2, Buffer.alloc(8, 9)),
  field(5, 'big'),
  field64(7, 1_767_520_800_000_000_000n),
])
const request1 = (...spans: readonly Uint8Array[]) => field(1, field(2, ...spans))
const repeated = (times: number, make: (index: number) => Uint8Array) =>
  Buffer.concat(Array.from({ length: times }, (_, index) => make(index)))
const attribute = (index: number) => field(9, field(1, `k${index}`), field(2, field(1, `${index}`)))

/** Sends pieces with these headers and no length, until all are sent or an answer comes. */
function sendPieces(
  { url }: OwnCollector,
  headers: Readonly<Record<string, string>>,
  pieces: Iterable<Uint8Array>,
): Promise<[status: number, body: string]> {
  return new Promise((resolve, reject) => {
    const sent = request(`${url}/v1/traces`, { method: 'POST', headers: { ...PROTOBUF, ...headers } })
    let isAnswered = false
    const answered = Promise.withResolvers<void>()
    sent.setMaxListeners(0)
    sent.once('response', (reply) => {
      isAnswered = true
      answered.resolve()
      text(reply).then((body) => resolve([reply.statusCode ?? 0, body]), reject)
    })
    // The server closes while we write.
    sent.on('error', (error) => isAnswered || reject(error))
    void (async () => {
      for (const piece of pieces) {
        if (isAnswered || sent.destroyed) break
        if (!sent.write(piece)) await Promise.race([once(sent, 'drain'), answered.promise, once(sent, 'close')])
      }
      sent.end()
    })()
  })
}

async function post({ url }: OwnCollector, body: Uint8Array, headers: Readonly<Record<string, string>> = {}) {
  const reply = await fetch(`${url}/v1/traces`, { method: 'POST', headers: { ...PROTOBUF, ...headers }, body: new Uint8Array(body) })
  return { status: reply.status, body: await reply.text(), headers: reply.headers }
}

function* zeros(megabytes: number): Generator<Uint8Array> {
  for (let sent = 0; sent < megabytes; sent++) yield Buffer.alloc(MB)
}

async function expectAlive({ url }: OwnCollector): Promise<void> {
  expect((await fetch(`${url}/readyz`)).status).toBe(200)
  expect(await (await fetch(`${url}/metrics`)).text()).toContain('tracker_ingest_bytes 0\n')
}

/** More than a request may have, and what the collector may take to find that out: a body is refused before it is held. */
const TOO_LARGE_MB = 100
const MAX_GROWTH_BYTES = 170 * MB
const member = gzipSync(Buffer.alloc(10 * MB))

describe('100 MB', () => {
  const bodies: readonly (readonly [name: string, headers: Record<string, string>, pieces: () => Iterable<Uint8Array>])[] = [
    ['with a length', { 'Content-Length': String(TOO_LARGE_MB * MB) }, () => zeros(TOO_LARGE_MB)],
    ['without a length', {}, () => zeros(TOO_LARGE_MB)],
    ['in gzip', { 'Content-Encoding': 'gzip' }, () => [gzipSync(Buffer.alloc(TOO_LARGE_MB * MB))]],
    ['in ten members of gzip', { 'Content-Encoding': 'gzip' }, () => Array.from({ length: TOO_LARGE_MB / 10 }, () => member)],
    ['in deflate', { 'Content-Encoding': 'deflate' }, () => [deflateSync(Buffer.alloc(TOO_LARGE_MB * MB))]],
  ]
  it.each(bodies)(
    '%s: refused by size, without being held',
    async (_name, headers, pieces) => {
      const collector = await ownCollector()
      const before = process.platform === 'linux' ? peakBytes(collector.pid) : 0
      const [status, body] = await sendPieces(collector, headers, pieces())
      expect([status, body]).toEqual([413, expect.stringContaining('TRACKER_MAX_BODY_BYTES')])
      if (process.platform === 'linux') expect(peakBytes(collector.pid) - before).toBeLessThan(MAX_GROWTH_BYTES)
      await expect.poll(async () => await (await fetch(`${collector.url}/metrics`)).text()).toContain('tracker_ingest_bytes 0\n')
      await expectAlive(collector)
    },
    SLOW_MS,
  )

  it(
    'in gzip within gzip is inflated once, and so is small',
    async () => {
      const collector = await ownCollector()
      const twice = gzipSync(gzipSync(Buffer.alloc(TOO_LARGE_MB * MB)))
      expect(await post(collector, twice, { 'Content-Encoding': 'gzip' })).toMatchObject({ status: 400 })
      expect(await post(collector, twice, { 'Content-Encoding': 'gzip, gzip' })).toMatchObject({ status: 415 })
    },
    SLOW_MS,
  )

  it.each(['br', 'zstd', 'snappy', 'compress'])(
    'in %s is refused by the name of the coding',
    async (coding) => {
      const reply = await post(await ownCollector(), Buffer.alloc(1000), { 'Content-Encoding': coding })
      expect([reply.status, reply.headers.get('accept-encoding')]).toEqual([415, 'gzip, deflate, identity'])
    },
    SLOW_MS,
  )
})

describe('a million', () => {
  it.each<[string, () => Uint8Array]>([
    ['attributes of one span', () => request1(field(2, ids, repeated(MB, attribute)))],
    ['spans', () => request1(repeated(MB, () => field(2, ids)))],
    [
      'keys of one map',
      () =>
        request1(
          field(
            2,
            ids,
            field(
              9,
              field(
                2,
                field(
                  6,
                  repeated(MB, () => field(1, field(1, 'k'))),
                ),
              ),
            ),
          ),
        ),
    ],
  ])(
    '%s in one request: refused as a whole, and said why',
    async (_name, make) => {
      const collector = await ownCollector()
      expect(await post(collector, make())).toMatchObject({ status: 413, body: expect.stringContaining('send smaller batches') })
      await expectAlive(collector)
    },
    SLOW_MS,
  )
})

describe('what is large and allowed', () => {
  const detail = `/api/v1/spans/${TRACE}/${SPAN}`

  it.each<[string, () => Uint8Array, bytes: number]>([
    ['100,000 attributes of one span', () => request1(field(2, ids, repeated(100_000, attribute))), 3 * MB],
    ['an attribute of 60 MB', () => request1(field(2, ids, field(9, field(1, 'k'), field(2, field(1, 'x'.repeat(60 * MB)))))), 60 * MB],
  ])(
    '%s: stored, and given back whole; the lists stay small',
    async (_name, make, bytes) => {
      const collector = await ownCollector()
      expect(await post(collector, make())).toMatchObject({ status: 200, body: '' })
      const [given] = await Promise.all([fetch(collector.url + detail), expectAlive(collector)])
      expect([given.status, (await given.arrayBuffer()).byteLength > bytes]).toEqual([200, true])
      for (const path of ['sessions', 'sessions/1', 'sessions/1/timeline', 'sessions/1/transcript', 'sessions/1/spans']) {
        const reply = await fetch(`${collector.url}/api/v1/${path}`)
        expect([path, reply.status, (await reply.arrayBuffer()).byteLength < 100_000]).toEqual([path, 200, true])
      }
    },
    SLOW_MS,
  )

  it(
    'values within 10,000 lists: in protobuf the span is rejected and its neighbour stored, in JSON nothing is stored',
    async () => {
      const collector = await ownCollector()
      const neighbour = field(2, field(1, Buffer.alloc(16, 7)), field(2, Buffer.alloc(8, 8)), field(5, 'near'))
      const reply = await post(collector, request1(field(2, ids, field(9, field(1, 'k'), field(2, lists(10_000)))), neighbour))
      expect([reply.status, reply.body]).toEqual([200, expect.stringContaining('1 rejected: a value is nested deeper than 64 levels')])
      expect((await fetch(`${collector.url}/api/v1/spans/${TRACE}/${'08'.repeat(8)}`)).status).toBe(200)

      const json = `{"x":${'['.repeat(10_000)}${']'.repeat(10_000)}}`
      const refused = await post(collector, Buffer.from(json), { 'Content-Type': 'application/json' })
      expect([refused.status, refused.body]).toEqual([400, expect.stringContaining('nested deeper')])
      await expectAlive(collector)
    },
    SLOW_MS,
  )
})

/** The content of an AnyValue that is a list in a list in a list … */
function lists(levels: number): Uint8Array {
  let value: Uint8Array = new Uint8Array(0)
  for (let level = 0; level < levels; level++) value = field(5, field(1, value))
  return value
}
