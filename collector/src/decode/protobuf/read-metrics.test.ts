import { describe, expect, it } from 'vitest'
import { AppError } from '../../domain/app-error.ts'
import { type Metric, NO_RECORDED_VALUE } from '../../domain/metric.ts'
import { attributes, nested, resource, scope } from '../testing/make.ts'
import { exponentialPoint, gauge, histogramPoint, metric, metrics, numberPoint, summaryPoint } from '../testing/make-signals.ts'
import { field, field64, group, varint, varintField } from '../testing/wire.ts'
import { decodeMetrics } from './read-metrics.ts'
import { encodeMetricItem, encodeMetrics } from './write-metrics.ts'

/** A request of metrics, each given by its fields. */
function request(...some: readonly Uint8Array[]): Uint8Array {
  return field(1, field(2, ...some.map((content) => field(2, content))))
}

function decodeMetric(...fields: readonly Uint8Array[]): Metric | undefined {
  return decodeMetrics(request(Buffer.concat(fields))).data.resourceMetrics[0]?.scopeMetrics[0]?.metrics[0]
}

function double(number: number, value: number): Uint8Array {
  const bytes = Buffer.alloc(8)
  bytes.writeDoubleLE(value)
  return field64(number, bytes.readBigUInt64LE())
}

function packed64(...values: readonly bigint[]): Buffer {
  return Buffer.concat(values.map((value) => field64(1, value).subarray(1)))
}

const time = field64(3, 1n)
const asInt = field64(6, 5n)
const number = (...fields: readonly Uint8Array[]) => decodeMetric(field(5, field(1, time, ...fields)))?.data?.points[0]
const histogram = (...fields: readonly Uint8Array[]) => decodeMetric(field(9, field(1, time, ...fields)))?.data?.points[0]
const exponential = (...fields: readonly Uint8Array[]) => decodeMetric(field(10, field(1, time, ...fields)))?.data?.points[0]

const FULL = metrics(
  gauge(
    numberPoint({
      value: 1.5,
      exemplars: [{ timeNs: 3n, value: 2n, spanId: 'eee19b7ec3c1b174', traceId: 'abcd', filteredAttributes: attributes(['k', 'v']) }],
    }),
  ),
  metric({ kind: 'sum', temporality: 2, isMonotonic: true, points: [numberPoint({ attributes: attributes(['k', 1n]), startNs: 1n })] }),
  metric({
    kind: 'histogram',
    temporality: 1,
    points: [histogramPoint({ count: 3n, sum: 1, bucketCounts: [1n, 2n], explicitBounds: [0.5] })],
  }),
  metric({
    kind: 'exponential_histogram',
    temporality: 1,
    points: [exponentialPoint({ count: 3n, scale: -2, zeroCount: 1n, positive: { offset: -3, bucketCounts: [2n] } })],
  }),
  metric(
    { kind: 'summary', points: [summaryPoint({ sum: 2, quantileValues: [{ quantile: 0.5, value: 1 }] })] },
    { name: 'last', unit: 'ms' },
  ),
)

