import type { KeyValue } from '../domain/attribute.ts'
import type {
  Buckets,
  Exemplar,
  ExponentialHistogramPoint,
  HistogramPoint,
  Metric,
  MetricData,
  NumberPoint,
  SummaryPoint,
} from '../domain/metric.ts'
import type { Mutable } from './drafts.ts'

/** The points of a metric while they are read: of one kind at a time. */
export type MetricDataDraft = DraftOf<MetricData>
type DraftOf<Data> = Data extends { readonly points: readonly (infer Point)[] }
  ? Mutable<Omit<Data, 'points'>> & { points: Point[] }
  : never

/** A metric while it is read. */
export interface MetricDraft extends Mutable<Metric> {
  metadata: KeyValue[]
  data: MetricDataDraft | undefined
}

/** A point of a gauge or sum while it is read. */
export interface NumberPointDraft extends Mutable<NumberPoint> {
  attributes: KeyValue[]
  exemplars: Exemplar[]
}

/** A point of a histogram while it is read. */
export interface HistogramPointDraft extends Mutable<HistogramPoint> {
  attributes: KeyValue[]
  bucketCounts: bigint[]
  explicitBounds: number[]
  exemplars: Exemplar[]
}

/** One side of an exponential histogram while it is read. */
export interface BucketsDraft extends Mutable<Buckets> {
  bucketCounts: bigint[]
}

/** A point of an exponential histogram while it is read. */
export interface ExponentialHistogramPointDraft extends Mutable<ExponentialHistogramPoint> {
  attributes: KeyValue[]
  positive: BucketsDraft | undefined
  negative: BucketsDraft | undefined
  exemplars: Exemplar[]
}

/** A point of a summary while it is read. */
export interface SummaryPointDraft extends Mutable<SummaryPoint> {
  attributes: KeyValue[]
  quantileValues: Mutable<SummaryPoint['quantileValues'][number]>[]
}

/** An exemplar while it is read. */
export interface ExemplarDraft extends Mutable<Exemplar> {
  filteredAttributes: KeyValue[]
}

/** A metric that is being read, and what is wrong with it so far. */
export interface MetricReading {
  readonly metric: MetricDraft
  /** What is wrong with the metric as a whole. */
  problem: string | undefined
  /** Why points of its data are left out: a reason for each. */
  readonly refused: string[]
}

/** A metric without content, about to be read. */
export function startMetric(): MetricReading {
  return { metric: { name: '', description: '', unit: '', metadata: [], data: undefined }, problem: undefined, refused: [] }
}

/** Gives a metric data of a kind, without points yet. Of several kinds the last one wins: points of others go, as if never sent. */
export function startData(reading: MetricReading, kind: MetricData['kind']): MetricDataDraft {
  const data = emptyData(kind)
  reading.metric.data = data
  reading.refused.length = 0
  return data
}

function emptyData(kind: MetricData['kind']): MetricDataDraft {
  if (kind === 'gauge' || kind === 'summary') return { kind, points: [] }
  if (kind === 'sum') return { kind, temporality: 0, isMonotonic: false, points: [] }
  return { kind, temporality: 0, points: [] }
}

/** A point of a gauge or sum without content. */
export function emptyNumberPoint(): NumberPointDraft {
  return { attributes: [], startNs: 0n, timeNs: 0n, flags: 0, value: undefined, exemplars: [] }
}

/** A point of a histogram without content. */
export function emptyHistogramPoint(): HistogramPointDraft {
  return {
    attributes: [],
    startNs: 0n,
    timeNs: 0n,
    flags: 0,
    count: 0n,
    sum: undefined,
    min: undefined,
    max: undefined,
    bucketCounts: [],
    explicitBounds: [],
    exemplars: [],
  }
}

/** A point of an exponential histogram without content. */
export function emptyExponentialPoint(): ExponentialHistogramPointDraft {
  return {
    attributes: [],
    startNs: 0n,
    timeNs: 0n,
    flags: 0,
    count: 0n,
    sum: undefined,
    min: undefined,
    max: undefined,
    scale: 0,
    zeroCount: 0n,
    zeroThreshold: 0,
    positive: undefined,
    negative: undefined,
    exemplars: [],
  }
}

/** Buckets without content. */
export function emptyBuckets(): BucketsDraft {
  return { offset: 0, bucketCounts: [] }
}

/** A point of a summary without content. */
export function emptySummaryPoint(): SummaryPointDraft {
  return { attributes: [], startNs: 0n, timeNs: 0n, flags: 0, count: 0n, sum: 0, quantileValues: [] }
}

/** An exemplar without content. */
export function emptyExemplar(): ExemplarDraft {
  return { timeNs: 0n, value: undefined, spanId: '', traceId: '', filteredAttributes: [] }
}
