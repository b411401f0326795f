import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { SIGNALS } from '../domain/signal.ts'
import { createAdmission } from './admission.ts'
import { otlpHttp } from './otlp-http.ts'
import { markedCodecs, recordingIngest } from './testing/recording-ingest.ts'

const PROTO = { 'Content-Type': 'application/x-protobuf' }
const JSON_TYPE = { 'Content-Type': 'application/json' }
const GZIP = { ...PROTO, 'Content-Encoding': 'gzip' }
const DEFLATE = { ...JSON_TYPE, 'Content-Encoding': 'deflate' }
const MAX = 10_000

interface Refusal {
  readonly name: string
  readonly headers: Record<string, string>
  readonly body?: Uint8Array<ArrayBuffer>
  readonly isChunked?: true
  readonly status: number
  readonly text: RegExp
}

function setUp({ maxBodyBytes = MAX, heldBytes = 100_000, stallMs = 10_000 } = {}) {
  const ingest = recordingIngest()
  const admission = createAdmission(heldBytes)
  const reported: unknown[] = []
  const app = otlpHttp({
    ingest,
    codecs: markedCodecs,
    limits: { maxBodyBytes, admission, stallMs },
    report: (error) => reported.push(error),
  })
  const post = (body: NonNullable<RequestInit['body']> | null, headers: Record<string, string> = PROTO, path = '/v1/traces') => {
    const request: RequestInit & { duplex: 'half' } = { method: 'POST', body, headers, duplex: 'half' }
    return app.request(path, request)
  }
  return { app, post, ingest, admission, reported }
}

/** A body without Content-Length, in pieces. */
function chunked(...pieces: readonly Uint8Array[]): ReadableStream {
  return ReadableStream.from(pieces)
}

describe('POST /v1/{traces,logs,metrics}', () => {
  const paths = SIGNALS.flatMap((signal) => [
    ['the exact path (R1)', `/v1/${signal}`, signal] as const,
    ['a query string (R1)', `/v1/${signal}?x=1`, signal] as const,
    ['one trailing slash (R1)', `/v1/${signal}/`, signal] as const,
  ])
  it.each(paths)('accepts %s: %s', async (...[, path, signal]) => {
    const { post, ingest } = setUp()
    expect((await post('abc', { ...PROTO, 'User-Agent': ' OTel\tJS/1 ' }, path)).status).toBe(200)
    expect(ingest.requests).toEqual([
      {
        signal,
        mediaType: 'application/x-protobuf',
        body: new TextEncoder().encode('abc'),
        workspaceId: 1,
        origin: { transport: 'http/protobuf', userAgent: 'OTel JS/1', wireBytes: 3 },
      },
    ])
    expect(ingest.refusals).toEqual([])
  })

  it('says by what transport it came, and how large it was before inflating', async () => {
    const { post, ingest } = setUp()
    await post(gzipSync('hello'), { ...JSON_TYPE, 'Content-Encoding': 'gzip', 'User-Agent': 'x'.repeat(500) })
    const origin = { transport: 'http/json', userAgent: 'x'.repeat(200), wireBytes: gzipSync('hello').length }
    expect(ingest.requests).toMatchObject([{ origin }])
  })

  it.each([
    ['protobuf', PROTO, 'application/x-protobuf'],
    ['JSON', JSON_TYPE, 'application/json'],
  ])('answers %s with 200 and the bare content type (R3, R6, R9)', async (_name, headers, contentType) => {
    const reply = await setUp().post('{}', headers)
    expect([reply.status, reply.headers.get('content-type')]).toEqual([200, contentType])
  })

  it('keeps an empty success body and says that it is empty (R10, R13)', async () => {
    const reply = await setUp().post(null)
    expect([reply.status, reply.headers.get('content-length'), await reply.text()]).toEqual([200, '0', ''])
  })

  it('says how many items were rejected, in a short line (R11, R14)', async () => {
    const { post, ingest } = setUp()
    ingest.answer = () => Promise.resolve({ status: 'stored', rejectedItems: 5, message: `bad\r\nid ${'x'.repeat(5000)}` })
    const text = await (await post('abc', PROTO, '/v1/logs')).text()
    expect(text).toMatch(/^proto logs 5 bad id x+$/)
    expect(text.length).toBeLessThan(1100)
  })

  const bodies: readonly (readonly [name: string, coding: string, body: Uint8Array<ArrayBuffer>])[] = [
    ['no coding', '', Buffer.from('hello')],
    ['identity', 'identity', Buffer.from('hello')],
    ['gzip', 'gzip', gzipSync('hello')],
    ['x-gzip in capitals', 'X-GZIP', gzipSync('hello')],
    ['deflate as zlib', 'deflate', deflateSync('hello')],
    ['raw deflate', 'deflate', deflateRawSync('hello')],
  ]
  it.each(bodies)('takes %s, with a length and chunked (R24, R25, R32)', async (_name, coding, body) => {
    const { post, ingest } = setUp()
    const headers = { ...PROTO, 'Content-Encoding': coding }
    await post(body, headers)
    await post(chunked(body.subarray(0, 3), body.subarray(3)), headers)
    expect(ingest.requests.map((request) => Buffer.from(request.body).toString())).toEqual(['hello', 'hello'])
  })

  it('gives away a buffer of its own, so that it can be transferred', async () => {
    const { post, ingest } = setUp()
    await post('hello')
    expect(ingest.requests[0]?.body.buffer.byteLength).toBe(5)
  })
})

