import { describe, expect, it } from 'vitest'
import { AppError } from '../../domain/app-error.ts'
import type { AttributeValue } from '../../domain/attribute.ts'
import type { Span } from '../../domain/span.ts'
import type { DecodedOf } from '../decoded.ts'
import { attributes, nested, resource, scope, span, traces } from '../testing/make.ts'
import { decodeTracesJson } from './read-traces.ts'
import { resourceToJson, scopeToJson } from './write-resource.ts'
import { spanToJson } from './write-span.ts'
import { writeTracesJson } from './write-traces.ts'

const IDS = '"traceId":"5b8efff798038103d269b633813fc60c","spanId":"eee19b7ec3c1b174"'

const decode = (text: string): DecodedOf<'traces'> => decodeTracesJson(Buffer.from(text))

/** A request of spans, each given by its members. */
function request(...spans: readonly string[]): string {
  return `{"resourceSpans":[{"scopeSpans":[{"spans":[${spans.map((members) => `{${members}}`).join(',')}]}]}]}`
}

function decodeSpan(members: string): Span | undefined {
  return decode(request(`${IDS},${members}`)).data.resourceSpans[0]?.scopeSpans[0]?.spans[0]
}

function decodeValue(json: string): AttributeValue | undefined {
  return decodeSpan(`"attributes":[{"key":"k","value":${json}}]`)?.attributes[0]?.value
}

/** Reasons for which a span with these members is left out. */
function reasonsFor(members: string): readonly string[] {
  const decoded = decode(request(`${IDS},${members}`, IDS))
  expect(decoded.data).toEqual(traces(span()))
  return decoded.rejected.map(({ reason, count }) => `${count} × ${reason}`)
}

function messageOf(bytes: string | Uint8Array): string {
  try {
    decodeTracesJson(Buffer.from(bytes))
  } catch (error) {
    if (error instanceof AppError && error.code === 'invalid') return error.message
    throw error
  }
  return 'no error'
}