describe('decodeMetrics', () => {
  it('reads what was written of every kind', () => {
    expect(decodeMetrics(encodeMetrics(FULL))).toEqual({
      signal: 'metrics',
      data: FULL,
      repairedStrings: 0,
      base64Ids: 0,
      rejected: [],
      warnings: [],
    })
  })

  it.each([
    ['no bytes', new Uint8Array()],
    ['a resource without metrics', field(1, field(1, field(1, field(1, 'service.name'))))],
    ['a scope without metrics', field(1, field(2, field(1, field(1, 'lib'))))],
    ['a gauge without points', request(field(5))],
  ])('R13 accepts an empty request: %s', (_name, bytes) => {
    expect(decodeMetrics(bytes)).toMatchObject({ rejected: [], warnings: [] })
  })

  it('R58 takes fields in any order', () => {
    const point = field(1, field(7, field(2, varintField(3, 1)), field(1, 'k')), varintField(8, 2), asInt, time, field64(2, 9n))
    const bytes = field(
      1,
      field(2, field(2, field(7, varintField(3, 1), point, varintField(2, 1)), field(1, 'late')), field(1, field(1, 'lib'))),
    )
    expect(decodeMetrics(bytes).data.resourceMetrics[0]?.scopeMetrics[0]).toEqual({
      scope: scope({ name: 'lib' }),
      metrics: [
        metric(
          {
            kind: 'sum',
            temporality: 1,
            isMonotonic: true,
            points: [numberPoint({ startNs: 9n, value: 5n, flags: 2, attributes: attributes(['k', 1n]) })],
          },
          { name: 'late' },
        ),
      ],
    })
  })

  it('R59 merges data of one kind that come twice: points are joined, scalars are the last ones', () => {
    const sum = (temporality: number, value: bigint) => field(7, field(1, time, field64(6, value)), varintField(2, temporality))
    expect(decodeMetric(sum(1, 5n), field(1, 'name'), sum(2, 6n))?.data).toEqual({
      kind: 'sum',
      temporality: 2,
      isMonotonic: false,
      points: [numberPoint({ value: 5n }), numberPoint({ value: 6n })],
    })
  })

  it('R59 takes the last kind of data, and rejects nothing of the others', () => {
    const bad = field(5, field(1, asInt))
    const summary = field(11, field(1, time))
    const decoded = decodeMetrics(request(Buffer.concat([bad, field(5, field(1, time, asInt)), summary])))
    expect(decoded.data).toEqual(metrics(metric({ kind: 'summary', points: [summaryPoint()] })))
    expect(decoded.rejected).toEqual([])
    expect(decodeMetric(summary, field(5, field(1, time, asInt)), summary)?.data?.points).toHaveLength(1)
  })

  it('R59 takes the last member of the value, and merges buckets that come twice', () => {
    expect(number(double(4, 1.5), asInt)).toMatchObject({ value: 5n })
    expect(number(asInt, double(4, 1.5))).toMatchObject({ value: 1.5 })
    const positive = (...fields: readonly Uint8Array[]) => field(8, ...fields)
    expect(exponential(positive(varintField(1, 3), varintField(2, 7)), positive(varintField(2, 8)))).toMatchObject({
      positive: { offset: -2, bucketCounts: [7n, 8n] },
      negative: undefined,
    })
  })

  it.each([
    ['packed', [field(6, packed64(1n, 2n, 2n ** 64n - 1n)), field(7, packed64(0n, 1n))]],
    ['each with its tag', [field64(6, 1n), field64(6, 2n), field64(6, 2n ** 64n - 1n), field64(7, 0n), field64(7, 1n)]],
    ['mixed', [field64(6, 1n), field(7, packed64(0n)), field(6, packed64(2n)), field(6), field64(6, 2n ** 64n - 1n), field64(7, 1n)]],
  ])('R60 reads bucket_counts and explicit_bounds that are %s', (_name, fields) => {
    expect(histogram(...fields)).toMatchObject({ bucketCounts: [1n, 2n, 2n ** 64n - 1n], explicitBounds: [0, 5e-324] })
  })

  it.each([
    ['packed', [field(2, Uint8Array.from([...varint(1), ...varint(300), ...varint(2n ** 64n - 1n)]))]],
    ['each with its tag', [varintField(2, 1), varintField(2, 300), varintField(2, 2n ** 64n - 1n)]],
    ['mixed', [varintField(2, 1), field(2, Uint8Array.from(varint(300, 3))), field(2), varintField(2, 2n ** 64n - 1n)]],
  ])('R60 reads bucket_counts of an exponential histogram that are %s', (_name, fields) => {
    expect(exponential(field(9, ...fields))).toMatchObject({ negative: { offset: 0, bucketCounts: [1n, 300n, 2n ** 64n - 1n] } })
  })

  it.each([
    ['a varint', varintField(99, 1)],
    ['a group', group(99, field(2, 'x'))],
    ['the reserved field 1', field(1, 'x')],
    ['a time as a varint', varintField(3, 9)],
    ['a value as a varint', varintField(6, 9)],
    ['flags as a fixed64', field64(8, 1n)],
    ['attributes as a number', varintField(7, 1)],
  ])('R61 passes over %s in a point', (_name, unknown) => {
    expect(number(unknown, asInt, unknown)).toEqual(numberPoint({ value: 5n }))
  })

  it('R61 passes over unknown fields of every message', () => {
    const x = group(200, varintField(1, 1))
    const exemplar = field(8, x, field64(2, 1n))
    const bytes = field(
      1,
      x,
      field(
        2,
        x,
        field(2, x, field(9, x, field(1, x, time, exemplar)), field(4, 'reserved')),
        field(2, x, field(10, x, field(1, time, field(8, x)))),
        field(2, field(11, x, field(1, x, time, field(6, x)))),
      ),
    )
    expect(decodeMetrics(bytes)).toMatchObject({
      data: {
        resourceMetrics: [
          {
            scopeMetrics: [
              {
                metrics: [
                  { data: { points: [{ exemplars: [{ timeNs: 1n }] }] } },
                  { data: { points: [{ positive: {} }] } },
                  { data: { points: [{ quantileValues: [{ quantile: 0, value: 0 }] }] } },
                ],
              },
            ],
          },
        ],
      },
      rejected: [],
    })
  })

  it('R61 warns of a metric whose data are of a kind that is not known', () => {
    expect(decodeMetrics(request(Buffer.concat([field(1, 'm'), field(13, field(1, time))]), field(5)))).toMatchObject({
      rejected: [],
      warnings: [{ reason: 'a metric has no data of a known kind: nothing of it is stored', count: 1 }],
    })
  })

  it('R62 refuses every truncation of a message', () => {
    const bytes = encodeMetrics(FULL)
    for (let end = 1; end < bytes.length; end++)
      expect(() => decodeMetrics(bytes.subarray(0, end)), `${end} bytes`).toThrow(/malformed protobuf/)
  })

  it.each([
    ['a block of bounds that ends within one', field(9, field(1, time, field(7, new Uint8Array(12)))), 'ends within one'],
    ['a block of counts that ends within one', field(9, field(1, time, field(6, new Uint8Array(7)))), 'ends within one'],
    [
      'a block of varints that ends within one',
      field(10, field(1, time, field(8, field(2, Uint8Array.from([1, 0x80]))))),
      'a number ends too early',
    ],
    [
      'a block of varints with one of 11 bytes',
      field(10, field(1, time, field(8, field(2, Uint8Array.from(varint(1, 10)))))),
      'more than 10 bytes',
    ],
    ['a block that is longer than its message', field(9, Buffer.concat([Uint8Array.from([0x0a, 4, 0x32, 100, 0, 0])])), 'beyond the end'],
  ])('R62 refuses %s', (_name, content, message) => {
    expect(() => decodeMetrics(request(content))).toThrow(AppError)
    expect(() => decodeMetrics(request(content))).toThrow(message)
  })

  it.each([
    [0n, 0],
    [1n, -1],
    [2n, 1],
    [2n ** 32n - 2n, 2 ** 31 - 1],
    [2n ** 32n - 1n, -(2 ** 31)],
  ])('R63 reads the zigzag %s as %s', (wire, value) => {
    expect(exponential(varintField(6, wire))).toMatchObject({ scale: value })
    expect(exponential(field(8, varintField(1, wire)))).toMatchObject({ positive: { offset: value } })
    const data = metrics(metric({ kind: 'exponential_histogram', temporality: 0, points: [exponentialPoint({ scale: value })] }))
    expect(decodeMetrics(encodeMetrics(data)).data).toEqual(data)
  })

  it('R63 reads sfixed64 signed, fixed64 and flags unsigned, and keeps unknown temporalities', () => {
    expect(number(field64(6, 2n ** 64n - 1n), varintField(8, 0xffffffff))).toMatchObject({ value: -1n, flags: 0xffffffff })
    expect(histogram(field64(4, 2n ** 64n - 1n))).toMatchObject({ count: 2n ** 64n - 1n })
    expect(decodeMetric(field(9, varintField(2, -3n)))?.data).toMatchObject({ temporality: -3 })
  })

  it('R64 repairs invalid UTF-8', () => {
    const decoded = decodeMetrics(request(Buffer.concat([field(1, Uint8Array.from([0x61, 0xff])), field(5)])))
    expect(decoded.data).toEqual(metrics({ ...gauge(), name: 'a\ufffd' }))
    expect(decoded.repairedStrings).toBe(1)
  })

  it('R65 R70 keeps apart what was not sent and 0', () => {
    expect(number(field64(6, 0n))).toMatchObject({ value: 0n })
    expect(number(field64(4, 0n))).toMatchObject({ value: 0 })
    expect(number(varintField(8, 1))).toMatchObject({ value: undefined })
    expect(histogram()).toMatchObject({ sum: undefined, min: undefined, max: undefined })
    expect(histogram(double(5, 0), double(11, 0), double(12, 0))).toMatchObject({ sum: 0, min: 0, max: 0 })
    expect(exponential()).toMatchObject({ sum: undefined, min: undefined, max: undefined, positive: undefined, negative: undefined })
    expect(exponential(double(5, 0), double(12, 0), double(13, 0), field(8), field(9))).toMatchObject({
      sum: 0,
      min: 0,
      max: 0,
      positive: { offset: 0, bucketCounts: [] },
      negative: { offset: 0, bucketCounts: [] },
    })
  })

  it('R67 takes an index into a profile as absent', () => {
    expect(number(asInt, field(7, varintField(3, 4), field(2, varintField(8, 3))))).toMatchObject({ attributes: attributes(['', null]) })
  })

  const good = field(1, time, asInt)

  it.each([
    ['R69 a gauge at the time 0', 5, field(1, asInt), 'time_unix_nano of a point is 0'],
    ['R69 a sum at the time 0', 7, field(1, asInt), 'time_unix_nano of a point is 0'],
    ['R69 a histogram at the time 0', 9, field(1), 'time_unix_nano of a point is 0'],
    ['R69 an exponential histogram at the time 0', 10, field(1), 'time_unix_nano of a point is 0'],
    ['R69 a summary at the time 0', 11, field(1), 'time_unix_nano of a point is 0'],
    ['R69 a gauge without a value', 5, field(1, time), 'a point has neither a value nor the flag of one without'],
    [
      'R69 a sum without a value but with other flags',
      7,
      field(1, time, varintField(8, 6)),
      'a point has neither a value nor the flag of one without',
    ],
    [
      'R70 as many buckets as bounds',
      9,
      field(1, time, field64(6, 1n), field64(7, 1n)),
      'bucket_counts is not one longer than explicit_bounds',
    ],
    [
      'R70 two buckets and no bounds',
      9,
      field(1, time, field64(6, 1n), field64(6, 1n)),
      'bucket_counts is not one longer than explicit_bounds',
    ],
    ['R70 bounds without buckets', 9, field(1, time, field64(7, 1n)), 'bucket_counts is not one longer than explicit_bounds'],
    [
      'R70 an exponential bucket beyond 32 bits',
      10,
      field(1, time, field(8, varintField(1, 2n ** 32n - 2n), varintField(2, 1), varintField(2, 1))),
      'a bucket has an index beyond 32 bits',
    ],
  ])('rejects only the point that is %s', (...[, kind, bad, reason]) => {
    const decoded = decodeMetrics(request(field(kind, good, bad, good, bad)))
    expect(decoded.rejected).toEqual([{ reason, count: 2 }])
    expect(decoded.data.resourceMetrics[0]?.scopeMetrics[0]?.metrics[0]?.data?.points).toHaveLength(2)
  })

  it.each([
    ['R69 a gauge without a value that says so', 5, field(1, time, varintField(8, NO_RECORDED_VALUE))],
    ['R69 a gauge with a value though it says that it has none', 5, field(1, time, asInt, varintField(8, NO_RECORDED_VALUE))],
    ['R70 a histogram of one bucket', 9, field(1, time, field64(4, 1n), field64(6, 1n))],
    ['R70 a histogram without buckets', 9, field(1, time, field64(4, 9n))],
    [
      'R70 the last exponential bucket of 32 bits',
      10,
      field(1, time, field64(4, 1n), field(8, varintField(1, 2n ** 32n - 2n), varintField(2, 1))),
    ],
    ['a summary of nothing', 11, field(1, time)],
  ])('takes %s', (_name, kind, point) => {
    expect(decodeMetrics(request(field(kind, point)))).toMatchObject({
      data: { resourceMetrics: [{ scopeMetrics: [{ metrics: [{ data: { points: [{ timeNs: 1n }] } }] }] }] },
      rejected: [],
      warnings: [],
    })
  })

  it.each([
    [
      'a histogram whose buckets do not add up',
      histogramPoint({ count: 4n, bucketCounts: [1n, 2n], explicitBounds: [1] }),
      'do not add up to its count',
    ],
    [
      'a histogram whose bounds fall',
      histogramPoint({ count: 3n, bucketCounts: [1n, 1n, 1n], explicitBounds: [2, 1] }),
      'bounds of a histogram do not increase',
    ],
    [
      'a histogram with a bound that is no number',
      histogramPoint({ count: 3n, bucketCounts: [1n, 1n, 1n], explicitBounds: [1, Number.NaN] }),
      'do not increase',
    ],
  ])('R70 keeps %s, with a warning', (_name, point, warning) => {
    const data = metrics(metric({ kind: 'histogram', temporality: 1, points: [point, histogramPoint()] }))
    const decoded = decodeMetrics(encodeMetrics(data))
    expect(decoded.data).toEqual(data)
    expect(decoded.warnings).toEqual([{ reason: expect.stringContaining(warning), count: 1 }])
  })

  it('R70 keeps an exponential histogram whose buckets do not add up, with a warning', () => {
    const point = exponentialPoint({
      count: 3n,
      zeroCount: 1n,
      positive: { offset: 0, bucketCounts: [1n] },
      negative: { offset: 0, bucketCounts: [1n] },
    })
    const points = [point, exponentialPoint({ ...point, count: 4n })]
    expect(decodeMetrics(encodeMetrics(metrics(metric({ kind: 'exponential_histogram', temporality: 1, points })))).warnings).toEqual([
      { reason: expect.stringContaining('do not add up to its count'), count: 1 },
    ])
  })

  it('R11 counts points, not metrics, and keeps their neighbours', () => {
    const decoded = decodeMetrics(request(field(5, good, field(1, asInt), field(1, time)), field(7, field(1, asInt)), field(11)))
    expect(decoded.rejected).toEqual([
      { reason: 'time_unix_nano of a point is 0', count: 2 },
      { reason: 'a point has neither a value nor the flag of one without', count: 1 },
    ])
    expect(decoded.data.resourceMetrics[0]?.scopeMetrics[0]?.metrics.map(({ data }) => data?.points.length)).toEqual([1, 0, 0])
  })

  it('rejects what is nested too deep and nothing else: a point, a metric, a scope, a resource', () => {
    const deep = attributes(['k', nested(65)])
    const fine = gauge(numberPoint(), numberPoint())
    const group_ = (some: readonly Metric[], inner = scope(), outer = resource()) => ({
      resource: outer,
      scopeMetrics: [{ scope: inner, metrics: some }],
    })
    const exemplar = { timeNs: 1n, value: 1, spanId: '', traceId: '', filteredAttributes: deep }
    const decoded = decodeMetrics(
      encodeMetrics({
        resourceMetrics: [
          group_([fine, gauge(numberPoint({ attributes: deep }), numberPoint()), gauge(numberPoint({ exemplars: [exemplar] }))]),
          group_([{ ...fine, metadata: deep }, fine]),
          group_([fine], scope({ attributes: deep })),
          group_([fine], scope(), resource({ attributes: deep })),
        ],
      }),
    )
    expect(decoded.rejected).toEqual([{ reason: 'a value is nested deeper than 64 levels', count: 8 }])
    expect(decoded.data.resourceMetrics).toEqual([
      group_([fine, gauge(numberPoint()), gauge()]),
      group_([fine]),
      {
        resource: resource(),
        scopeMetrics: [
          { scope: scope({ attributes: decoded.data.resourceMetrics[2]?.scopeMetrics[0]?.scope.attributes ?? [] }), metrics: [] },
        ],
      },
      { resource: decoded.data.resourceMetrics[3]?.resource, scopeMetrics: [] },
    ])
  })

  it('keeps exemplars whatever their ids', () => {
    expect(number(asInt, field(5, field(4, 'abc'), field(5)))).toMatchObject({
      exemplars: [{ spanId: '616263', traceId: '', value: undefined, timeNs: 0n }],
    })
  })
})

