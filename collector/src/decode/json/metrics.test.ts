import { describe, expect, it } from 'vitest'
import { AppError } from '../../domain/app-error.ts'
import type { Metric } from '../../domain/metric.ts'
import { attributes, nested } from '../testing/make.ts'
import { exponentialPoint, gauge, histogramPoint, metric, metrics, numberPoint, summaryPoint } from '../testing/make-signals.ts'
import { otlp } from '../testing/otlp-proto.ts'
import { decodeMetricsJson } from './read-metrics.ts'
import { metricToJson, writeMetricsJson } from './write-metrics.ts'

const decode = (text: string) => decodeMetricsJson(Buffer.from(text))

/** A request of metrics, each given by its members. */
function request(...some: readonly string[]): string {
  return `{"resourceMetrics":[{"scopeMetrics":[{"metrics":[${some.map((members) => `{${members}}`).join(',')}]}]}]}`
}

function decodeMetric(members: string): Metric | undefined {
  return decode(request(members)).data.resourceMetrics[0]?.scopeMetrics[0]?.metrics[0]
}

/** The point of a metric of this kind that is given by its members besides a time. */
function point(kind: string, members: string): unknown {
  return decodeMetric(`"${kind}":{"dataPoints":[{"timeUnixNano":1,${members}}]}`)?.data?.points[0]
}

/** Reasons for which a point with these members is left out, between two that are fine. */
function reasonsFor(kind: string, members: string): readonly string[] {
  const fine = '{"timeUnixNano":1,"asInt":0}'
  const decoded = decode(request(`"${kind}":{"dataPoints":[${fine},{"timeUnixNano":1,${members}},${fine}]}`))
  expect(decoded.data.resourceMetrics[0]?.scopeMetrics[0]?.metrics[0]?.data?.points).toHaveLength(2)
  return decoded.rejected.map(({ reason, count }) => `${count} × ${reason}`)
}

function messageOf(text: string): string {
  try {
    decode(text)
  } catch (error) {
    if (error instanceof AppError && error.code === 'invalid') return error.message
    throw error
  }
  return 'no error'
}

const EVERY_KIND = metrics(
  metric(
    {
      kind: 'gauge',
      points: [
        numberPoint({
          attributes: attributes(['k', 'v']),
          startNs: 1700000000000000001n,
          timeNs: 1700000000000000002n,
          flags: 2,
          value: 1.5,
          exemplars: [
            {
              timeNs: 3n,
              value: 4n,
              spanId: 'eee19b7ec3c1b174',
              traceId: '5b8efff798038103d269b633813fc60c',
              filteredAttributes: attributes(['f', true]),
            },
          ],
        }),
      ],
    },
    { name: 'g', description: 'd', unit: 'ms', metadata: attributes(['m', 1n]) },
  ),
  metric({ kind: 'sum', temporality: 2, isMonotonic: true, points: [numberPoint({ value: -(2n ** 63n) })] }),
  metric({
    kind: 'histogram',
    temporality: 1,
    points: [histogramPoint({ count: 3n, sum: 0, min: -1, max: 1, bucketCounts: [1n, 2n], explicitBounds: [0.5] })],
  }),
  metric({
    kind: 'exponential_histogram',
    temporality: 1,
    points: [
      exponentialPoint({
        count: 6n,
        sum: 1,
        scale: -3,
        zeroCount: 1n,
        zeroThreshold: 0.25,
        positive: { offset: -2, bucketCounts: [1n, 1n] },
        negative: { offset: 0, bucketCounts: [3n] },
      }),
    ],
  }),
  metric({ kind: 'summary', points: [summaryPoint({ count: 2n, sum: 3, quantileValues: [{ quantile: 0, value: 1 }] })] }),
)

