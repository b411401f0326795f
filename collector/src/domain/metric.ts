import type { Attributes, AttributeValue } from './attribute.ts'
import type { Resource, Scope } from './span.ts'

/** Bit 0 of a point's flags: it says that there is no value, and has none. */
export const NO_RECORDED_VALUE = 1

/** A value of a number point or an exemplar: an integer (signed 64-bit) or a double; `undefined` = not recorded. */
export type NumberValue = Extract<AttributeValue, bigint | number> | undefined

/** A measurement that stands for others in a point. */
export interface Exemplar {
  /** Unsigned 64-bit nanoseconds since 1970; 0 = unknown, as in points. */
  readonly timeNs: bigint
  readonly value: NumberValue
  /** Lower-case hex, `''` = none; what is no valid id is kept as it came, like the trace id. */
  readonly spanId: string
  readonly traceId: string
  readonly filteredAttributes: Attributes
}

/** What points of all kinds have. */
export interface PointBase {
  readonly attributes: Attributes
  readonly startNs: bigint
  readonly timeNs: bigint
  /** Unsigned 32-bit; bit 0 = no recorded value. */
  readonly flags: number
}

/** `NumberDataPoint`, of gauges and sums. */
export interface NumberPoint extends PointBase {
  readonly value: NumberValue
  readonly exemplars: readonly Exemplar[]
}

/** `HistogramDataPoint`. `undefined` = not sent, which differs from 0. */
export interface HistogramPoint extends PointBase {
  /** Unsigned 64-bit, like the counts of buckets. */
  readonly count: bigint
  readonly sum: number | undefined
  readonly min: number | undefined
  readonly max: number | undefined
  readonly bucketCounts: readonly bigint[]
  /** One fewer than the buckets, or none. */
  readonly explicitBounds: readonly number[]
  readonly exemplars: readonly Exemplar[]
}

/** One side of an exponential histogram. */
export interface Buckets {
  /** Signed 32-bit index of the first bucket. */
  readonly offset: number
  readonly bucketCounts: readonly bigint[]
}

/** `ExponentialHistogramDataPoint`. */
export interface ExponentialHistogramPoint extends PointBase {
  readonly count: bigint
  readonly sum: number | undefined
  readonly min: number | undefined
  readonly max: number | undefined
  /** Signed 32-bit: the base is 2^(2^-scale). */
  readonly scale: number
  readonly zeroCount: bigint
  readonly zeroThreshold: number
  readonly positive: Buckets | undefined
  readonly negative: Buckets | undefined
  readonly exemplars: readonly Exemplar[]
}

/** `SummaryDataPoint`. */
export interface SummaryPoint extends PointBase {
  readonly count: bigint
  readonly sum: number
  readonly quantileValues: readonly { readonly quantile: number; readonly value: number }[]
}

/** The points of a metric, by the kind of the metric. `temporality` is an open enum: 1 = delta, 2 = cumulative. */
export type MetricData =
  | { readonly kind: 'gauge'; readonly points: readonly NumberPoint[] }
  | { readonly kind: 'sum'; readonly temporality: number; readonly isMonotonic: boolean; readonly points: readonly NumberPoint[] }
  | { readonly kind: 'histogram'; readonly temporality: number; readonly points: readonly HistogramPoint[] }
  | { readonly kind: 'exponential_histogram'; readonly temporality: number; readonly points: readonly ExponentialHistogramPoint[] }
  | { readonly kind: 'summary'; readonly points: readonly SummaryPoint[] }

/** One metric of a request. Source: opentelemetry-proto `metrics/v1/metrics.proto`. */
export interface Metric {
  readonly name: string
  readonly description: string
  readonly unit: string
  readonly metadata: Attributes
  /** `undefined` = the metric has no data: nothing of it is stored. */
  readonly data: MetricData | undefined
}

/** Metrics of one scope. */
export interface ScopeMetrics {
  readonly scope: Scope
  readonly metrics: readonly Metric[]
}

/** Metrics of one resource. */
export interface ResourceMetrics {
  readonly resource: Resource
  readonly scopeMetrics: readonly ScopeMetrics[]
}

/** `MetricsData` and `ExportMetricsServiceRequest`, which have the same wire form. */
export interface MetricsData {
  readonly resourceMetrics: readonly ResourceMetrics[]
}

/** A metric, all its points of one request, together with the resource and the scope that it came under. */
export interface MetricItem {
  readonly metric: Metric
  readonly resource: Resource
  readonly scope: Scope
}

/** The metrics of a request, each with its resource and scope. */
export function* metricItems(data: MetricsData): Generator<MetricItem> {
  for (const { resource, scopeMetrics } of data.resourceMetrics)
    for (const { scope, metrics } of scopeMetrics) for (const metric of metrics) yield { metric, resource, scope }
}