describe('refusals', () => {
  const large = Buffer.alloc(MAX + 1, 1)
  const cases: readonly Refusal[] = [
    { name: 'no Content-Type (R5)', headers: {}, status: 415, text: /^json 3 .*application\/x-protobuf/ },
    { name: 'a form (R5)', headers: { 'Content-Type': 'application/x-www-form-urlencoded' }, status: 415, text: /^json 3/ },
    { name: 'text (R5)', headers: { 'Content-Type': 'text/plain' }, status: 415, text: /^json 3/ },
    {
      name: 'an unknown coding (R22)',
      headers: { ...PROTO, 'Content-Encoding': 'br' },
      status: 415,
      text: /^proto 3 .*gzip, deflate, identity/,
    },
    { name: 'two codings (R25)', headers: { ...JSON_TYPE, 'Content-Encoding': 'gzip, gzip' }, status: 415, text: /^json 3/ },
    { name: 'bytes that are no gzip (R22)', headers: GZIP, status: 400, text: /^proto 3 the body is not valid gzip/ },
    { name: 'a large body (R27)', headers: PROTO, body: large, status: 413, text: /^proto 8 .*TRACKER_MAX_BODY_BYTES/ },
    { name: 'a large chunked body (R28)', headers: PROTO, body: large, isChunked: true, status: 413, text: /^proto 8/ },
    { name: 'a bomb (R29)', headers: GZIP, body: gzipSync(Buffer.alloc(5_000_000)), status: 413, text: /^proto 8/ },
    {
      name: 'a large body of bytes that cannot be deflated (R29)',
      headers: DEFLATE,
      body: deflateRawSync(large),
      status: 413,
      text: /^json 8/,
    },
  ]
  it.each(cases)('$name', async ({ headers, body = Buffer.from('x'), isChunked, status, text }) => {
    const { post, ingest, admission } = setUp()
    const reply = await post(isChunked ? chunked(body) : body, headers)
    expect([reply.status, await reply.text()]).toEqual([status, expect.stringMatching(text)])
    expect(ingest.requests).toEqual([])
    expect(admission.usedBytes).toBe(0)
  })

  it('names the codings that it takes (R22)', async () => {
    const { post } = setUp()
    expect((await post('x', { ...PROTO, 'Content-Encoding': 'br' })).headers.get('accept-encoding')).toBe('gzip, deflate, identity')
  })

  it('accepts a body of exactly the limit', async () => {
    expect((await setUp().post(large.subarray(1))).status).toBe(200)
  })

  const codes = [
    ['invalid', 400, 'proto 3'],
    ['too_large', 413, 'proto 8'],
    ['unavailable', 503, 'proto 14'],
    ['internal', 500, 'proto 13'],
  ] as const
  it.each(codes)('a request that is refused as %s is answered %i (R17, R18, R19, R21)', async (code, status, start) => {
    const { post, ingest, admission } = setUp()
    ingest.answer = () => Promise.resolve({ status: 'refused', code, message: 'because' })
    const reply = await post('x')
    expect([reply.status, await reply.text()]).toEqual([status, `${start} because`])
    expect(reply.headers.get('retry-after')).toBe(code === 'unavailable' ? '1' : null)
    expect(admission.usedBytes).toBe(0)
  })

  it('says nothing about a bug and reports it (R23)', async () => {
    const { post, ingest, reported } = setUp()
    const bug = new Error('secret path')
    ingest.answer = () => Promise.reject(bug)
    const reply = await post('x')
    expect([reply.status, await reply.text()]).toEqual([500, 'proto 13 internal error'])
    expect(reported).toEqual([bug])
  })
})

describe('the budget for bytes in memory (R20, R29)', () => {
  it('holds bytes until the answer, and answers 503 with Retry-After beyond', async () => {
    const { post, ingest, admission } = setUp({ heldBytes: 1000 })
    const waiting = Promise.withResolvers<{ status: 'stored'; rejectedItems: 0; message: '' }>()
    ingest.answer = () => waiting.promise
    const first = post(Buffer.alloc(900))
    await expect.poll(() => ingest.requests.length).toBe(1)
    expect(admission.usedBytes).toBe(900)
    const second = await post(chunked(Buffer.alloc(101)))
    expect([second.status, second.headers.get('retry-after')]).toEqual([503, '1'])
    waiting.resolve({ status: 'stored', rejectedItems: 0, message: '' })
    expect((await first).status).toBe(200)
    expect(admission.usedBytes).toBe(0)
  })

  it('counts inflated bytes', async () => {
    const { post, admission } = setUp({ heldBytes: 1000 })
    const other = admission.admit(1)
    expect((await post(gzipSync(Buffer.alloc(5000)), GZIP)).status).toBe(503)
    other.release()
    expect((await post(gzipSync(Buffer.alloc(5000)), GZIP)).status).toBe(200)
  })
})