const TEXT = `{"resourceMetrics":[{"resource":{},"scopeMetrics":[{"scope":{},"metrics":[
  {"name":"g","description":"d","unit":"ms","metadata":[{"key":"m","value":{"intValue":"1"}}],"gauge":{"dataPoints":[{
    "attributes":[{"key":"k","value":{"stringValue":"v"}}],"startTimeUnixNano":"1700000000000000001","timeUnixNano":1700000000000000002,
    "flags":2,"asDouble":1.5,"exemplars":[{"filteredAttributes":[{"key":"f","value":{"boolValue":true}}],"timeUnixNano":"3","asInt":"4",
    "spanId":"EEE19B7EC3C1B174","traceId":"5B8EFFF798038103D269B633813FC60C"}]}]}},
  {"sum":{"dataPoints":[{"timeUnixNano":"1","asInt":"-9223372036854775808"}],"aggregationTemporality":2,"isMonotonic":true}},
  {"histogram":{"aggregationTemporality":1,"dataPoints":[{"timeUnixNano":"1","count":"3","sum":0,"min":-1,"max":1,"bucketCounts":["1",2],
    "explicitBounds":[0.5]}]}},
  {"exponentialHistogram":{"aggregationTemporality":1,"dataPoints":[{"timeUnixNano":"1","count":6,"sum":1,"scale":-3,"zeroCount":"1",
    "zeroThreshold":0.25,"positive":{"offset":-2,"bucketCounts":["1","1"]},"negative":{"bucketCounts":[3]}}]}},
  {"summary":{"dataPoints":[{"timeUnixNano":"1","count":"2","sum":3,"quantileValues":[{"quantile":0,"value":1}]}]}}]}]}]}`

