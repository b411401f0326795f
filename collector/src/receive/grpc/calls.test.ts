import type { OutgoingHttpHeaders } from 'node:http2'
import { deflateSync, gzipSync } from 'node:zlib'
import { describe, expect, it, vi } from 'vitest'
import type { IngestReply } from '../../domain/ingest.ts'
import { SIGNALS } from '../../domain/signal.ts'
import { call, connection, endOf, frame, METHODS, openCall } from '../testing/grpc-call.ts'
import { MAX, startGrpc } from '../testing/real-edge.ts'

const TOKEN = 'a-token-that-is-long-enough'
const GZIP = { 'grpc-encoding': 'gzip' }
const PROFILES = '/opentelemetry.proto.collector.profiles.v1development.ProfilesService/Export'
const STORED: IngestReply = { status: 'stored', rejectedItems: 0, message: '' }
const texts = (requests: readonly { readonly body: Uint8Array }[]) => requests.map(({ body }) => Buffer.from(body).toString())

describe('Export (R72)', () => {
  it.each(SIGNALS)('of %s hands over what came, with where it came from (R78)', async (signal) => {
    const { port, ingest, admission, metrics } = await startGrpc()
    const headers = { ':path': METHODS[signal], 'user-agent': `grpc-node-js/1 ${'x'.repeat(500)}` }
    const end = await call(port, frame(gzipSync('hello'), { flag: 1 }), { ...headers, ...GZIP })
    expect([end.rpc, end.body, end.reset]).toEqual([0, '', 0])
    expect(ingest.requests).toEqual([
      {
        signal,
        mediaType: 'application/x-protobuf',
        body: new TextEncoder().encode('hello'),
        workspaceId: 1,
        origin: { transport: 'grpc', userAgent: `grpc-node-js/1 ${'x'.repeat(185)}`, wireBytes: gzipSync('hello').length },
      },
    ])
    expect(ingest.requests[0]?.body.buffer.byteLength).toBe(5)
    expect([ingest.refusals, admission.usedBytes]).toEqual([[], 0])
    expect(metrics.text()).toContain('tracker_grpc_calls_total{code="0"} 1\n')
  })

  it('is answered with HTTP 200, application/grpc and the status as a trailer (R73)', async () => {
    const { port } = await startGrpc()
    const stream = openCall(connection(port))
    const seen: unknown[] = []
    stream.once('response', (headers) => seen.push([headers[':status'], headers['content-type'], headers['grpc-status']]))
    stream.once('trailers', (headers) => seen.push(headers['grpc-status']))
    const end = endOf(stream)
    stream.end(frame('x'))
    await end
    expect(seen).toEqual([[200, 'application/grpc', undefined], '0'])
  })

  it('says how many items were rejected', async () => {
    const { port, ingest } = await startGrpc()
    ingest.answer = () => Promise.resolve({ status: 'stored', rejectedItems: 2, message: 'bad\nid' })
    const end = await call(port, frame('x'), { ':path': METHODS.metrics })
    expect([end.rpc, end.body]).toEqual([0, 'proto metrics 2 bad id'])
  })

  it('takes an empty message, and one that comes byte by byte (R73)', async () => {
    const { port, ingest } = await startGrpc()
    expect((await call(port, frame(''))).rpc).toBe(0)
    const stream = openCall(connection(port))
    const end = endOf(stream)
    for (const byte of frame('hello')) {
      stream.write(Uint8Array.of(byte))
      await new Promise((resolve) => setImmediate(resolve))
    }
    stream.end()
    expect((await end).rpc).toBe(0)
    expect(texts(ingest.requests)).toEqual(['', 'hello'])
  })

  it('runs a hundred at once on one connection, of 90 kB each', async () => {
    const { port, ingest } = await startGrpc()
    const session = connection(port)
    const ends = Array.from({ length: 100 }, () => {
      const stream = openCall(session)
      const end = endOf(stream)
      stream.end(frame(Buffer.alloc(90_000)))
      return end
    })
    expect((await Promise.all(ends)).map(({ rpc, reset }) => [rpc, reset])).toEqual(Array.from({ length: 100 }, () => [0, 0]))
    expect(ingest.requests).toHaveLength(100)
  })

  const codings: readonly (readonly [name: string, message: Buffer, headers: OutgoingHttpHeaders])[] = [
    ['no coding', frame('hello'), {}],
    ['identity', frame('hello'), { 'grpc-encoding': 'identity' }],
    ['gzip', frame(gzipSync('hello'), { flag: 1 }), GZIP],
    ['gzip that is not used for this message', frame('hello'), GZIP],
    ['deflate', frame(deflateSync('hello'), { flag: 1 }), { 'grpc-encoding': 'deflate' }],
  ]
  it.each(codings)('takes %s (R74)', async (_name, message, headers) => {
    const { port, ingest } = await startGrpc()
    expect((await call(port, message, headers)).rpc).toBe(0)
    expect(texts(ingest.requests)).toEqual(['hello'])
  })
})

