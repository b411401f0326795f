import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AppError } from '../domain/app-error.ts'
import { cpuMs } from '../domain/testing/cpu-time.ts'
import type { Decoded } from './decoded.ts'
import { decodeTracesJson } from './json/read-traces.ts'
import { MAX_OBJECTS } from './limits.ts'
import { decodeTraces } from './protobuf/read-traces.ts'
import { field } from './testing/wire.ts'

const ids = Buffer.concat([
  field(1, Buffer.from('5b8efff798038103d269b633813fc60c', 'hex')),
  field(2, Buffer.from('eee19b7ec3c1b174', 'hex')),
])
const IDS = '"traceId":"5b8efff798038103d269b633813fc60c","spanId":"eee19b7ec3c1b174"'

/** Four times as much as a request may hold, in 8 MB at the least, which are 8 KB when compressed. */
const MANY = 4 * MAX_OBJECTS

const resourceSpans = (...content: readonly Uint8Array[]) => field(1, ...content)
const spans = (...content: readonly Uint8Array[]) => resourceSpans(field(2, ...content))
const span = (...content: readonly Uint8Array[]) => spans(field(2, ids, ...content))
const value = (...content: readonly Uint8Array[]) => span(field(9, field(2, ...content)))
const repeated = (times: number, ...bytes: readonly number[]) => Buffer.alloc(times * bytes.length, Buffer.from(bytes))

const PROTOBUF: readonly (readonly [name: string, request: (times: number) => Uint8Array])[] = [
  ['resources', (times) => repeated(times, 0x0a, 0)],
  ['scopes', (times) => resourceSpans(repeated(times, 0x12, 0))],
  ['spans', (times) => spans(repeated(times, 0x12, 0))],
  ['attributes', (times) => span(repeated(times, 0x4a, 0))],
  ['events', (times) => span(repeated(times, 0x5a, 0))],
  ['links', (times) => span(repeated(times, 0x6a, 0))],
  ['attributes of an event', (times) => span(field(11, repeated(times, 0x1a, 0)))],
  ['attributes of a link', (times) => span(field(13, repeated(times, 0x22, 0)))],
  ['attributes of a resource', (times) => resourceSpans(field(1, repeated(times, 0x0a, 0)))],
  ['attributes of a scope', (times) => spans(field(1, repeated(times, 0x1a, 0)))],
  ['entities', (times) => resourceSpans(field(1, repeated(times, 0x1a, 0)))],
  ['keys of an entity', (times) => resourceSpans(field(1, field(3, repeated(times, 0x1a, 0))))],
  ['values of a list', (times) => value(field(5, repeated(times, 0x0a, 0)))],
  ['values of a map', (times) => value(field(6, repeated(times, 0x0a, 0)))],
]

const SPANS = '{"resourceSpans":[{"scopeSpans":[{"spans":['
const within = (start: string, item: string, end: string) => (times: number) =>
  Buffer.from(`${start}${`${item},`.repeat(times - 1)}${item}${end}`)
const inSpan = (list: string, item: string) => within(`${SPANS}{${IDS},${list}`, item, ']}]}]}]}')
const inValue = (kind: string, item: string) =>
  within(`${SPANS}{${IDS},"attributes":[{"value":{"${kind}":{"values":[`, item, ']}}}]}]}]}]}')

const JSON_TEXT: readonly (readonly [name: string, request: (times: number) => Uint8Array])[] = [
  ['spans', within(SPANS, '{}', ']}]}]}')],
  ['attributes', inSpan('"attributes":[', '{}')],
  ['events', inSpan('"events":[', '{}')],
  ['links', inSpan('"links":[', '{}')],
  ['values of a list', inValue('arrayValue', '{}')],
  ['values of a map', inValue('kvlistValue', '{}')],
]

/** How the request is refused, in how much time and memory of the heap. */
function refusal(decode: (bytes: Uint8Array) => Decoded, bytes: Uint8Array) {
  const startMs = cpuMs()
  const { heapUsed } = process.memoryUsage()
  let error: unknown
  try {
    decode(bytes)
  } catch (thrown) {
    error = thrown
  }
  return { error, ms: cpuMs() - startMs, heapBytes: process.memoryUsage().heapUsed - heapUsed }
}

function expectRefusal({ error, ms, heapBytes }: ReturnType<typeof refusal>): void {
  expect(error).toBeInstanceOf(AppError)
  expect(error).toMatchObject({
    code: 'too_large',
    message: expect.stringMatching(/holds more than 1000000 items, events, .* up to .* of /),
  })
  expect(ms).toBeLessThan(5_000)
  expect(heapBytes).toBeLessThan(300 * MAX_OBJECTS)
}

describe('a request of the smallest objects, far more than allowed', () => {
  it.each(PROTOBUF)('is refused in protobuf: %s', (_name, request) => {
    expectRefusal(refusal(decodeTraces, request(MANY)))
  })

  it.each(JSON_TEXT)('is refused in JSON: %s', (_name, request) => {
    expectRefusal(refusal(decodeTracesJson, request(MANY)))
  })

  it('is refused when many spans share them', () => {
    const one = field(2, ids, repeated(1_000, 0x5a, 0))
    const request = spans(Buffer.alloc(one.length * 1_001, one))
    expectRefusal(refusal(decodeTraces, request))
  })

  it('is refused when a list comes in so many parts that joining them is the work', () => {
    const part = field(5, field(1), field(1))
    expectRefusal(refusal(decodeTraces, value(Buffer.alloc(part.length * 20_000, part))))
    const entry = field(6, field(1))
    expectRefusal(refusal(decodeTraces, value(Buffer.alloc(entry.length * 20_000, entry))))
  })
})

describe('a request within the bound', () => {
  it('is read up to the last object', () => {
    // The resource, the scope and the span are objects as well.
    const events = (times: number) =>
      decodeTraces(span(repeated(times, 0x5a, 0))).data.resourceSpans[0]?.scopeSpans[0]?.spans[0]?.events.length
    expect(events(MAX_OBJECTS - 3)).toBe(MAX_OBJECTS - 3)
    expect(() => events(MAX_OBJECTS - 2)).toThrow(AppError)
  })

  it('is judged alike in both encodings', () => {
    const json = inSpan('"links":[', '{}')
    expect(decodeTracesJson(json(MAX_OBJECTS - 3)).rejected).toEqual([])
    expect(() => decodeTracesJson(json(MAX_OBJECTS - 2))).toThrow(AppError)
  })

  it('is never refused for its size when it is small', () => {
    fc.assert(
      fc.property(fc.constantFrom(...PROTOBUF), fc.nat({ max: 300 }), ([, request], times) => {
        const { error } = refusal(decodeTraces, request(times))
        expect(error instanceof AppError ? error.code : undefined).not.toBe('too_large')
      }),
      { numRuns: 200 },
    )
  })
})