describe('encodeMetricItem', () => {
  it('is a request of that metric', () => {
    const item = { metric: gauge(numberPoint()), resource: resource({ schemaUrl: 'u' }), scope: scope({ name: 'lib' }) }
    expect(decodeMetrics(encodeMetricItem(item)).data).toEqual({
      resourceMetrics: [{ resource: item.resource, scopeMetrics: [{ scope: item.scope, metrics: [item.metric] }] }],
    })
  })

  it('tells values and kinds apart', () => {
    const bytes = (each: Metric) => Buffer.from(encodeMetricItem({ metric: each, resource: resource(), scope: scope() })).toString('hex')
    const points = [undefined, 0n, 0, -0, 1n, 1].map((value) => numberPoint({ value }))
    const some = [
      ...points.map((point) => gauge(point)),
      metric(undefined),
      gauge(),
      metric({ kind: 'sum', temporality: 0, isMonotonic: false, points: [numberPoint()] }),
      metric({ kind: 'histogram', temporality: 0, points: [histogramPoint()] }),
      metric({ kind: 'histogram', temporality: 0, points: [histogramPoint({ sum: 0 })] }),
      metric({ kind: 'exponential_histogram', temporality: 0, points: [exponentialPoint()] }),
      metric({ kind: 'exponential_histogram', temporality: 0, points: [exponentialPoint({ positive: { offset: 0, bucketCounts: [] } })] }),
      metric({ kind: 'summary', points: [summaryPoint()] }),
    ]
    expect(new Set(some.map(bytes)).size).toBe(some.length)
  })
})