interface Refusal {
  readonly name: string
  readonly headers?: OutgoingHttpHeaders
  readonly message?: Buffer
  readonly rpc: number
  readonly code: string
  readonly text: RegExp
}

describe('a call is refused', () => {
  const cases: readonly Refusal[] = [
    { name: 'of profiles (R72)', headers: { ':path': PROFILES }, rpc: 12, code: 'unimplemented', text: /traces, logs and metrics/ },
    { name: 'of an unknown method (R72)', headers: { ':path': `${METHODS.logs}s` }, rpc: 12, code: 'unimplemented', text: /Export/ },
    {
      name: 'in an unknown coding (R74)',
      headers: { 'grpc-encoding': 'zstd' },
      rpc: 12,
      code: 'unimplemented',
      text: /identity,gzip,deflate/,
    },
    { name: 'compressed without a coding (R74)', message: frame('x', { flag: 1 }), rpc: 3, code: 'invalid', text: /no grpc-encoding/ },
    { name: 'that is no gzip (R74)', headers: GZIP, message: frame('x', { flag: 1 }), rpc: 3, code: 'invalid', text: /not valid gzip/ },
    {
      name: 'with bytes behind the gzip (R74)',
      headers: GZIP,
      message: frame(Buffer.concat([gzipSync('x'), Buffer.from('y')]), { flag: 1 }),
      rpc: 3,
      code: 'invalid',
      text: /gzip/,
    },
    { name: 'with an unknown flag (R73)', message: frame('x', { flag: 2 }), rpc: 3, code: 'invalid', text: /flag/ },
    { name: 'without a message (R73)', message: Buffer.alloc(0), rpc: 3, code: 'invalid', text: /no message/ },
    { name: 'with half a prefix (R73)', message: Buffer.alloc(3), rpc: 3, code: 'invalid', text: /no message/ },
    { name: 'cut short (R73)', message: frame('x', { length: 2 }), rpc: 3, code: 'invalid', text: /cut short/ },
    {
      name: 'with a second message (R73)',
      message: Buffer.concat([frame('x'), frame('y')]),
      rpc: 3,
      code: 'invalid',
      text: /behind the message/,
    },
    { name: 'with a malformed grpc-timeout (R77)', headers: { 'grpc-timeout': '10 s' }, rpc: 3, code: 'invalid', text: /grpc-timeout/ },
    {
      name: 'that inflates to too much (R75)',
      headers: GZIP,
      message: frame(gzipSync(Buffer.alloc(100 * MAX)), { flag: 1 }),
      rpc: 8,
      code: 'too_large',
      text: /TRACKER_MAX_BODY_BYTES/,
    },
    {
      name: 'that is too large as sent (R75)',
      message: frame(Buffer.alloc(4 * MAX)),
      rpc: 8,
      code: 'too_large',
      text: /larger than 1000000/,
    },
    {
      name: 'for a foreign :authority (R78)',
      headers: { ':authority': 'evil.test' },
      rpc: 7,
      code: 'forbidden',
      text: /TRACKER_ALLOWED_HOSTS/,
    },
  ]
  it.each(cases)('$name', async ({ headers = {}, message = frame('x'), rpc, code, text }) => {
    const { port, ingest, admission } = await startGrpc()
    const end = await call(port, message, headers)
    expect([end.rpc, end.message, end.headers['grpc-status-details-bin']]).toEqual([rpc, expect.stringMatching(text), undefined])
    expect([end.headers[':status'], end.headers['content-type'], end.headers['grpc-accept-encoding']]).toEqual([
      200,
      'application/grpc',
      'identity,gzip,deflate',
    ])
    expect([ingest.requests, admission.usedBytes]).toEqual([[], 0])
    expect(ingest.refusals).toEqual([expect.objectContaining({ code, origin: expect.objectContaining({ transport: 'grpc' }) })])
  })

  it('by its prefix alone when it says too much, before anything is read (R75)', async () => {
    const { port, admission } = await startGrpc()
    const grown = vi.spyOn(admission, 'admit')
    const stream = openCall(connection(port))
    const end = endOf(stream)
    stream.write(frame('', { length: 2 ** 32 - 1 }))
    expect((await end).rpc).toBe(8)
    expect(grown.mock.calls).toEqual([[0]]) // a place, and no bytes
  })

  const codes = [
    ['invalid', 3],
    ['too_large', 8],
    ['internal', 13],
    ['unavailable', 14],
  ] as const
  it.each(codes)('by the store as %s with status %i (R76)', async (code, rpc) => {
    const { port, ingest } = await startGrpc()
    ingest.answer = () => Promise.resolve({ status: 'refused', code, message: '100 % of “this”\n' })
    const end = await call(port, frame('x'))
    expect([end.rpc, end.message]).toEqual([rpc, '100 % of “this”'])
    expect(String(end.headers['grpc-message'])).toBe('100 %25 of %E2%80%9Cthis%E2%80%9D')
    expect(ingest.refusals).toEqual([])
  })

  it('as internal for a bug, which is reported and not told (R76)', async () => {
    const { port, ingest, reported } = await startGrpc()
    const bug = new Error('secret path')
    ingest.answer = () => Promise.reject(bug)
    const end = await call(port, frame('x'))
    expect([end.rpc, end.message, reported]).toEqual([13, 'internal error', [bug]])
  })

  it.each(['text/plain', 'application/grpcx', 'application/grpc-web', 'application/grpc+json', 'application/x-protobuf', ''])(
    'with HTTP 415 for the content type %j (R73)',
    async (type) => {
      const { port, ingest } = await startGrpc()
      const end = await call(port, frame('x'), { 'content-type': type })
      expect([end.headers[':status'], end.headers['content-type'], end.rpc]).toEqual([415, 'application/json', undefined])
      expect(ingest.requests).toEqual([])
    },
  )

  it.each(['application/grpc+proto', 'application/grpc;x=y', 'Application/GRPC'])('not for the content type %s (R73)', async (type) => {
    expect((await call((await startGrpc()).port, frame('x'), { 'content-type': type })).rpc).toBe(0)
  })
})