describe('decodeMetricsJson', () => {
  it('reads a whole request of every kind', () => {
    expect(decode(TEXT)).toEqual({ signal: 'metrics', data: EVERY_KIND, repairedStrings: 0, base64Ids: 0, rejected: [], warnings: [] })
  })

  it('R41 takes snake case as well', () => {
    const snake = TEXT.replace(
      /"([a-z]+[A-Z][A-Za-z]*)":/g,
      (_, name: string) => `"${name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}":`,
    )
    expect(snake).toContain('"time_unix_nano"')
    expect(decode(snake).data).toEqual(EVERY_KIND)
  })

  it.each(['{"deep":[{"er":null}]}', '[1,"2",[3]]', 'null', '1e400'])('R42 passes over an unknown field that is %s', (unknown) => {
    expect(decode(TEXT.replaceAll('{"', `{"unknown":${unknown},"`)).data).toEqual(EVERY_KIND)
  })

  it.each([
    ['hex', '"EEE19B7EC3C1B174"', 'eee19b7ec3c1b174', 0],
    ['base64', '"7uGbfsPBsXQ="', 'eee19b7ec3c1b174', 0],
    ['another length', '"abcd"', 'abcd', 0],
    ['no hex', '"zz"', '', 1],
    ['null', 'null', '', 0],
  ])('R43 takes the id of an exemplar of %s', (...[, json, spanId, warnings]) => {
    const decoded = decode(request(`"gauge":{"dataPoints":[{"timeUnixNano":1,"asInt":0,"exemplars":[{"spanId":${json}}]}]}`))
    expect(decoded.data.resourceMetrics[0]?.scopeMetrics[0]?.metrics[0]?.data?.points[0]).toMatchObject({ exemplars: [{ spanId }] })
    expect(decoded.warnings).toHaveLength(warnings)
  })

  it.each([
    ['"5"', 5n],
    ['-5', -5n],
    ['"-9223372036854775808"', -(2n ** 63n)],
    ['9223372036854775807', 2n ** 63n - 1n],
    ['9007199254740993', 9007199254740993n],
    ['1e3', 1000n],
    ['"1000.0"', 1000n],
    ['{"low":-1,"high":-1,"unsigned":false}', -1n],
  ])('R44 R45 R46 R56 reads asInt %s exactly', (json, value) => {
    expect(point('sum', `"asInt":${json}`)).toMatchObject({ value })
    expect(point('gauge', `"asInt":0,"exemplars":[{"asInt":${json}}]`)).toMatchObject({ exemplars: [{ value }] })
  })

  it.each([
    ['"18446744073709551615"', 2n ** 64n - 1n],
    ['18446744073709551615', 2n ** 64n - 1n],
    ['9007199254740993', 9007199254740993n],
    ['1e3', 1000n],
  ])('R44 R45 R46 reads counts of %s exactly', (json, value) => {
    expect(point('histogram', `"count":${json},"bucketCounts":[${json}]`)).toMatchObject({ count: value, bucketCounts: [value] })
    expect(point('exponentialHistogram', `"count":${json},"zeroCount":${json},"positive":{"bucketCounts":[${json}]}`)).toMatchObject({
      count: value,
      zeroCount: value,
      positive: { bucketCounts: [value] },
    })
    expect(point('summary', `"count":${json}`)).toMatchObject({ count: value })
  })

  it.each([
    ['3', 3],
    ['"3.5e2"', 350],
    ['-0', -0],
    ['"NaN"', Number.NaN],
    ['"Infinity"', Number.POSITIVE_INFINITY],
    ['"-Infinity"', Number.NEGATIVE_INFINITY],
  ])('R47 reads doubles of %s', (json, value) => {
    expect(point('gauge', `"asDouble":${json}`)).toMatchObject({ value })
    expect(point('histogram', `"sum":${json},"min":${json},"max":${json}`)).toMatchObject({ sum: value, min: value, max: value })
    expect(point('histogram', `"bucketCounts":[0,0],"explicitBounds":[${json}]`)).toMatchObject({ explicitBounds: [value] })
    expect(point('exponentialHistogram', `"sum":${json},"zeroThreshold":${json}`)).toMatchObject({ sum: value, zeroThreshold: value })
    expect(point('summary', `"sum":${json},"quantileValues":[{"quantile":${json},"value":${json}}]`)).toMatchObject({
      sum: value,
      quantileValues: [{ quantile: value, value }],
    })
  })

  it.each([
    ['gauge', '"asInt":1e+21', 'asInt is out of the range of int64'],
    ['gauge', '"asInt":"9223372036854775808"', 'asInt is out of the range of int64'],
    ['gauge', '"asInt":1.5', 'asInt is not an integer'],
    ['gauge', '"asInt":true', 'asInt is not a number'],
    ['sum', '"asDouble":"x"', 'asDouble is not a number in the range of double'],
    ['sum', '"asDouble":1e400', 'asDouble is not a number in the range of double'],
    ['sum', '"asDouble":[]', 'asDouble is not a number'],
    ['gauge', '"asInt":0,"flags":4294967296', 'flags is out of the range of uint32'],
    ['gauge', '"asInt":0,"startTimeUnixNano":-1', 'startTimeUnixNano is out of the range of uint64'],
    ['gauge', '"asInt":0,"exemplars":[{"asInt":"x"}]', 'asInt is not an integer'],
    ['gauge', '"asInt":0,"exemplars":[{"traceId":7}]', 'traceId is not a string'],
    ['gauge', '"asInt":0,"attributes":[{"key":5}]', 'key is not a string'],
    ['histogram', '"count":-1', 'count is out of the range of uint64'],
    ['histogram', '"bucketCounts":["18446744073709551616"]', 'bucketCounts is out of the range of uint64'],
    ['histogram', '"bucketCounts":[{}]', 'bucketCounts is not a number'],
    ['histogram', '"bucketCounts":[0,0],"explicitBounds":[null]', 'explicitBounds is not a number'],
    ['histogram', '"min":"x"', 'min is not a number in the range of double'],
    ['exponentialHistogram', '"scale":2147483648', 'scale is out of the range of int32'],
    ['exponentialHistogram', '"negative":{"offset":-2147483649}', 'offset is out of the range of int32'],
    ['exponentialHistogram', '"zeroThreshold":{}', 'zeroThreshold is not a number'],
    ['summary', '"quantileValues":[{"quantile":"x"}]', 'quantile is not a number in the range of double'],
  ])('R46 rejects only the point of a %s with %s', (kind, members, reason) => {
    expect(reasonsFor(kind, members)).toEqual([`1 × ${reason}`])
  })

  it.each([
    ['"name":5,"sum":{"dataPoints":[{"timeUnixNano":1,"asInt":0},{}]}', 'name is not a string'],
    ['"sum":{"dataPoints":[{"timeUnixNano":1,"asInt":0},{}],"isMonotonic":"yes"}', 'isMonotonic is not a boolean'],
    ['"sum":{"aggregationTemporality":1.5,"dataPoints":[{"timeUnixNano":1,"asInt":0},{}]}', 'aggregationTemporality is not an integer'],
    ['"sum":{"dataPoints":[{"timeUnixNano":1,"asInt":0},{}]},"metadata":[{"key":1}]', 'key is not a string'],
  ])('R46 rejects all points of a metric with %s, and those of no other', (members, reason) => {
    const fine = '"gauge":{"dataPoints":[{"timeUnixNano":1,"asInt":0}]}'
    const decoded = decode(request(fine, members, fine))
    expect(decoded.data).toEqual(metrics(gauge(numberPoint()), gauge(numberPoint())))
    expect(decoded.rejected).toEqual([{ reason, count: 2 }])
  })

  it.each(Object.entries(otlp.lookupEnum('otlp.AggregationTemporality').values))(
    'R48 takes the name of an enum: %s',
    (name, temporality) => {
      expect(decodeMetric(`"histogram":{"aggregationTemporality":"${name}"}`)?.data).toMatchObject({ temporality })
    },
  )

  it('R48 takes other numbers as they are, and an unknown name as 0 with a warning', () => {
    expect(decodeMetric('"sum":{"aggregationTemporality":9}')?.data).toMatchObject({ temporality: 9 })
    expect(decode(request('"sum":{"aggregationTemporality":"DELTA"}')).warnings).toEqual([
      { reason: 'aggregationTemporality has an unknown name: taken as 0', count: 1 },
    ])
  })

  it('R50 takes null for the default, wherever it stands', () => {
    const nulls = (...names: readonly string[]) => names.map((name) => `"${name}":null`).join(',')
    const base = ['attributes', 'startTimeUnixNano', 'flags', 'exemplars']
    expect(point('gauge', `"asInt":0,${nulls('asDouble', ...base)}`)).toEqual(numberPoint())
    expect(point('histogram', nulls('count', 'sum', 'min', 'max', 'bucketCounts', 'explicitBounds', ...base))).toEqual(histogramPoint())
    expect(
      point(
        'exponentialHistogram',
        nulls('count', 'sum', 'min', 'max', 'scale', 'zeroCount', 'zeroThreshold', 'positive', 'negative', ...base),
      ),
    ).toEqual(exponentialPoint())
    expect(point('summary', nulls('count', 'sum', 'quantileValues'))).toEqual(summaryPoint())
    expect(point('summary', '"quantileValues":[null,{"quantile":null,"value":null}]')).toMatchObject({
      quantileValues: [
        { quantile: 0, value: 0 },
        { quantile: 0, value: 0 },
      ],
    })
    expect(decodeMetric('"sum":{"dataPoints":null,"aggregationTemporality":null,"isMonotonic":null}')?.data).toEqual({
      kind: 'sum',
      temporality: 0,
      isMonotonic: false,
      points: [],
    })
    expect(decodeMetric('"gauge":{"dataPoints":[{"timeUnixNano":1,"asInt":0}]},"sum":null,"name":null')).toEqual(gauge(numberPoint()))
    expect(decode('{"resourceMetrics":[null,{"scopeMetrics":[null,{"metrics":[null]}]}]}').rejected).toEqual([])
  })

  it('R47 R69 takes a double of null as none', () => {
    expect(reasonsFor('gauge', '"asDouble":null')).toEqual(['1 × a point has neither a value nor the flag of one without'])
    expect(point('gauge', '"asDouble":null,"flags":1')).toEqual(numberPoint({ value: undefined, flags: 1 }))
  })

  it.each([
    ['R69 a gauge at the time 0', 'gauge', '"timeUnixNano":0,"asInt":0', 'time_unix_nano of a point is 0'],
    ['R69 a summary at the time 0', 'summary', '"timeUnixNano":"0"', 'time_unix_nano of a point is 0'],
    ['R69 a sum without a value', 'sum', '"flags":2', 'a point has neither a value nor the flag of one without'],
    ['R70 two buckets and no bounds', 'histogram', '"bucketCounts":[0,0]', 'bucket_counts is not one longer than explicit_bounds'],
    ['R70 bounds without buckets', 'histogram', '"explicitBounds":[1]', 'bucket_counts is not one longer than explicit_bounds'],
    [
      'R70 an exponential bucket beyond 32 bits',
      'exponentialHistogram',
      '"positive":{"offset":2147483647,"bucketCounts":[0,0]}',
      'a bucket has an index beyond 32 bits',
    ],
  ])('rejects only the point that is %s', (...[, kind, members, reason]) => {
    expect(reasonsFor(kind, members)).toEqual([`1 × ${reason}`])
  })

  it.each([
    ['{"resourceMetrics":{}}', 'resourceMetrics: expected an array, found an object'],
    [request('"gauge":[]'), 'metrics[0].gauge: expected an object, found an array'],
    [request('"gauge":{"dataPoints":{}}'), 'metrics[0].gauge.dataPoints: expected an array, found an object'],
    [request('"histogram":{"dataPoints":[{"bucketCounts":"AAAA"}]}'), 'dataPoints[0].bucketCounts: expected an array, found a string'],
    [request('"histogram":{"dataPoints":[{"bucketCounts":{"length":800000000}}]}'), 'bucketCounts: expected an array, found an object'],
    [request('"exponentialHistogram":{"dataPoints":[{"positive":[]}]}'), 'positive: expected an object, found an array'],
    ['null', 'expected an object, found null'],
    ['{} x', 'text after the end'],
  ])('R52 R53 R54 refuses %s', (text, message) => {
    expect(messageOf(text)).toContain(message)
  })

  it('R53 takes the last of a repeated key, and rejects nothing of what it replaces', () => {
    const bad = '"gauge":{"dataPoints":[{}]}'
    const good = '"gauge":{"dataPoints":[{}],"dataPoints":[{"timeUnixNano":1,"asInt":0,"asInt":1,"asInt":0}]}'
    const decoded = decode(request(`${bad},"summary":{"dataPoints":[{}]},${good}`))
    expect(decoded.data).toEqual(metrics(gauge(numberPoint())))
    expect(decoded.rejected).toEqual([])
    expect(point('gauge', '"asInt":1,"asDouble":2')).toMatchObject({ value: 2 })
    expect(point('gauge', '"asDouble":2,"asInt":1')).toMatchObject({ value: 1n })
  })

  it('R53 R64 repairs lone surrogates', () => {
    const decoded = decode(request('"name":"a\\ud800","gauge":{}'))
    expect(decoded.data).toEqual(metrics({ ...gauge(), name: 'a\ufffd' }))
    expect(decoded.repairedStrings).toBe(1)
  })

  it('R55 rejects only the point whose attribute is nested deeper than 64 levels', () => {
    const deep = gauge(numberPoint({ attributes: attributes(['k', nested(65)]) }), numberPoint())
    expect(decode(writeMetricsJson(metrics(deep)))).toMatchObject({
      data: metrics(gauge(numberPoint())),
      rejected: [{ reason: 'a value is nested deeper than 64 levels', count: 1 }],
    })
  })

  it('R62 refuses every truncation', () => {
    for (let end = 0; end < TEXT.length; end++) expect(messageOf(TEXT.slice(0, end)), `${end} characters`).not.toBe('no error')
  })

  it('R11 counts the points of a scope with an invalid value', () => {
    const points = '{"sum":{"dataPoints":[{"timeUnixNano":1,"asInt":0},{"timeUnixNano":1,"asInt":0}]}}'
    const decoded = decode(`{"resourceMetrics":[{"scopeMetrics":[{"scope":{"name":1},"metrics":[${points},${points}]}]}]}`)
    expect(decoded.rejected).toEqual([{ reason: 'name is not a string', count: 4 }])
  })

  it('treats keys of Object.prototype as any other', () => {
    expect(decodeMetric('"__proto__":{"name":"x"},"constructor":1,"toString":{},"gauge":{"__proto__":{"dataPoints":[{}]}}')).toEqual(
      gauge(),
    )
  })
})

