import { describe, expect, it } from 'vitest'
import { AppError } from '../../domain/app-error.ts'
import { isKeyValueList } from '../../domain/attribute.ts'
import type { Span } from '../../domain/span.ts'
import { attributes, nested, resource, scope, span, traces } from '../testing/make.ts'
import { field, field32, field64, group, varint, varintField } from '../testing/wire.ts'
import { decodeTraces } from './read-traces.ts'
import { encodeTraces } from './write-traces.ts'

const traceIdField = field(1, Buffer.from('5b8efff798038103d269b633813fc60c', 'hex'))
const spanIdField = field(2, Buffer.from('eee19b7ec3c1b174', 'hex'))
const ids = Buffer.concat([traceIdField, spanIdField])

/** A request of spans, each given by its fields. */
function request(...spans: readonly Uint8Array[]): Uint8Array {
  return field(1, field(2, ...spans.map((content) => field(2, content))))
}

function decodeSpan(...fields: readonly Uint8Array[]): Span | undefined {
  return decodeTraces(request(Buffer.concat([ids, ...fields]))).data.resourceSpans[0]?.scopeSpans[0]?.spans[0]
}

/** The value of an attribute that is given by the fields of its AnyValue. */
function decodeValue(...fields: readonly Uint8Array[]): unknown {
  return decodeSpan(field(9, field(1, 'k'), field(2, ...fields)))?.attributes[0]?.value
}

function messageOf(bytes: Uint8Array): string {
  try {
    decodeTraces(bytes)
  } catch (error) {
    if (error instanceof AppError && error.code === 'invalid') return error.message
    throw error
  }
  return 'no error'
}

const WORKED_EXAMPLE =
  '0ad3010a1e0a1c0a0c736572766963652e6e616d65120c0a0a6d792e7365727669636512b0010a410a0a6d792e6c6962' +
  '726172791205312e302e301a2c0a126d792e73636f70652e61747472696275746512160a14736f6d652073636f706520' +
  '617474726962757465126b0a105b8efff798038103d269b633813fc60c1208eee19b7ec3c1b1742208eee19b7ec3c1b1' +
  '732a1149276d206120736572766572207370616e300239004859e3faeb6f15410012f41efbeb6f154a1c0a0c6d792e73' +
  '70616e2e61747472120c0a0a736f6d652076616c7565'

const WORKED_EXAMPLE_DATA = {
  resourceSpans: [
    {
      resource: resource({ attributes: attributes(['service.name', 'my.service']) }),
      scopeSpans: [
        {
          scope: scope({ name: 'my.library', version: '1.0.0', attributes: attributes(['my.scope.attribute', 'some scope attribute']) }),
          spans: [
            span({
              parentSpanId: 'eee19b7ec3c1b173',
              name: "I'm a server span",
              kind: 2,
              startNs: 1544712660000000000n,
              endNs: 1544712661000000000n,
              attributes: attributes(['my.span.attr', 'some value']),
            }),
          ],
        },
      ],
    },
  ],
}

