import { describe, expect, it } from 'vitest'
import { AppError } from '../domain/app-error.ts'
import type { Signal } from '../domain/signal.ts'
import { cpuMs } from '../domain/testing/cpu-time.ts'
import { jsonCodec, protobufCodec } from './codec.ts'
import { MAX_OBJECTS, NUMBERS_PER_OBJECT } from './limits.ts'
import { field, field64 } from './testing/wire.ts'

/** Four times as much as a request may hold. */
const MANY = 4.5 * MAX_OBJECTS

const scopeOf = (...content: readonly Uint8Array[]) => field(1, field(2, ...content))
const itemOf = (...content: readonly Uint8Array[]) => scopeOf(field(2, ...content))
const gaugePoint = (...content: readonly Uint8Array[]) => itemOf(field(5, field(1, ...content)))
const histogramPoint = (...content: readonly Uint8Array[]) => itemOf(field(9, field(1, ...content)))
const exponentialPoint = (...content: readonly Uint8Array[]) => itemOf(field(10, field(1, ...content)))
const summaryPoint = (...content: readonly Uint8Array[]) => itemOf(field(11, field(1, ...content)))
const repeated = (times: number, ...bytes: readonly number[]) => Buffer.alloc(times * bytes.length, Buffer.from(bytes))
const time = field64(3, 1n)

/** Requests of the smallest objects: two bytes each, or one for a number. */
const PROTOBUF: readonly (readonly [name: string, signal: Signal, request: (times: number) => Uint8Array])[] = [
  ['log records', 'logs', (times) => scopeOf(repeated(times, 0x12, 0))],
  ['attributes of a log record', 'logs', (times) => itemOf(repeated(times, 0x32, 0))],
  ['values of a body', 'logs', (times) => itemOf(field(5, field(5, repeated(times, 0x0a, 0))))],
  ['metrics', 'metrics', (times) => scopeOf(repeated(times, 0x12, 0))],
  ['metadata', 'metrics', (times) => itemOf(repeated(times, 0x62, 0))],
  ['points of a gauge', 'metrics', (times) => itemOf(field(5, repeated(times, 0x0a, 0)))],
  ['points of a histogram', 'metrics', (times) => itemOf(field(9, repeated(times, 0x0a, 0)))],
  ['points of an exponential histogram', 'metrics', (times) => itemOf(field(10, repeated(times, 0x0a, 0)))],
  ['points of a summary', 'metrics', (times) => itemOf(field(11, repeated(times, 0x0a, 0)))],
  ['attributes of a point', 'metrics', (times) => gaugePoint(repeated(times, 0x3a, 0))],
  ['exemplars', 'metrics', (times) => gaugePoint(repeated(times, 0x2a, 0))],
  ['attributes of an exemplar', 'metrics', (times) => gaugePoint(field(5, repeated(times, 0x3a, 0)))],
  ['quantiles', 'metrics', (times) => summaryPoint(repeated(times, 0x32, 0))],
  ['data of changing kinds', 'metrics', (times) => itemOf(repeated(times, 0x2a, 2, 0x0a, 0, 0x5a, 0))],
  // A third of the others: numbers are read one by one until they are too many.
  [
    'counts of buckets in one block',
    'metrics',
    (times) => exponentialPoint(field(8, field(2, repeated((times / 3) * NUMBERS_PER_OBJECT, 1)))),
  ],
  [
    'counts of buckets in many blocks',
    'metrics',
    (times) => exponentialPoint(field(8, repeated(times / 3, 0x12, 8, 1, 1, 1, 1, 1, 1, 1, 1))),
  ],
]

describe('a request of the smallest objects, far more than allowed', () => {
  it.each(PROTOBUF)('is refused in protobuf: %s', (_name, signal, request) => {
    const bytes = request(MANY)
    const startMs = cpuMs()
    const { heapUsed } = process.memoryUsage()
    expect(() => protobufCodec.decode(signal, bytes)).toThrow(/holds more than 1000000 items, events, .* up to byte \d+ of \d+/)
    expect(process.memoryUsage().heapUsed - heapUsed).toBeLessThan(500 * MAX_OBJECTS)
    expect(cpuMs() - startMs).toBeLessThan(5_000)
  })

  it('is refused before anything of it is made, when the length of a block tells', () => {
    const bytes = histogramPoint(field(6, Buffer.alloc(MAX_OBJECTS * NUMBERS_PER_OBJECT * 8)))
    const startMs = cpuMs()
    expect(() => protobufCodec.decode('metrics', bytes)).toThrow(AppError)
    expect(cpuMs() - startMs).toBeLessThan(500)
  })
})

/** A request whose one point has so many exemplars and so many counts of buckets. */
const asProtobuf = (exemplars: number, counts: number) =>
  histogramPoint(
    time,
    repeated(exemplars, 0x42, 0),
    field(6, Buffer.alloc(counts * 8)),
    field(7, Buffer.alloc(Math.max(0, counts - 1) * 8)),
  )
const asJson = (exemplars: number, counts: number) => {
  const list = (item: string, times: number) => `[${Array.from({ length: times }, () => item).join()}]`
  const lists = `"exemplars":${list('{}', exemplars)},"bucketCounts":${list('0', counts)},"explicitBounds":${list('0', Math.max(0, counts - 1))}`
  return Buffer.from(`{"resourceMetrics":[{"scopeMetrics":[{"metrics":[{"histogram":{"dataPoints":[{"timeUnixNano":1,${lists}}]}}]}]}]}`)
}

describe('a request within the bound', () => {
  it('is judged alike in both encodings, with a number as an eighth of an object', () => {
    // The resource, the scope, the metric and the point are objects as well; 20 counts and 19 bounds make five, nearly.
    const [exemplars, counts] = [MAX_OBJECTS - 4 - 5, 20]
    expect(protobufCodec.decode('metrics', asProtobuf(exemplars, counts)).rejected).toEqual([])
    expect(jsonCodec.decode('metrics', asJson(exemplars, counts)).rejected).toEqual([])
    expect(() => protobufCodec.decode('metrics', asProtobuf(exemplars, counts + 1))).toThrow(AppError)
    expect(() => jsonCodec.decode('metrics', asJson(exemplars, counts + 1))).toThrow(AppError)
  })

  it('is never refused for its size when it is small', () => {
    for (const [name, signal, request] of PROTOBUF) {
      expect(() => protobufCodec.decode(signal, request(300)), name).not.toThrow()
      expect(() => protobufCodec.decode(signal, request(0)), name).not.toThrow()
    }
  })
})