describe('the token (R40, R78)', () => {
  it.each([undefined, `Bearer ${TOKEN}x`, TOKEN])('%j does not open', async (authorization) => {
    const { port, ingest } = await startGrpc({ token: TOKEN })
    const end = await call(port, frame('x'), authorization === undefined ? {} : { authorization })
    expect([end.rpc, ingest.requests]).toEqual([16, []])
    expect(ingest.refusals).toMatchObject([{ code: 'unauthorized', signal: 'traces' }])
  })

  it.each([`Bearer ${TOKEN}`, `bearer ${TOKEN}`])('%s opens', async (authorization) => {
    expect((await call((await startGrpc({ token: TOKEN })).port, frame('x'), { authorization })).rpc).toBe(0)
  })
})

describe('the budget for bytes in memory', () => {
  it('is shared by calls, and beyond it they come back in a second (R75, R76)', async () => {
    const { port, ingest, admission } = await startGrpc({ heldBytes: 1000 })
    const waiting = Promise.withResolvers<IngestReply>()
    ingest.answer = () => waiting.promise
    const first = call(port, frame(Buffer.alloc(900)))
    await expect.poll(() => admission.usedBytes).toBe(900)
    const second = await call(port, frame(Buffer.alloc(101)))
    expect(second.rpc).toBe(14)
    // google.rpc.Status: what the codec wrote, then details (3) with a RetryInfo of one second.
    const details = Buffer.from(String(second.headers['grpc-status-details-bin']), 'base64').toString('latin1')
    const any = '\x0a\x28type.googleapis.com/google.rpc.RetryInfo\x12\x04\x0a\x02\x08\x01'
    expect(details).toBe(`proto 14 ${second.message}\x1a${String.fromCharCode(any.length)}${any}`)
    waiting.resolve(STORED)
    expect((await first).rpc).toBe(0)
    expect(admission.usedBytes).toBe(0)
  })

  it('has room for so many calls, also of those that send nothing yet (R34)', async () => {
    const { port, ingest } = await startGrpc({ maxRequests: 2 })
    const silent = [1, 2].map(() => openCall(connection(port)))
    await expect.poll(async () => (await call(port, frame('x'))).rpc).toBe(14)
    for (const stream of silent) stream.end(frame('late'))
    await expect.poll(() => texts(ingest.requests)).toEqual(['late', 'late'])
    await expect.poll(async () => (await call(port, frame('x'))).rpc).toBe(0)
  })

  it('counts what a message inflates to', async () => {
    const { port, admission } = await startGrpc({ heldBytes: 1000 })
    const lease = admission.admit(1)
    expect((await call(port, frame(gzipSync(Buffer.alloc(5000)), { flag: 1 }), GZIP)).rpc).toBe(14)
    lease.release()
    expect((await call(port, frame(gzipSync(Buffer.alloc(5000)), { flag: 1 }), GZIP)).rpc).toBe(0)
  })
})