describe('decodeTraces', () => {
  it('reads the sample trace of the OTLP specification, and writes the same bytes', () => {
    const bytes = Buffer.from(WORKED_EXAMPLE, 'hex')
    expect(bytes).toHaveLength(214)
    expect(decodeTraces(bytes).data).toEqual(WORKED_EXAMPLE_DATA)
    expect(Buffer.from(encodeTraces(WORKED_EXAMPLE_DATA)).toString('hex')).toBe(WORKED_EXAMPLE)
  })

  it.each([
    ['no bytes', new Uint8Array()],
    ['a resource without spans', field(1, field(1, field(1, field(1, 'service.name'))))],
    ['a scope without spans', field(1, field(2, field(1, field(1, 'lib'))))],
  ])('R13 accepts an empty request: %s', (_name, bytes) => {
    expect(decodeTraces(bytes)).toMatchObject({ rejected: [], warnings: [] })
  })

  it('R58 takes fields in any order', () => {
    const attribute = field(9, field(2, varintField(3, 1)), field(1, 'k'))
    const spans = field(
      2,
      field(2, attribute, field(5, 'late ids'), spanIdField, traceIdField),
      field(3, 'scope url'),
      field(1, field(1, 'lib')),
    )
    const bytes = field(1, spans, field(3, 'resource url'), field(1, field(1, field(1, 'r'))))
    expect(decodeTraces(bytes).data.resourceSpans).toEqual([
      {
        resource: resource({ attributes: attributes(['r', null]), schemaUrl: 'resource url' }),
        scopeSpans: [
          { scope: scope({ name: 'lib', schemaUrl: 'scope url' }), spans: [span({ name: 'late ids', attributes: attributes(['k', 1n]) })] },
        ],
      },
    ])
  })

  it('R59 merges a message that comes twice', () => {
    const parts = field(1, field(1, field(1, field(1, 'a')), varintField(2, 1)), field(1, field(1, field(1, 'b')), varintField(2, 2)))
    expect(decodeTraces(parts).data.resourceSpans[0]?.resource).toEqual(
      resource({ attributes: attributes(['a', null], ['b', null]), droppedAttributesCount: 2 }),
    )
    expect(decodeSpan(field(15, field(2, 'message')), field(15, varintField(3, 2)))?.status).toEqual({ code: 2, message: 'message' })
    const scopes = field(1, field(2, field(1, field(1, 'lib')), field(1, field(2, '1.0'))))
    expect(decodeTraces(scopes).data.resourceSpans[0]?.scopeSpans[0]?.scope).toEqual(scope({ name: 'lib', version: '1.0' }))
  })

  it('R59 takes the last of a scalar, and merges the lists of a value that comes twice', () => {
    expect(decodeSpan(field(5, 'first'), field(5, 'last'))?.name).toBe('last')
    expect(decodeValue(field(1, 'text'), varintField(3, 7))).toBe(7n)
    expect(decodeValue(field(5, field(1, varintField(3, 1))), field(5, field(1, varintField(3, 2))))).toEqual([1n, 2n])
    expect(decodeValue(field(6, field(1, field(1, 'a'))), field(6, field(1, field(1, 'b'))))).toEqual({
      entries: attributes(['a', null], ['b', null]),
    })
    expect(decodeValue(field(5, field(1, varintField(3, 1))), field(1, 'text'), field(5))).toEqual([])
    const twice = field(9, field(1, 'k'), field(2, field(1, 'kept')), field(2))
    expect(decodeSpan(twice)?.attributes).toEqual(attributes(['k', 'kept']))
  })

  it.each([
    ['a varint', varintField(99, 2n ** 64n - 1n)],
    ['a fixed64', field64(99, 1n)],
    ['a length-delimited field', field(99, 'text')],
    ['a fixed32', field32(99, 1)],
    ['an empty group', group(99)],
    ['a group within a group', group(99, varintField(1, 1), group(98, field(2, 'x')), field64(3, 1n))],
    ['the largest field number', Uint8Array.from([...varint(0xfffffff8), 1])],
    ['R68 the reserved field 1000', field(1000, field(1, 'old'))],
    ['a known field as a varint', varintField(5, 1)],
    ['a known field as a fixed64', field64(9, 1n)],
    ['a known field as a group', group(9, varintField(1, 1))],
    ['a number as a length-delimited field', field(6, 'x')],
    ['a fixed64 as a varint', varintField(7, 1)],
  ])('R61 passes over %s', (_name, unknown) => {
    expect(decodeSpan(unknown, field(5, 'after'))).toEqual(span({ name: 'after' }))
    expect(decodeTraces(Buffer.concat([field(1000, 'x'), request(ids)])).data).toEqual(traces(span()))
  })

  it('R61 passes over unknown fields of every message', () => {
    const x = group(200, varintField(1, 1))
    const value = field(2, x, field(6, x, field(1, x, field(2, field(5, x, field(1, varintField(3, 1)))))))
    const attribute = field(9, x, field(1, 'k'), value)
    const content = Buffer.concat([ids, attribute, field(11, x), field(13, x), field(15, x, varintField(3, 1))])
    const bytes = field(1, x, field(1, x, field(3, x, field(1, 'u'))), field(2, x, field(1, x), field(2, content)))
    expect(decodeTraces(bytes).data.resourceSpans[0]).toMatchObject({
      resource: { entityRefs: [{ schemaUrl: 'u' }] },
      scopeSpans: [{ spans: [{ attributes: [{ value: { entries: [{ key: '', value: [1n] }] } }], status: { code: 1 } }] }],
    })
  })

  it.each([
    ['a field without a value', Uint8Array.from([0x0a]), 'a number ends too early'],
    ['a truncated message', Buffer.from(WORKED_EXAMPLE, 'hex').subarray(0, 100), 'beyond the end'],
    ['a length beyond the end', Uint8Array.from([0x0a, 0x05, 0x00]), 'beyond the end'],
    ['a length beyond the end of its message', field(1, field(2, Uint8Array.from([0x12, 0x02])), field(3, 'url')), 'beyond the end'],
    ['a length of 2^32 + 1', Uint8Array.from([0x0a, ...varint(2n ** 32n + 1n), 0]), 'beyond the end'],
    ['a length of 2^64 - 1', Uint8Array.from([0x0a, ...varint(-1n), 0]), 'beyond the end'],
    ['a varint of 11 bytes', request(Buffer.concat([ids, varintField(6, 1, 10)])), 'more than 10 bytes'],
    ['field number 0', Uint8Array.from([0x02, 0x00]), 'impossible field number'],
    ['a field number beyond 2^29', Uint8Array.from([...varint(2n ** 32n), 0]), 'impossible field number'],
    ['wire type 6', Uint8Array.from([0x0e]), 'wire type 6'],
    ['wire type 7', Uint8Array.from([0x0f]), 'wire type 7'],
    ['the end of a group that was not begun', Uint8Array.from([0x0c]), 'was not begun'],
    ['a group that does not end', Uint8Array.from([0x0b, 0x10, 0x01]), 'does not end'],
    ['a group that ends as another', Uint8Array.from([0x0b, 0x14]), 'was not begun'],
    ['groups without end', new Uint8Array(100_000).fill(0x0b), 'nested deeper'],
    ['a short fixed64', request(Buffer.concat([ids, Uint8Array.from([0x39, 1, 2, 3])])), 'a value ends too early'],
    ['a short fixed32', request(Buffer.concat([ids, Uint8Array.from([0x85, 1, 2, 3])])), 'a value ends too early'],
    ['text', Buffer.from('{"resourceSpans":[]}'), 'malformed protobuf'],
  ])('R62 refuses %s', (_name, bytes, message) => {
    expect(messageOf(bytes)).toContain(message)
  })

  it('R62 refuses every truncation of a message, and never reads beyond it', () => {
    const bytes = Buffer.from(WORKED_EXAMPLE, 'hex')
    for (let end = 1; end < bytes.length; end++) expect(messageOf(bytes.subarray(0, end)), `${end} bytes`).toContain('malformed')
  })

  it.each([
    ['-1', varintField(3, -1n), -1n],
    ['the least int64', varintField(3, -(2n ** 63n)), -(2n ** 63n)],
    ['the greatest int64', varintField(3, 2n ** 63n - 1n), 2n ** 63n - 1n],
    ['2^31', varintField(3, 2n ** 31n), 2n ** 31n],
    ['2^32', varintField(3, 2n ** 32n), 2n ** 32n],
    ['2^53 + 1', varintField(3, 2n ** 53n + 1n), 2n ** 53n + 1n],
    ['an over-long varint', varintField(3, 5, 8), 5n],
    ['a bool that is not 1', varintField(2, 2n ** 40n), true],
    ['an over-long false', varintField(2, 0, 9), false],
  ])('R63 reads %s', (_name, content, value) => {
    expect(decodeValue(content)).toBe(value)
  })

  it('R63 reads uint32 and fixed32 unsigned, and keeps unknown enum numbers', () => {
    expect(decodeSpan(varintField(10, 0xffffffff), field32(16, 0xfffffff0))).toMatchObject({
      droppedAttributesCount: 0xffffffff,
      flags: 0xfffffff0,
    })
    expect(decodeSpan(varintField(6, -3n), field(15, varintField(3, 77)))).toMatchObject({ kind: -3, status: { code: 77 } })
    expect(decodeSpan(field64(7, 2n ** 64n - 1n))?.startNs).toBe(2n ** 64n - 1n)
  })

  it.each([
    ['per maximal subpart', [0x61, 0xe2, 0x82, 0x62, 0xf0, 0x9f, 0x98, 0x63], 'a\ufffdb\ufffdc'],
    ['an encoded surrogate', [0xed, 0xa0, 0x80], '\ufffd\ufffd\ufffd'],
    ['an over-long form', [0xc0, 0x80], '\ufffd\ufffd'],
    ['far into a long text', [...new Uint8Array(300).fill(0x61), 0xff], `${'a'.repeat(300)}\ufffd`],
  ])('R64 repairs invalid UTF-8 and counts it: %s', (_name, content, text) => {
    const bytes = request(Buffer.concat([ids, field(5, Uint8Array.from(content))]))
    for (const _again of [1, 2]) {
      const decoded = decodeTraces(bytes)
      expect(decoded.data).toEqual(traces(span({ name: text })))
      expect(decoded.repairedStrings).toBe(1)
    }
    expect(text).toBe(new TextDecoder('utf-8', { ignoreBOM: true }).decode(Uint8Array.from(content)))
  })

  it('R64 keeps a byte order mark, NUL and a U+FFFD that was sent', () => {
    const text = '\ufeffa\u0000\ufffd'
    const decoded = decodeTraces(request(Buffer.concat([ids, field(5, text)])))
    expect(decoded.data).toEqual(traces(span({ name: text })))
    expect(decoded.repairedStrings).toBe(0)
  })

  it.each([
    ['false', varintField(2, 0), false],
    ['int 0', varintField(3, 0), 0n],
    ['double 0', field64(4, 0n), 0],
    ['minus zero', field64(4, 1n << 63n), -0],
    ['an empty string', field(1), ''],
    ['empty bytes', field(7), new Uint8Array()],
    ['an empty list', field(5), []],
    ['an empty map', field(6), { entries: [] }],
    ['nothing', new Uint8Array(), null],
    ['R67 an index into a profile', varintField(8, 3), null],
  ])('R65 keeps apart a value that is %s', (_name, content, value) => {
    expect(decodeValue(content)).toStrictEqual(value)
  })

  it('R67 takes an index of a key as absent', () => {
    expect(decodeSpan(field(9, varintField(3, 4), field(2, field(1, 'v'))))?.attributes).toEqual(attributes(['', 'v']))
  })

  it.each([
    ['a missing trace id', spanIdField, 'trace_id is missing'],
    ['a short trace id', Buffer.concat([field(1, 'abc'), spanIdField]), 'trace_id does not have 16 bytes'],
    ['a trace id of zeros', Buffer.concat([field(1, new Uint8Array(16)), spanIdField]), 'trace_id is all zero'],
    ['a missing span id', traceIdField, 'span_id is missing'],
    ['a long span id', Buffer.concat([traceIdField, field(2, new Uint8Array(16).fill(1))]), 'span_id does not have 8 bytes'],
    ['a span id of zeros', Buffer.concat([traceIdField, field(2, new Uint8Array(8))]), 'span_id is all zero'],
    [
      'a value that is nested too deep',
      Buffer.from(encodeSpan(span({ attributes: attributes(['k', nested(65)]) }))),
      'a value is nested deeper than 64 levels',
    ],
  ])('rejects a span with %s and keeps its neighbours', (_name, content, reason) => {
    const decoded = decodeTraces(request(ids, content, content, ids))
    expect(decoded.data).toEqual(traces(span(), span()))
    expect(decoded.rejected).toEqual([{ reason, count: 2 }])
  })

  it('reads values nested 64 levels deep', () => {
    const data = traces(span({ attributes: attributes(['list', nested(64)], ['map', nested(63, { entries: attributes(['k', 1]) })]) }))
    expect(decodeTraces(encodeTraces(data)).data).toEqual(data)
  })

  it('survives values nested as deep as bytes allow', () => {
    let value = field(1, 'x')
    for (let level = 0; level < 3000; level++) value = field(5, field(1, value))
    const decoded = decodeTraces(request(Buffer.concat([ids, field(9, field(2, value))]), ids))
    expect(decoded.data).toEqual(traces(span()))
    expect(decoded.rejected).toHaveLength(1)
  })

  it('rejects the spans of a resource or scope that is nested too deep, not those of others', () => {
    const deep = attributes(['k', nested(65)])
    const { resourceSpans } = traces(span())
    const bad = [{ resource: resource({ attributes: deep }), scopeSpans: [{ scope: scope(), spans: [span(), span()] }] }]
    const mixed = [
      {
        resource: resource(),
        scopeSpans: [
          { scope: scope({ attributes: deep }), spans: [span()] },
          { scope: scope(), spans: [span()] },
        ],
      },
    ]
    const decoded = decodeTraces(encodeTraces({ resourceSpans: [...resourceSpans, ...bad, ...mixed] }))
    expect(decoded.rejected).toEqual([{ reason: 'a value is nested deeper than 64 levels', count: 3 }])
    expect(decoded.data.resourceSpans.flatMap((group) => group.scopeSpans.flatMap(({ spans }) => spans))).toEqual([span(), span()])
  })

  it('rejects the spans of a resource that is nested too deep, wherever it stands', () => {
    const value = Buffer.from(
      encodeTraces({ resourceSpans: [{ resource: resource({ attributes: attributes(['k', nested(65)]) }), scopeSpans: [] }] }),
    )
    const resourceField = value.subarray(value.indexOf(0x0a, 1))
    const spans = field(2, field(2, ids), field(2, ids))
    const orders = [Buffer.concat([resourceField, spans]), Buffer.concat([spans, resourceField])]
    for (const content of orders) {
      const decoded = decodeTraces(Buffer.concat([field(1, content), request(ids)]))
      expect(decoded.rejected).toEqual([{ reason: 'a value is nested deeper than 64 levels', count: 2 }])
      expect(decoded.data.resourceSpans.at(-1)).toEqual(traces(span()).resourceSpans[0])
    }
  })

  it.each([
    ['absent', new Uint8Array(), ''],
    ['empty', field(4), ''],
    ['zeros', field(4, new Uint8Array(8)), ''],
    ['valid', field(4, Buffer.from('00000000000000ff', 'hex')), '00000000000000ff'],
  ])('R51 takes a parent id that is %s', (_name, content, parentSpanId) => {
    const decoded = decodeTraces(request(Buffer.concat([ids, content])))
    expect(decoded.data).toEqual(traces(span({ parentSpanId })))
    expect(decoded.warnings).toEqual([])
  })

  it('R51 takes a span whose parent id has another length as a root, with a warning', () => {
    const decoded = decodeTraces(request(Buffer.concat([ids, field(4, 'abc')])))
    expect(decoded.data).toEqual(traces(span()))
    expect(decoded.warnings).toEqual([{ reason: 'parent_span_id does not have 8 bytes: taken as a root span', count: 1 }])
  })

  it('keeps links whatever their ids', () => {
    expect(decodeSpan(field(13, field(1, 'abc'), field(2)))?.links[0]).toMatchObject({ traceId: '616263', spanId: '' })
  })

  it('gives strings and bytes that do not share memory with the request', () => {
    const bytes = Buffer.from(request(Buffer.concat([ids, field(9, field(1, 'k'), field(2, field(7, 'abc')))])))
    const decoded = decodeTraces(bytes)
    bytes.fill(0)
    expect(decoded.data).toEqual(traces(span({ attributes: attributes(['k', new Uint8Array([97, 98, 99])]) })))
  })

  it('does not take a trace id for the one before it when a single byte differs', () => {
    const traceIds = Array.from({ length: 16 }, (_, at) => Buffer.alloc(16, 1).fill(2, at, at + 1))
    const decoded = decodeTraces(request(...traceIds.map((id) => Buffer.concat([field(1, id), spanIdField]))))
    expect(decoded.data.resourceSpans[0]?.scopeSpans[0]?.spans.map(({ traceId }) => traceId)).toEqual(
      traceIds.map((id) => id.toString('hex')),
    )
  })

  it('does not mix up short strings that were read before', () => {
    const names = Array.from({ length: 20_000 }, (_, i) => `name-${i % 9000}`)
    const decoded = decodeTraces(request(...names.map((name) => Buffer.concat([ids, field(5, name)]))))
    expect(decoded.data.resourceSpans[0]?.scopeSpans[0]?.spans.map(({ name }) => name)).toEqual(names)
  })

  it('treats keys of Object.prototype as any other', () => {
    const value = decodeValue(field(6, field(1, field(1, '__proto__'), field(2, field(1, 'x')))))
    expect(isKeyValueList(value as never) && value).toEqual({ entries: attributes(['__proto__', 'x']) })
    expect(Object.keys(Object.prototype)).toEqual([])
  })
})

function encodeSpan(content: Span): Uint8Array {
  const bytes = encodeTraces(traces(content))
  const start = Buffer.from(bytes).indexOf(traceIdField)
  return bytes.subarray(start)
}
