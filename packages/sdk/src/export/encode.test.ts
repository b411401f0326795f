import { describe, expect, it } from 'vitest'
import { fakeSpan } from '../testing/fake-span.ts'
import { encodeSpan, requestJson } from './encode.ts'

const ENDED = { running: false, lateEvents: [], behindNs: 0 }
const written = (...args: Parameters<typeof encodeSpan>) => JSON.parse(encodeSpan(...args).json)
const encoded = (value: unknown) => written(fakeSpan({ attributes: { key: value } }), ENDED).attributes[0].value

describe('encodeSpan', () => {
  it('writes every field in the form of OTLP/JSON', () => {
    const span = fakeSpan({
      name: 'chat',
      kind: 2,
      parentSpanContext: { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags: 1, isRemote: true },
      status: { code: 2, message: 'no' },
      events: [{ name: 'e', time: [1, 2], attributes: { a: 1 } }],
      links: [{ context: { traceId: 'c'.repeat(32), spanId: 'd'.repeat(16), traceFlags: 0 }, attributes: { l: true } }],
      droppedEventsCount: 3,
      spanContext: () => ({ traceId: 'a'.repeat(32), spanId: 'e'.repeat(16), traceFlags: 1, traceState: { serialize: () => 'k=v' } }),
    })
    expect(written(span, ENDED)).toEqual({
      ...{ traceId: 'a'.repeat(32), spanId: 'e'.repeat(16), parentSpanId: 'b'.repeat(16), traceState: 'k=v', flags: 0x301 },
      ...{ name: 'chat', kind: 3, startTimeUnixNano: '1700000000000000005', endTimeUnixNano: '1700000001000000006' },
      ...{ attributes: [], droppedAttributesCount: 0, droppedEventsCount: 3, droppedLinksCount: 0, status: { code: 2, message: 'no' } },
      events: [{ name: 'e', timeUnixNano: '1000000002', attributes: [{ key: 'a', value: { intValue: '1' } }] }],
      links: [{ traceId: 'c'.repeat(32), spanId: 'd'.repeat(16), attributes: [{ key: 'l', value: { boolValue: true } }] }],
    })
  })

  it('writes a copy of a span that runs without an end, and events that came later after the others', () => {
    expect(written(fakeSpan(), { ...ENDED, running: true }).endTimeUnixNano).toBe('0')
    const late = [{ name: 'late', time: [3, 0] as const }]
    expect(written(fakeSpan({ events: [{ name: 'e', time: [1, 2] }] }), { ...ENDED, lateEvents: late }).events).toMatchObject([
      { name: 'e' },
      { name: 'late', timeUnixNano: '3000000000' },
    ])
  })

  it('adds what its times lack to all of them, but to no event that we add', () => {
    const span = fakeSpan({ startTime: [1, 7_000_000], endTime: [1, 999_900_000], events: [{ name: 'e', time: [1, 8_000_000] }] })
    expect(written(span, { ...ENDED, behindNs: 654_321, lateEvents: [{ name: 'late', time: [3, 0] }] })).toMatchObject({
      ...{ startTimeUnixNano: '1007654321', endTimeUnixNano: '2000554321' },
      events: [{ timeUnixNano: '1008654321' }, { timeUnixNano: '3000000000' }],
    })
  })

  it('takes away what its times have too much', () => {
    const span = fakeSpan({ startTime: [2, 0], endTime: [2, 500] })
    expect(written(span, { ...ENDED, behindNs: -200 })).toMatchObject({ startTimeUnixNano: '1999999800', endTimeUnixNano: '2000000300' })
  })

  it.each<readonly [string, unknown, unknown]>([
    ['a text', 'x', { stringValue: 'x' }],
    ['an integer', 5, { intValue: '5' }],
    ['minus zero', -0, { intValue: '0' }],
    ['a fraction', 0.5, { doubleValue: 0.5 }],
    ['an integer beyond what a double holds exactly', 2 ** 60, { doubleValue: 2 ** 60 }],
    ['not a number', Number.NaN, { doubleValue: 'NaN' }],
    ['infinity', Number.NEGATIVE_INFINITY, { doubleValue: '-Infinity' }],
    ['a BigInt', 2n ** 62n, { intValue: String(2n ** 62n) }],
    ['a BigInt that OTLP cannot hold', 2n ** 63n, { stringValue: String(2n ** 63n) }],
    ['a list', ['a', 1, null], { arrayValue: { values: [{ stringValue: 'a' }, { intValue: '1' }, {}] } }],
    ['bytes', new Uint8Array([1, 2]), { bytesValue: 'AQI=' }],
    [
      'an object',
      { a: { b: true } },
      { kvlistValue: { values: [{ key: 'a', value: { kvlistValue: { values: [{ key: 'b', value: { boolValue: true } }] } } }] } },
    ],
    ['nothing', null, {}],
  ])('writes %s', (_, value, expected) => expect(encoded(value)).toEqual(expected))

  it('loses only the attribute that cannot be read', () => {
    const attributes = { get bad(): never { throw new Error('no') }, good: 1 } // biome-ignore format: one line
    expect(written(fakeSpan({ attributes }), ENDED).attributes).toEqual([
      { key: 'bad', value: {} },
      { key: 'good', value: { intValue: '1' } },
    ])
  })

  it('ends with a cycle', () => {
    const cyclic: Record<string, unknown> = {}
    cyclic.self = cyclic
    expect(() => encoded(cyclic)).not.toThrow()
  })
})

describe('requestJson', () => {
  it('groups spans by resource and scope, in one line', () => {
    const [one, two] = [{ attributes: { n: 1 }, schemaUrl: 'https://schema' }, { attributes: {} }]
    const [a, b] = [{ name: 'a', version: '1' }, { name: 'b' }]
    const spans = [
      fakeSpan({ resource: one, instrumentationScope: a }),
      fakeSpan({ resource: two, instrumentationScope: a }),
      fakeSpan({ resource: one, instrumentationScope: a }),
      fakeSpan({ resource: one, instrumentationScope: b }),
    ]
    const json = requestJson(spans.map((span) => encodeSpan(span, ENDED)))
    expect(json).not.toContain('\n')
    const { resourceSpans } = JSON.parse(json)
    expect(resourceSpans).toMatchObject([
      { schemaUrl: 'https://schema', scopeSpans: [{ scope: { name: 'a', version: '1' } }, { scope: { name: 'b' } }] },
      { resource: { attributes: [] }, scopeSpans: [{ scope: { name: 'a' } }] },
    ])
    expect(resourceSpans[0].scopeSpans.map(({ spans: list }: { spans: unknown[] }) => list.length)).toEqual([2, 1])
  })
})