describe('time', () => {
  it.each(['5m', '5000u', '1000000n'])(
    'of grpc-timeout %s is kept while a message arrives, and while it is stored (R77)',
    async (timeout) => {
      const { port, ingest, admission } = await startGrpc()
      ingest.answer = () => new Promise(() => undefined)
      const headers = { 'grpc-timeout': timeout }
      const stream = openCall(connection(port), headers)
      const end = endOf(stream)
      stream.write(frame('x', { length: 2 }))
      expect((await end).rpc).toBe(4)
      await expect.poll(() => admission.usedBytes, { timeout: 5000 }).toBe(0)
      expect((await call(port, frame('x'), headers)).rpc).toBe(4)
    },
  )

  it('is bounded where the sender names none (R77)', async () => {
    const { port } = await startGrpc({ callMs: 20 })
    const stream = openCall(connection(port), { 'grpc-timeout': '99H' })
    const end = endOf(stream)
    stream.write(frame('x', { length: 2 }))
    expect((await end).rpc).toBe(4)
  })

  it.each([
    ['in its prefix', Buffer.alloc(2)],
    ['in its message', frame('x', { length: 9 })],
  ])('of a call that stalls %s is over, and a later try may work (R76)', async (_name, bytes) => {
    const { port, ingest, admission } = await startGrpc({ stallMs: 20 })
    const stream = openCall(connection(port))
    const end = endOf(stream)
    stream.write(bytes)
    expect(await end).toMatchObject({ rpc: 14, message: 'the body stopped arriving' })
    await expect.poll(() => admission.usedBytes, { timeout: 5000 }).toBe(0)
    await expect
      .poll(() => ingest.refusals, { timeout: 5000 })
      .toMatchObject([{ code: 'unavailable', message: 'the body stopped arriving' }])
  })
})

describe('a client that goes away', () => {
  it('in a message stores nothing and frees its bytes (R37)', async () => {
    const { port, ingest, admission } = await startGrpc()
    const session = connection(port)
    const stream = openCall(session)
    stream.write(frame(Buffer.alloc(1000), { length: 2000 }))
    await expect.poll(() => admission.usedBytes).toBe(2000)
    stream.close(8)
    await expect.poll(() => admission.usedBytes).toBe(0)
    openCall(session).write(frame('x', { length: 500 }))
    await expect.poll(() => admission.usedBytes).toBe(500)
    session.destroy()
    await expect.poll(() => admission.usedBytes).toBe(0)
    expect(ingest.requests).toEqual([])
  })

  it('while its message is being stored does no harm (R37)', async () => {
    const { port, ingest, admission } = await startGrpc()
    const stored = Promise.withResolvers<IngestReply>()
    ingest.answer = () => stored.promise
    const session = connection(port)
    openCall(session).end(frame('x'))
    await expect.poll(() => ingest.requests.length).toBe(1)
    session.destroy()
    stored.resolve(STORED)
    await expect.poll(() => admission.usedBytes).toBe(0)
    ingest.answer = () => Promise.resolve(STORED)
    expect((await call(port, frame('y'))).rpc).toBe(0)
  })
})