describe('writeMetricsJson', () => {
  it('leaves out defaults, but for names, times and counts', () => {
    expect(writeMetricsJson(metrics(gauge(numberPoint())))).toBe(
      '{"resourceMetrics":[{"resource":{},"scopeMetrics":[{"scope":{},"metrics":[{"name":"","gauge":{"dataPoints":[{"timeUnixNano":"1","asInt":"0"}]}}]}]}]}',
    )
  })

  it.each([
    [
      metric({ kind: 'sum', temporality: 2, isMonotonic: true, points: [] }),
      '{"name":"","sum":{"aggregationTemporality":2,"isMonotonic":true}}',
    ],
    [gauge(numberPoint({ value: Number.NaN })), '{"name":"","gauge":{"dataPoints":[{"timeUnixNano":"1","asDouble":"NaN"}]}}'],
    [
      metric({ kind: 'histogram', temporality: 0, points: [histogramPoint({ sum: 0, bucketCounts: [2n ** 64n - 1n] })] }),
      '{"name":"","histogram":{"dataPoints":[{"timeUnixNano":"1","count":"0","sum":0,"bucketCounts":["18446744073709551615"]}]}}',
    ],
    [
      metric({ kind: 'exponential_histogram', temporality: 0, points: [exponentialPoint({ positive: { offset: 0, bucketCounts: [] } })] }),
      '{"name":"","exponentialHistogram":{"dataPoints":[{"timeUnixNano":"1","count":"0","zeroCount":"0","positive":{}}]}}',
    ],
    [
      metric({ kind: 'summary', points: [summaryPoint()] }),
      '{"name":"","summary":{"dataPoints":[{"timeUnixNano":"1","count":"0","sum":0}]}}',
    ],
  ])('writes %#', (each, json) => {
    expect(metricToJson(each)).toBe(json)
  })
})