describe('other routes', () => {
  const routes = [
    ['GET', '/v1/traces', 405],
    ['HEAD', '/v1/traces', 405],
    ['PUT', '/v1/traces', 405],
    ['OPTIONS', '/v1/traces', 405],
    ['PROPFIND', '/v1/traces/', 405],
    ['GET', '/v1/logs', 405],
    ['POST', '/v1development/profiles', 501],
    ['POST', '/v1development/profiles/', 501],
    ['GET', '/v1development/profiles', 405],
    ['POST', '/v1development/traces', 404],
    ['POST', '/', 404],
    ['POST', '/v1/traces/v1/traces', 404],
    ['POST', '/v1/traces//', 404],
    ['POST', '/v1/unknown', 404],
    ['GET', '/v1', 404],
  ] as const
  it.each(routes)('%s %s is answered %i with a Status (R2, R7, R8, R16)', async (method, path, status) => {
    const { app } = setUp()
    const reply = await app.request(path, { method, headers: PROTO })
    expect(reply.status).toBe(status)
    expect(reply.headers.get('content-type')).toBe('application/x-protobuf')
    expect(reply.headers.get('allow')).toBe(status === 405 ? 'POST' : null)
    if (method !== 'HEAD') expect(await reply.text()).toMatch(/^proto \d+ .+/)
  })

  it('profiles are final for their sender, and nobody is told of a bug (R2)', async () => {
    const { post, reported, ingest } = setUp()
    const reply = await post('x', PROTO, '/v1development/profiles')
    expect([reply.status, reply.headers.get('retry-after'), await reply.text()]).toEqual([
      501,
      null,
      expect.stringMatching(/^proto 12 .*profiles/),
    ])
    expect([reported, ingest.requests]).toEqual([[], []])
  })

  it.each(['/v1/traces', '/v1/logs', '/v1/metrics'])('%s lets no other site in (R39)', async (path) => {
    const { app, post } = setUp()
    const headers = { Origin: 'http://evil.test', 'Access-Control-Request-Method': 'POST' }
    const replies = [await app.request(path, { method: 'OPTIONS', headers }), await post('x', { ...PROTO, ...headers }, path)]
    for (const reply of replies) expect([...reply.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([])
    expect(replies[0]?.status).toBe(405)
  })
})

describe('what is refused is told to the port for receipts', () => {
  const refusals: readonly (readonly [name: string, path: string, headers: Record<string, string>, refused: object])[] = [
    ['no type', '/v1/traces', { 'User-Agent': 'curl' }, { signal: 'traces', code: 'unsupported', transport: 'http', userAgent: 'curl' }],
    ['an unknown coding', '/v1/logs', { ...PROTO, 'Content-Encoding': 'br' }, { signal: 'logs', code: 'unsupported' }],
    ['no gzip', '/v1/metrics', GZIP, { signal: 'metrics', code: 'invalid', wireBytes: 1 }],
    ['a wrong path', '/v1/trace', PROTO, { signal: undefined, code: 'not_found' }],
    ['profiles', '/v1development/profiles', PROTO, { signal: undefined, code: 'unimplemented' }],
    [
      'a large body',
      '/v1/traces',
      { ...JSON_TYPE, 'Content-Length': '99999' },
      { code: 'too_large', transport: 'http/json', wireBytes: 99_999 },
    ],
  ]
  it.each(refusals)('%s', async (...[, path, headers, refused]) => {
    const { post, ingest } = setUp()
    const reply = await post('x', headers, path)
    const [first, ...others] = ingest.refusals
    expect(others).toEqual([])
    const { origin, ...rest } = first ?? {}
    expect({ ...rest, ...origin }).toMatchObject({ transport: 'http/protobuf', userAgent: '', ...refused })
    expect(await reply.text()).toContain(first?.message)
  })

  it('but not what the port refused itself', async () => {
    const { post, ingest } = setUp()
    ingest.answer = () => Promise.resolve({ status: 'refused', code: 'invalid', message: 'no' })
    expect((await post('x')).status).toBe(400)
    expect(ingest.refusals).toEqual([])
  })
})

describe('body that stops arriving', () => {
  it('is given up, and its bytes are free again', async () => {
    const { post, ingest, admission } = setUp({ stallMs: 20 })
    const body = new ReadableStream({ start: (controller) => controller.enqueue(new Uint8Array(10)) })
    expect((await post(body)).status).toBe(503)
    expect([ingest.requests.length, admission.usedBytes]).toEqual([0, 0])
  })

  it('is not stored when it breaks off (R37)', async () => {
    const { post, ingest, admission } = setUp()
    const body = new ReadableStream({ pull: (controller) => controller.error(new Error('reset')) })
    expect((await post(body)).status).toBe(400)
    expect([ingest.requests.length, admission.usedBytes]).toEqual([0, 0])
  })
})