describe('decodeTracesJson', () => {
  it('reads a whole request', () => {
    const decoded = decode(`{"resourceSpans":[{
      "resource":{"attributes":[{"key":"service.name","value":{"stringValue":"svc"}}],"droppedAttributesCount":1,
        "entityRefs":[{"schemaUrl":"e","type":"service","idKeys":["service.name"],"descriptionKeys":["d"]}]},
      "scopeSpans":[{"scope":{"name":"lib","version":"1","attributes":[],"droppedAttributesCount":2},"schemaUrl":"s","spans":[{
        ${IDS},"parentSpanId":"eee19b7ec3c1b173","traceState":"a=b","flags":257,"name":"n","kind":2,
        "startTimeUnixNano":"1700000000123456789","endTimeUnixNano":1700000000123456790,"droppedAttributesCount":3,
        "events":[{"timeUnixNano":"5","name":"e","attributes":[{"key":"k","value":{"boolValue":true}}],"droppedAttributesCount":4}],
        "droppedEventsCount":5,
        "links":[{"traceId":"5B8EFFF798038103D269B633813FC60D","spanId":"eee19b7ec3c1b175","traceState":"c","flags":1,"droppedAttributesCount":6}],
        "droppedLinksCount":7,"status":{"message":"m","code":2}}]}],
      "schemaUrl":"r"}]}`)
    const first = span({
      parentSpanId: 'eee19b7ec3c1b173',
      traceState: 'a=b',
      flags: 257,
      name: 'n',
      kind: 2,
      startNs: 1700000000123456789n,
      endNs: 1700000000123456790n,
      droppedAttributesCount: 3,
      events: [{ timeNs: 5n, name: 'e', attributes: attributes(['k', true]), droppedAttributesCount: 4 }],
      droppedEventsCount: 5,
      links: [
        {
          traceId: '5b8efff798038103d269b633813fc60d',
          spanId: 'eee19b7ec3c1b175',
          traceState: 'c',
          attributes: [],
          droppedAttributesCount: 6,
          flags: 1,
        },
      ],
      droppedLinksCount: 7,
      status: { code: 2, message: 'm' },
    })
    const entityRefs = [{ schemaUrl: 'e', type: 'service', idKeys: ['service.name'], descriptionKeys: ['d'] }]
    expect(decoded).toEqual({
      signal: 'traces',
      data: {
        resourceSpans: [
          {
            resource: resource({ attributes: attributes(['service.name', 'svc']), droppedAttributesCount: 1, entityRefs, schemaUrl: 'r' }),
            scopeSpans: [{ scope: scope({ name: 'lib', version: '1', droppedAttributesCount: 2, schemaUrl: 's' }), spans: [first] }],
          },
        ],
      },
      repairedStrings: 0,
      base64Ids: 0,
      rejected: [],
      warnings: [],
    })
  })

  it('R41 takes snake case as well', () => {
    const ids = '"trace_id":"5b8efff798038103d269b633813fc60c","span_id":"eee19b7ec3c1b174","parent_span_id":"eee19b7ec3c1b173"'
    const text = `{"resource_spans":[{"scope_spans":[{"spans":[{${ids},"start_time_unix_nano":"7",
      "attributes":[{"key":"k","value":{"int_value":"5"}}]}]}]}]}`
    expect(decode(text).data).toEqual(traces(span({ parentSpanId: 'eee19b7ec3c1b173', startNs: 7n, attributes: attributes(['k', 5n]) })))
  })

  it.each([
    ['an object', '{"deep":[{"er":null}]}'],
    ['a list', '[1,"2",[3]]'],
    ['null', 'null'],
    ['a text', '"x"'],
    ['a number', '1e400'],
  ])('R42 passes over an unknown field that is %s, at every level', (_name, unknown) => {
    const x = `"unknown":${unknown}`
    const value = `{${x},"kvlistValue":{${x},"values":[{${x},"key":"a","value":{"arrayValue":{${x},"values":[{${x},"intValue":1}]}}}]}}`
    const text = `{${x},"resourceSpans":[{${x},"resource":{${x},"schemaUrl":"by OTel JS"},"scopeSpans":[{${x},"scope":{${x}},
      "spans":[{${x},${IDS},"attributes":[{${x},"key":"k","value":${value}}],"status":{${x}},"events":[{${x}}],"links":[{${x}}]}]}]}]}`
    expect(decode(text).data.resourceSpans[0]?.scopeSpans[0]?.spans[0]).toMatchObject({
      attributes: [{ key: 'k', value: { entries: [{ key: 'a', value: [1n] }] } }],
      events: [{ timeNs: 0n }],
      links: [{ traceId: '' }],
    })
  })

  it('R43 takes hex ids in any case and base64 ids of the right length, which it counts', () => {
    const upper = decode(request('"traceId":"5B8EFFF798038103D269B633813FC60C","spanId":"EEE19B7EC3C1B174"'))
    expect(upper.data).toEqual(traces(span()))
    const base64 = decode(request('"traceId":"W47/95gDgQPSabYzgT/GDA==","spanId":"7uGbfsPBsXQ="'))
    expect(base64.data).toEqual(traces(span()))
    expect(base64.base64Ids).toBe(2)
  })

  it.each([
    ['"traceId":"5b8efff798038103d269b633813fc60","spanId":"eee19b7ec3c1b174"', 'traceId is not hex'],
    ['"traceId":"5b8efff798038103d269b633813fc60g","spanId":"eee19b7ec3c1b174"', 'traceId is not hex'],
    ['"traceId":"5b8efff798038103d269b633813fc6","spanId":"eee19b7ec3c1b174"', 'trace_id does not have 16 bytes'],
    ['"traceId":"W47/95gDgQPSabYzgT/GDA","spanId":"eee19b7ec3c1b174"', 'traceId is not hex'],
    ['"traceId":"W47/95gDgQPSabYzgT/GDAAA","spanId":"eee19b7ec3c1b174"', 'traceId is not hex'],
    ['"traceId":"00000000000000000000000000000000","spanId":"eee19b7ec3c1b174"', 'trace_id is all zero'],
    ['"traceId":7,"spanId":"eee19b7ec3c1b174"', 'traceId is not a string'],
    ['"spanId":"eee19b7ec3c1b174"', 'trace_id is missing'],
    ['"traceId":"5b8efff798038103d269b633813fc60c","spanId":""', 'span_id is missing'],
    ['"traceId":"5b8efff798038103d269b633813fc60c","spanId":"0000000000000000"', 'span_id is all zero'],
  ])('R43 rejects only the span with %s', (members, reason) => {
    const decoded = decode(request(members, IDS))
    expect(decoded.data).toEqual(traces(span()))
    expect(decoded.rejected).toEqual([{ reason, count: 1 }])
  })

  it.each([
    ['"5"', 5n],
    ['5', 5n],
    ['-5', -5n],
    ['"-9223372036854775808"', -(2n ** 63n)],
    ['9223372036854775807', 2n ** 63n - 1n],
    ['9007199254740993', 9007199254740993n],
    ['1e3', 1000n],
    ['1000.0', 1000n],
    ['"1.5e1"', 15n],
    ['100e-2', 1n],
    ['-0', 0n],
    ['0e999', 0n],
    ['9223372036854775807.000', 2n ** 63n - 1n],
    ['{"low":5,"high":0}', 5n],
    ['{"low":-1,"high":-1,"unsigned":false}', -1n],
  ])('R44 R45 R46 R56 reads intValue %s exactly', (json, value) => {
    expect(decodeValue(`{"intValue":${json}}`)).toBe(value)
  })

  it.each([
    ['1700000000123456789', 1700000000123456789n],
    ['"18446744073709551615"', 2n ** 64n - 1n],
    ['{"low":-1395630315,"high":395812698}', (395812698n << 32n) | BigInt.asUintN(32, -1395630315n)],
    ['{"low":0,"high":-1}', 0xffffffff00000000n],
    ['null', 0n],
  ])('R44 R45 R56 reads the time %s exactly', (json, value) => {
    expect(decodeSpan(`"startTimeUnixNano":${json}`)?.startNs).toBe(value)
  })

  it.each([
    ['"attributes":[{"key":"k","value":{"intValue":1e+21}}]', 'intValue is out of the range of int64'],
    ['"attributes":[{"key":"k","value":{"intValue":"9223372036854775808"}}]', 'intValue is out of the range of int64'],
    ['"attributes":[{"key":"k","value":{"intValue":1.5}}]', 'intValue is not an integer'],
    ['"attributes":[{"key":"k","value":{"intValue":"0x10"}}]', 'intValue is not an integer'],
    ['"attributes":[{"key":"k","value":{"intValue":" 1"}}]', 'intValue is not an integer'],
    ['"attributes":[{"key":"k","value":{"intValue":""}}]', 'intValue is not an integer'],
    ['"attributes":[{"key":"k","value":{"intValue":1e9999999}}]', 'intValue is not an integer'],
    [`"attributes":[{"key":"k","value":{"intValue":"${'0'.repeat(64)}1"}}]`, 'intValue is not an integer'],
    ['"attributes":[{"key":"k","value":{"intValue":true}}]', 'intValue is not a number'],
    ['"attributes":[{"key":"k","value":{"intValue":{"low":1}}}]', 'intValue is not a number'],
    ['"attributes":[{"key":"k","value":{"doubleValue":1e400}}]', 'doubleValue is not a number in the range of double'],
    ['"attributes":[{"key":"k","value":{"doubleValue":"x"}}]', 'doubleValue is not a number in the range of double'],
    ['"attributes":[{"key":"k","value":{"doubleValue":[]}}]', 'doubleValue is not a number'],
    ['"attributes":[{"key":"k","value":{"boolValue":"true"}}]', 'boolValue is not a boolean'],
    ['"attributes":[{"key":"k","value":{"stringValue":5}}]', 'stringValue is not a string'],
    ['"attributes":[{"key":5}]', 'key is not a string'],
    ['"startTimeUnixNano":-1', 'startTimeUnixNano is out of the range of uint64'],
    ['"startTimeUnixNano":"18446744073709551616"', 'startTimeUnixNano is out of the range of uint64'],
    ['"startTimeUnixNano":"2024-01-01T00:00:00Z"', 'startTimeUnixNano is not an integer'],
    ['"droppedAttributesCount":-1', 'droppedAttributesCount is out of the range of uint32'],
    ['"flags":4294967296', 'flags is out of the range of uint32'],
    ['"kind":2147483648', 'kind is out of the range of int32'],
    ['"name":["x"]', 'name is not a string'],
  ])('R46 rejects only the span with %s', (members, reason) => {
    expect(reasonsFor(members)).toEqual([`1 × ${reason}`])
  })

  it.each([
    ['{"doubleValue":3}', 3],
    ['{"doubleValue":"3.5e2"}', 350],
    ['{"doubleValue":-0}', -0],
    ['{"doubleValue":"NaN"}', Number.NaN],
    ['{"doubleValue":"Infinity"}', Number.POSITIVE_INFINITY],
    ['{"doubleValue":"-Infinity"}', Number.NEGATIVE_INFINITY],
    ['{"doubleValue":null}', null],
    ['{"intValue":null,"stringValue":"x","boolValue":null}', 'x'],
    ['{"stringValue":"x","name":1}', 'x'],
    ['{"stringValue":"x","intValue":1}', 1n],
  ])('R47 R50 reads %s', (json, value) => {
    expect(decodeValue(json)).toBe(value)
  })

  it('R48 takes known names of enums, and unknown ones as 0 with a warning', () => {
    expect(decodeSpan('"kind":"SPAN_KIND_SERVER","status":{"code":"STATUS_CODE_ERROR"}')).toMatchObject({ kind: 2, status: { code: 2 } })
    expect(decodeSpan('"kind":"3","status":{"code":99}')).toMatchObject({ kind: 3, status: { code: 99 } })
    const decoded = decode(request(`${IDS},"kind":"KIND_OF_BLUE","status":{"code":"toString"}`))
    expect(decoded.data).toEqual(traces(span()))
    expect(decoded.warnings).toEqual([
      { reason: 'kind has an unknown name: taken as 0', count: 1 },
      { reason: 'status.code has an unknown name: taken as 0', count: 1 },
    ])
  })

  it.each([
    ['padded', '"+/8BAg=="', [0xfb, 0xff, 1, 2]],
    ['without padding', '"+/8BAg"', [0xfb, 0xff, 1, 2]],
    ['URL-safe', '"-_8BAg"', [0xfb, 0xff, 1, 2]],
    ['empty', '""', []],
  ])('R49 reads base64 that is %s', (_name, json, bytes) => {
    expect(decodeValue(`{"bytesValue":${json}}`)).toEqual(Uint8Array.from(bytes))
  })

  it.each(['"a b="', '"AA=A"', '"A"', '"AAA=="', '"AAA\\n"', '"ü"', '"===="'])('R49 refuses the base64 %s', (json) => {
    expect(reasonsFor(`"attributes":[{"key":"k","value":{"bytesValue":${json}}}]`)).toEqual(['1 × bytesValue is not base64'])
  })

  it('R49 R52 never takes an object for bytes', () => {
    expect(reasonsFor('"attributes":[{"key":"k","value":{"bytesValue":{"length":800000000}}}]')).toEqual(['1 × bytesValue is not a string'])
  })

  it('R50 takes null for the default, wherever it stands', () => {
    const nulls = ['attributes', 'parentSpanId', 'status', 'events', 'links', 'name', 'kind', 'flags', 'endTimeUnixNano', 'traceState']
    expect(decodeSpan(nulls.map((name) => `"${name}":null`).join(','))).toEqual(span())
    expect(
      decode('{"resourceSpans":[{"resource":null,"scopeSpans":[{"scope":null,"spans":null,"schemaUrl":null}]},null]}').data.resourceSpans,
    ).toEqual([
      { resource: resource(), scopeSpans: [{ scope: scope(), spans: [] }] },
      { resource: resource(), scopeSpans: [] },
    ])
    expect(decodeSpan('"attributes":[{"key":"a","value":null},{"key":"b"},null]')?.attributes).toEqual(
      attributes(['a', null], ['b', null], ['', null]),
    )
    expect(decodeValue('{"arrayValue":{"values":[null,{}]}}')).toEqual([null, null])
    expect(decodeValue('{"kvlistValue":{"values":null}}')).toEqual({ entries: [] })
  })

  it.each([
    ['""', '', 0],
    ['"0000000000000000"', '', 0],
    ['"00000000000000FF"', '00000000000000ff', 0],
    ['"7uGbfsPBsXM="', 'eee19b7ec3c1b173', 0],
    ['"abcd"', '', 1],
    ['"not hex"', '', 1],
  ])('R51 takes the parent id %s as %j', (json, parentSpanId, warnings) => {
    const decoded = decode(request(`${IDS},"parentSpanId":${json}`))
    expect(decoded.data).toEqual(traces(span({ parentSpanId })))
    expect(decoded.warnings).toHaveLength(warnings)
  })

  it.each([
    ['{"resourceSpans":{}}', 'resourceSpans: expected an array, found an object'],
    ['{"resourceSpans":[{"scopeSpans":[{"spans":"x"}]}]}', 'resourceSpans[0].scopeSpans[0].spans: expected an array, found a string'],
    [request(`${IDS},"attributes":{"a":1}`), 'resourceSpans[0].scopeSpans[0].spans[0].attributes: expected an array, found an object'],
    [request(IDS, `${IDS},"status":5`), 'spans[1].status: expected an object, found a number'],
    [request(`${IDS},"attributes":[{"value":"x"}]`), 'spans[0].attributes[0].value: expected an object, found a string'],
    [request(`${IDS},"attributes":[{"value":{"arrayValue":[]}}]`), 'value.arrayValue: expected an object, found an array'],
    ['{"resourceSpans":[{"resource":[]}]}', 'resourceSpans[0].resource: expected an object, found an array'],
  ])('R52 refuses %s', (text, message) => {
    expect(messageOf(text)).toContain(message)
  })

  it('R53 takes the last of a repeated key, and repairs lone surrogates', () => {
    const decoded = decode(`\ufeff${request(`${IDS},"name":"a","name":"b\\udc00","attributes":[{"key":"gone"}],"attributes":[]`)}`)
    expect(decoded.data).toEqual(traces(span({ name: 'b\ufffd' })))
    expect(decoded.repairedStrings).toBe(1)
  })

  it('R53 R64 repairs invalid UTF-8 and counts the strings', () => {
    const text = request(`${IDS},"name":"a?b","attributes":[{"key":"k","value":{"stringValue":"fine"}}]`)
    const bytes = Buffer.from(text)
    bytes[text.indexOf('?')] = 0xff
    const decoded = decodeTracesJson(bytes)
    expect(decoded.data).toEqual(traces(span({ name: 'a\ufffdb', attributes: attributes(['k', 'fine']) })))
    expect(decoded.repairedStrings).toBe(1)
    expect(decode(text.replace('?', '\ufffd')).repairedStrings).toBe(0)
  })

  it.each([
    ['R13 nothing', '', 'ends too early'],
    ['R53 text after the request', '{} {}', 'text after the end'],
    ['R54 a list', '[]', 'expected an object, found an array'],
    ['R54 null', 'null', 'expected an object, found null'],
    ['a truncated request', request(IDS).slice(0, -3), 'ends too early'],
    ['protobuf', Uint8Array.from([0x0a, 0x00]), 'unexpected character'],
    ['R55 an unknown field that is nested without end', `{"x":${'['.repeat(500_000)}`, 'nested deeper'],
    [
      'R55 an attribute that is nested without end',
      request(`${IDS},"attributes":[{"value":${'{"arrayValue":{"values":['.repeat(100_000)}`),
      'nested deeper',
    ],
    ['R66 spans without ids', request('"name":"a"', '"name":"b"'), 'none of 2 spans has a trace id or span id: this looks like logs'],
    ['R66 a request of logs', '{"resourceLogs":[{"scopeLogs":[]}]}', 'holds no spans but logs, which go to /v1/logs'],
    ['R66 a request of metrics', '{"resource_metrics":[]}', 'holds no spans but metrics'],
  ])('refuses %s', (_name, text, message) => {
    expect(messageOf(text)).toContain(message)
  })

  it.each(['{}', '{"resourceSpans":null}', '{"resourceSpans":[]}', '{"resourceSpans":[{"scopeSpans":[{"spans":[]}]}]}'])(
    'R13 R54 accepts the empty %s',
    (text) => {
      expect(decode(text)).toMatchObject({ rejected: [] })
    },
  )

  it('R55 rejects only the span whose value is nested deeper than 64 levels', () => {
    const json = (levels: number): string => spanToJson(span({ attributes: attributes(['k', nested(levels)]) })).slice(1, -1)
    expect(decode(request(json(64))).rejected).toEqual([])
    expect(decode(request(json(65), IDS))).toMatchObject({
      data: traces(span()),
      rejected: [{ reason: 'a value is nested deeper than 64 levels', count: 1 }],
    })
  })

  it('R65 keeps zero values apart from no value', () => {
    const values = [
      '{"boolValue":false}',
      '{"intValue":0}',
      '{"doubleValue":0}',
      '{"stringValue":""}',
      '{"bytesValue":""}',
      '{"arrayValue":{}}',
      '{}',
    ]
    expect(values.map(decodeValue)).toEqual([false, 0n, 0, '', new Uint8Array(), [], null])
    expect(decodeValue('{"kvlistValue":{}}')).toEqual({ entries: [] })
  })

  it('R67 takes an index into a profile as absent', () => {
    expect(decodeSpan('"attributes":[{"keyStrindex":3,"value":{"stringValueStrindex":4}}]')?.attributes).toEqual(attributes(['', null]))
  })

  it('rejects the spans of a resource or scope with an invalid value, not those of others', () => {
    const bad = '{"attributes":[{"key":"k","value":{"intValue":1e21}}]}'
    const spans = `"spans":[{${IDS}},{${IDS}}]`
    const decoded = decode(`{"resourceSpans":[
      {"scopeSpans":[{${spans}}],"resource":${bad}},
      {"scopeSpans":[{${spans},"scope":${bad}},{${spans}}]}]}`)
    expect(decoded.rejected).toEqual([{ reason: 'intValue is out of the range of int64', count: 4 }])
    expect(decoded.data.resourceSpans.flatMap((group) => group.scopeSpans.flatMap((scoped) => scoped.spans))).toEqual([span(), span()])
  })

  it('keeps a link whose id is no hex, without the id', () => {
    const decoded = decode(request(`${IDS},"links":[{"traceId":"zz","spanId":"abcd","traceState":"kept"}]`))
    expect(decoded.data.resourceSpans[0]?.scopeSpans[0]?.spans[0]?.links[0]).toMatchObject({
      traceId: '',
      spanId: 'abcd',
      traceState: 'kept',
    })
    expect(decoded.warnings).toEqual([{ reason: 'traceId is not hex: left out', count: 1 }])
  })

  it('treats keys of Object.prototype as any other', () => {
    const value = '{"kvlistValue":{"values":[{"key":"__proto__","value":{"stringValue":"x"}}]}}'
    expect(decodeValue(value)).toEqual({ entries: attributes(['__proto__', 'x']) })
    expect(decodeSpan('"__proto__":{"name":"x"},"constructor":1')).toEqual(span())
  })
})

