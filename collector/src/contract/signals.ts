import type { AnyValue, Attribute } from './span.ts'

/** A double, which JSON has not all of. */
export type Double = number | 'NaN' | 'Infinity' | '-Infinity'

export type LogSeverity = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal'

/** One log record. */
export interface Log {
  readonly id: number
  /** When it happened, else when it was seen, else when it was received. */
  readonly at: string | null
  readonly atNs: string
  readonly observedAt: string | null
  /** By the number; null = unspecified. */
  readonly severity: LogSeverity | null
  readonly severityNumber: number
  /** As sent. */
  readonly severityText: string | null
  /** Name of the event that the record is; null = it is none. */
  readonly event: string | null
  /** In the form of OTLP/JSON; null = it has none. */
  readonly body: AnyValue | null
  readonly attributes: readonly Attribute[]
  readonly droppedAttributesCount: number
  readonly flags: number
  readonly traceId: string | null
  readonly spanId: string | null
  /** The session of its trace, else the one whose key it names; null = none that is known. */
  readonly sessionId: number | null
  readonly service: string | null
  readonly scope: string
  readonly receivedAt: string | null
}

export type MetricKind = 'gauge' | 'sum' | 'histogram' | 'exponential_histogram' | 'summary'
/** Whether points count from the point before (`delta`) or from the start; null where the kind has neither or it is unspecified. */
export type MetricTemporality = 'delta' | 'cumulative' | null

/** What one metric is. Equal names of other services, units or kinds are metrics of their own. */
export interface Metric {
  readonly id: number
  readonly name: string
  readonly description: string
  readonly unit: string
  readonly kind: MetricKind
  readonly temporality: MetricTemporality
  /** null for what is no sum. */
  readonly isMonotonic: boolean | null
  readonly service: string | null
  readonly scope: string
  /** Sets of attributes that its points have. */
  readonly seriesCount: number
  /** Time of the latest point. */
  readonly lastAt: string | null
}

/** One side of an exponential histogram. */
export interface MetricBuckets {
  readonly offset: number
  readonly counts: readonly string[]
}

/** A measurement that stands for others in a point. */
export interface MetricExemplar {
  readonly at: string | null
  readonly value: AnyValue | null
  readonly traceId: string | null
  readonly spanId: string | null
  readonly attributes: readonly Attribute[]
}

/** One point of a metric. Counts are decimal strings: they may pass what a double holds. */
export interface MetricPoint {
  readonly id: number
  readonly metricId: number
  readonly name: string
  readonly unit: string
  readonly kind: MetricKind
  readonly temporality: MetricTemporality
  readonly isMonotonic: boolean | null
  readonly service: string | null
  /** The session whose key it names. */
  readonly sessionId: number | null
  readonly at: string | null
  readonly timeNs: string
  readonly startNs: string
  readonly attributes: readonly Attribute[]
  /** Of gauges and sums; null = not recorded. */
  readonly value: AnyValue | null
  /** Of the other kinds, like the rest. */
  readonly count: string | null
  readonly sum: Double | null
  readonly min: Double | null
  readonly max: Double | null
  readonly bounds: readonly Double[]
  readonly counts: readonly string[]
  readonly exponential: {
    readonly scale: number
    readonly zeroCount: string
    readonly zeroThreshold: Double
    readonly positive: MetricBuckets | null
    readonly negative: MetricBuckets | null
  } | null
  readonly quantiles: readonly { readonly quantile: Double; readonly value: Double }[]
  readonly exemplars: readonly MetricExemplar[]
  readonly flags: number
  /** Whether different values came for this moment; the one that counts does not depend on which came first. */
  readonly conflicted: boolean
  readonly receivedAt: string | null
}
