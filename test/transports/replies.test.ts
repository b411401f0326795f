/** What a sender reads: replies byte for byte, in the real encodings. */
import { describe, expect, it } from 'vitest'
import type { Signal } from '../../collector/src/domain/signal.ts'
import { openEdge } from './both-edges.ts'

const JSON_TYPE = 'application/json'
const PROTOBUF = 'application/x-protobuf'
const ALIAS = 'application/protobuf'
const SIGNALS = ['traces', 'logs', 'metrics'] as const satisfies readonly Signal[]

async function post(path: string, type: string | undefined, body = '') {
  const { url, ingest } = await openEdge('http')
  const send = () => fetch(`${url}${path}`, { method: 'POST', ...(type && { headers: { 'Content-Type': type } }), body: Buffer.from(body) })
  return { send, ingest }
}

describe('success', () => {
  const ways = SIGNALS.flatMap((signal) => [
    [signal, PROTOBUF, PROTOBUF, ''] as const,
    [signal, ALIAS, ALIAS, ''] as const,
    [signal, 'APPLICATION/X-PROTOBUF; x=y', PROTOBUF, ''] as const,
    [signal, JSON_TYPE, JSON_TYPE, '{}'] as const,
    [signal, 'Application/JSON;Charset="UTF-8"', JSON_TYPE, '{}'] as const,
  ])
  it.each(ways)('of %s as %s is answered as %s: %j (R4, R6, R9, R10)', async (...[signal, type, answered, body]) => {
    const { send } = await post(`/v1/${signal}`, type, '{}')
    const reply = await send()
    expect([reply.status, reply.headers.get('content-type'), reply.headers.get('content-length')]).toEqual([
      200,
      answered,
      String(body.length),
    ])
    expect(await reply.text()).toBe(body)
  })

  it.each([
    ['traces', PROTOBUF, '0a0508051201 78'],
    ['logs', PROTOBUF, '0a0508051201 78'],
    ['traces', JSON_TYPE, '{"partialSuccess":{"rejectedSpans":"5","errorMessage":"x"}}'],
    ['logs', JSON_TYPE, '{"partialSuccess":{"rejectedLogRecords":"5","errorMessage":"x"}}'],
    ['metrics', JSON_TYPE, '{"partialSuccess":{"rejectedDataPoints":"5","errorMessage":"x"}}'],
  ])('in part, of %s as %s, counts what was rejected (R11)', async (signal, type, expected) => {
    const { send, ingest } = await post(`/v1/${signal}`, type)
    ingest.answer = () => Promise.resolve({ status: 'stored', rejectedItems: 5, message: 'x' })
    const bytes = Buffer.from(await (await send()).arrayBuffer())
    expect(type === JSON_TYPE ? bytes.toString() : bytes.toString('hex')).toBe(expected.replace(' ', ''))
  })

  it.each([JSON_TYPE, PROTOBUF])('with a warning alone, as %s, rejects nothing (R12)', async (type) => {
    const { send, ingest } = await post('/v1/logs', type)
    ingest.answer = () => Promise.resolve({ status: 'stored', rejectedItems: 0, message: 'mind' })
    expect(Buffer.from(await (await send()).arrayBuffer()).toString()).toBe(
      type === JSON_TYPE ? '{"partialSuccess":{"errorMessage":"mind"}}' : '\x0a\x06\x12\x04mind',
    )
  })

  it.each([JSON_TYPE, PROTOBUF])('as %s is short however many reasons there are (R14)', async (type) => {
    const { send, ingest } = await post('/v1/metrics', type)
    ingest.answer = () => Promise.resolve({ status: 'stored', rejectedItems: 5, message: `${'x'.repeat(1023)}😀${'x'.repeat(1e6)}` })
    const text = await (await send()).text()
    expect(text.length).toBeLessThan(1200)
    expect(text).toContain('xxx\ufffd')
  })
})

describe('an error is a Status in the encoding of its request (R16)', () => {
  const errors = [
    ['a type that is none', '/v1/traces', 'text/plain', 415, 3],
    ['no type', '/v1/logs', undefined, 415, 3],
    ['a type that begins alike', '/v1/logs', 'application/jsonx', 415, 3],
    ['another charset', '/v1/metrics', 'application/json; charset=utf-16', 415, 3],
    ['a wrong path', '/v1/trace', JSON_TYPE, 404, 5],
    ['a path for another server', '/otlp/v1/traces', JSON_TYPE, 404, 5],
    ['REST', '/api/v1/traces', PROTOBUF, 404, 5],
    ['no path', '/', PROTOBUF, 404, 5],
    ['profiles', '/v1development/profiles', PROTOBUF, 501, 12],
    ['profiles in JSON', '/v1development/profiles', JSON_TYPE, 501, 12],
  ] as const
  it.each(errors)('%s: POST %s %s is %i (R2, R4, R5, R8)', async (...[, path, type, status, rpc]) => {
    const { send } = await post(path, type, 'x')
    const reply = await send()
    const answered = type === PROTOBUF ? PROTOBUF : JSON_TYPE
    expect([reply.status, reply.headers.get('content-type')]).toEqual([status, answered])
    const bytes = Buffer.from(await reply.arrayBuffer())
    if (answered === JSON_TYPE)
      expect(JSON.parse(bytes.toString())).toEqual({ code: rpc, message: expect.stringMatching(/^[\x20-\x7e]+$/) })
    else expect(bytes.subarray(0, 3)).toEqual(Buffer.from([0x08, rpc, 0x12]))
  })

  it('has no control characters, whatever it is about (R23)', async () => {
    const { send, ingest } = await post('/v1/traces', JSON_TYPE)
    ingest.answer = () => Promise.resolve({ status: 'refused', code: 'invalid', message: 'a\r\nb\u001b[31mc\u0000\u009f\ud800' })
    expect(await (await send()).json()).toEqual({ code: 3, message: 'a b [31mc \ufffd' })
  })

  it('says with how many seconds to wait, in whole numbers that an exporter has time for (R20)', async () => {
    const { send, ingest } = await post('/v1/traces', PROTOBUF)
    ingest.answer = () => Promise.resolve({ status: 'refused', code: 'unavailable', message: 'later' })
    const reply = await send()
    expect([reply.status, reply.headers.get('retry-after')]).toEqual([503, '1'])
  })
})
