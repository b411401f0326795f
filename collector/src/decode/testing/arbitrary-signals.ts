import fc from 'fast-check'
import type { LogRecord, LogsData, ResourceLogs } from '../../domain/log.ts'
import {
  type Buckets,
  type Exemplar,
  type ExponentialHistogramPoint,
  type HistogramPoint,
  type Metric,
  type MetricData,
  type MetricsData,
  NO_RECORDED_VALUE,
  type NumberPoint,
  type ResourceMetrics,
  type SummaryPoint,
} from '../../domain/metric.ts'
import { anyValue, attributes, hex, int32, int64, record, resource, scope, text, timeNs, uint32 } from './arbitrary.ts'

const anyLog = record<LogRecord>({
  timeNs,
  observedNs: timeNs,
  severityNumber: int32,
  severityText: text,
  body: fc.oneof(fc.constant(undefined), anyValue),
  attributes,
  droppedAttributesCount: uint32,
  flags: uint32,
  traceId: fc.oneof(fc.constant(''), hex(16)),
  spanId: fc.oneof(fc.constant(''), hex(8)),
  eventName: text,
})

const scopeLogs = record({ scope, logRecords: fc.array(anyLog, { maxLength: 3 }) })
const resourceLogs = record<ResourceLogs>({ resource, scopeLogs: fc.array(scopeLogs, { maxLength: 2 }) })

/** Any request of log records. */
export const anyLogs: fc.Arbitrary<LogsData> = record<LogsData>({ resourceLogs: fc.array(resourceLogs, { maxLength: 2 }) })

const uint64 = fc.oneof(fc.bigInt({ min: 0n, max: 300n }), fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }))
const optionalDouble = fc.oneof(fc.constant(undefined), fc.double())
const numberValue = fc.oneof(int64, fc.double())

const exemplars = fc.array(
  record<Exemplar>({
    timeNs,
    value: fc.oneof(fc.constant(undefined), numberValue),
    spanId: fc.oneof(fc.constant(''), hex(8), hex(3)),
    traceId: fc.oneof(fc.constant(''), hex(16), hex(20)),
    filteredAttributes: attributes,
  }),
  { maxLength: 2 },
)

const base = { attributes, startNs: timeNs, timeNs: fc.bigInt({ min: 1n, max: 2n ** 64n - 1n }), flags: uint32 }

const numberPoint = fc.oneof(
  record<NumberPoint>({ ...base, value: numberValue, exemplars }),
  record<NumberPoint>({
    ...base,
    flags: uint32.map((flags) => (flags | NO_RECORDED_VALUE) >>> 0),
    value: fc.constant(undefined),
    exemplars,
  }),
)

const histogramPoint = record<HistogramPoint>({
  ...base,
  count: uint64,
  sum: optionalDouble,
  min: optionalDouble,
  max: optionalDouble,
  bucketCounts: fc.array(uint64, { maxLength: 5 }),
  explicitBounds: fc.constant([]),
  exemplars,
}).chain((point) =>
  fc
    .array(fc.double(), { minLength: Math.max(0, point.bucketCounts.length - 1), maxLength: Math.max(0, point.bucketCounts.length - 1) })
    .map((explicitBounds) => ({ ...point, explicitBounds })),
)

const buckets = fc.oneof(
  fc.constant(undefined),
  record<Buckets>({
    offset: fc.oneof(fc.integer({ min: -9, max: 9 }), fc.integer({ max: 2 ** 31 - 5 })),
    bucketCounts: fc.array(uint64, { maxLength: 5 }),
  }),
)

const exponentialPoint = record<ExponentialHistogramPoint>({
  ...base,
  count: uint64,
  sum: optionalDouble,
  min: optionalDouble,
  max: optionalDouble,
  scale: int32,
  zeroCount: uint64,
  zeroThreshold: fc.double(),
  positive: buckets,
  negative: buckets,
  exemplars,
})

const summaryPoint = record<SummaryPoint>({
  ...base,
  count: uint64,
  sum: fc.double(),
  quantileValues: fc.array(record({ quantile: fc.double(), value: fc.double() }), { maxLength: 3 }),
})

const points = <Point>(point: fc.Arbitrary<Point>): fc.Arbitrary<Point[]> => fc.array(point, { maxLength: 3 })

const metricData: fc.Arbitrary<MetricData> = fc.oneof(
  points(numberPoint).map((some) => ({ kind: 'gauge' as const, points: some })),
  fc.tuple(points(numberPoint), int32, fc.boolean()).map(([some, temporality, isMonotonic]) => ({
    kind: 'sum' as const,
    temporality,
    isMonotonic,
    points: some,
  })),
  fc.tuple(points(histogramPoint), int32).map(([some, temporality]) => ({ kind: 'histogram' as const, temporality, points: some })),
  fc.tuple(points(exponentialPoint), int32).map(([some, temporality]) => ({
    kind: 'exponential_histogram' as const,
    temporality,
    points: some,
  })),
  points(summaryPoint).map((some) => ({ kind: 'summary' as const, points: some })),
)

const anyMetric = record<Metric>({
  name: text,
  description: text,
  unit: text,
  metadata: attributes,
  data: fc.oneof({ weight: 9, arbitrary: metricData }, { weight: 1, arbitrary: fc.constant(undefined) }),
})

const scopeMetrics = record({ scope, metrics: fc.array(anyMetric, { maxLength: 3 }) })
const resourceMetrics = record<ResourceMetrics>({ resource, scopeMetrics: fc.array(scopeMetrics, { maxLength: 2 }) })

/** Any request of metrics whose points are all valid; counts of histograms need not be right. */
export const anyMetrics: fc.Arbitrary<MetricsData> = record<MetricsData>({ resourceMetrics: fc.array(resourceMetrics, { maxLength: 2 }) })