describe('writeTracesJson', () => {
  it('leaves out defaults, but for what every span needs', () => {
    expect(writeTracesJson(traces(span()))).toBe(
      `{"resourceSpans":[{"resource":{},"scopeSpans":[{"scope":{},"spans":[{${IDS},"name":"","kind":0,"startTimeUnixNano":"0","endTimeUnixNano":"0"}]}]}]}`,
    )
  })

  it.each<[string, AttributeValue]>([
    ['{"stringValue":"a\\"b"}', 'a"b'],
    ['{"intValue":"9223372036854775807"}', 2n ** 63n - 1n],
    ['{"doubleValue":1}', 1],
    ['{"doubleValue":-0}', -0],
    ['{"doubleValue":"NaN"}', Number.NaN],
    ['{"doubleValue":"-Infinity"}', Number.NEGATIVE_INFINITY],
    ['{"boolValue":false}', false],
    ['{"bytesValue":"+/8="}', new Uint8Array([251, 255])],
    ['{}', null],
    ['{"arrayValue":{"values":[]}}', []],
    ['{"kvlistValue":{"values":[{"key":"k","value":{}}]}}', { entries: attributes(['k', null]) }],
  ])('writes %s', (json, value) => {
    expect(resourceToJson(resource({ attributes: attributes(['k', value]) }))).toBe(`{"attributes":[{"key":"k","value":${json}}]}`)
  })

  it('writes a scope', () => {
    expect(scopeToJson(scope({ name: 'lib', version: '1', droppedAttributesCount: 3 }))).toBe(
      '{"name":"lib","version":"1","droppedAttributesCount":3}',
    )
  })
})
