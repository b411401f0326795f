import { describe, expect, it } from 'vitest'
import type { Signal } from '../domain/signal.ts'
import { codecFor, jsonCodec, protobufCodec } from './codec.ts'
import type { SignalData } from './decoded.ts'
import { partialSuccess } from './partial-success.ts'
import { span, traces } from './testing/make.ts'
import { gauge, log, logs, metrics, numberPoint } from './testing/make-signals.ts'
import { otlp } from './testing/otlp-proto.ts'
import { LOGS, METRICS, type SignalCase, TRACES } from './testing/signal-cases.ts'

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString()

describe('codecFor', () => {
  it.each([
    ['application/x-protobuf', 'application/x-protobuf'],
    ['application/x-protobuf; x=y', 'application/x-protobuf'],
    ['application/protobuf', 'application/protobuf'],
    ['application/json', 'application/json'],
    ['APPLICATION/JSON;Charset="UTF-8"', 'application/json'],
    ['application/json ; charset=utf-8', 'application/json'],
    ['application/json;charset=US-ASCII', 'application/json'],
    ['\tapplication/json', 'application/json'],
  ])('R4 R6 takes %j and answers with %s', (contentType, mediaType) => {
    expect(codecFor(contentType)?.mediaType).toBe(mediaType)
  })

  it.each([
    undefined,
    '',
    'application/jsonx',
    'application/json-patch+json',
    'text/plain;application/json',
    'application/json, text/plain',
    'application/x-www-form-urlencoded',
    'application/json; charset=utf-16',
    'application/json; charset="iso-8859-1"',
    'application/json; charset=utf-8; charset=latin1',
    'constructor',
  ])('R4 R5 does not take %j', (contentType) => {
    expect(codecFor(contentType)).toBeUndefined()
  })

  it('decodes the same data of every signal in each encoding', () => {
    const decodesAlike = <S extends Signal>({ signal, encode, toJson }: SignalCase<S>, data: SignalData[S]): void => {
      expect(codecFor('application/json')?.decode(signal, Buffer.from(toJson(data)))).toMatchObject({ signal, data })
      expect(codecFor('application/protobuf')?.decode(signal, encode(data))).toMatchObject({ signal, data })
    }
    decodesAlike(TRACES, traces(span({ name: 'x' })))
    decodesAlike(LOGS, logs(log({ body: 'x' })))
    decodesAlike(METRICS, metrics(gauge(numberPoint())))
  })
})

const RESPONSES = {
  traces: 'otlp.ExportTraceServiceResponse',
  logs: 'otlp.ExportLogsServiceResponse',
  metrics: 'otlp.ExportMetricsServiceResponse',
} as const

describe('replies', () => {
  it('R10 say full success with zero bytes, or {}', () => {
    expect(protobufCodec.encodeResponse('traces')).toHaveLength(0)
    expect(text(jsonCodec.encodeResponse('traces'))).toBe('{}')
  })

  it('R11 count what was rejected', () => {
    const partial = { rejected: 5, message: 'x' }
    expect(hex(protobufCodec.encodeResponse('traces', partial))).toBe('0a050805120178')
    expect(text(jsonCodec.encodeResponse('traces', partial))).toBe('{"partialSuccess":{"rejectedSpans":"5","errorMessage":"x"}}')
  })

  it.each([
    ['traces', 'rejectedSpans'],
    ['logs', 'rejectedLogRecords'],
    ['metrics', 'rejectedDataPoints'],
  ] as const)('R11 count what was rejected of %s', (signal, name) => {
    const partial = { rejected: 2 ** 53 - 1, message: 'x' }
    const json = `{"partialSuccess":{"${name}":"9007199254740991","errorMessage":"x"}}`
    expect(text(jsonCodec.encodeResponse(signal, partial))).toBe(json)
    expect(text(jsonCodec.encodeResponse(signal))).toBe('{}')
    expect(protobufCodec.encodeResponse(signal)).toHaveLength(0)
    const Response = otlp.lookupType(RESPONSES[signal])
    const response = Response.decode(protobufCodec.encodeResponse(signal, partial))
    expect(Response.toObject(response, { longs: String })).toEqual(JSON.parse(json))
  })

  it('R12 can warn without rejecting', () => {
    const partial = { rejected: 0, message: 'x' }
    expect(hex(protobufCodec.encodeResponse('traces', partial))).toBe('0a03120178')
    expect(text(jsonCodec.encodeResponse('traces', partial))).toBe('{"partialSuccess":{"errorMessage":"x"}}')
  })

  it('R16 carry a Status', () => {
    expect(hex(protobufCodec.encodeStatus(3, 'bad'))).toBe('08031203626164')
    expect(text(jsonCodec.encodeStatus(3, 'say "no"'))).toBe('{"code":3,"message":"say \\"no\\""}')
  })

  it('are read by protobufjs', () => {
    const message = 'ä'.repeat(3000)
    const Response = otlp.lookupType('otlp.ExportTraceServiceResponse')
    const response = Response.decode(protobufCodec.encodeResponse('traces', { rejected: 2 ** 40, message }))
    expect(Response.toObject(response, { longs: String })).toEqual({
      partialSuccess: { rejectedSpans: String(2 ** 40), errorMessage: message },
    })
    const Status = otlp.lookupType('otlp.RpcStatus')
    expect(Status.toObject(Status.decode(protobufCodec.encodeStatus(14, message)))).toEqual({ code: 14, message })
  })
})

describe('partialSuccess', () => {
  it('is nothing when nothing was rejected', () => {
    expect(partialSuccess({ rejected: [] })).toBeUndefined()
  })

  it('R11 sums the counts and names the reasons', () => {
    const rejected = [
      { reason: 'span_id is missing', count: 2 },
      { reason: 'trace_id is all zero', count: 1 },
    ]
    expect(partialSuccess({ rejected })).toEqual({
      rejected: 3,
      message: '2 rejected: span_id is missing; 1 rejected: trace_id is all zero',
    })
  })

  it('R14 bounds the message', () => {
    const rejected = Array.from({ length: 1000 }, (_, i) => ({ reason: `reason ${i}`, count: 1 }))
    expect(partialSuccess({ rejected })?.message).toHaveLength(1024)
  })
})
