import {
  type Buckets,
  type ExponentialHistogramPoint,
  type HistogramPoint,
  type Metric,
  NO_RECORDED_VALUE,
  type NumberPoint,
  type PointBase,
  type SummaryPoint,
} from '../domain/metric.ts'
import type { MetricDataDraft, MetricReading } from './metric-drafts.ts'
import { count, type Tally } from './tally.ts'

/** Readers of points in one encoding. */
export interface PointSource<Reader> {
  number(reader: Reader): NumberPoint
  histogram(reader: Reader): HistogramPoint
  exponential(reader: Reader): ExponentialHistogramPoint
  summary(reader: Reader): SummaryPoint
  /** What is wrong with the point that was read last, besides what can be seen of it. */
  takeProblem(reader: Reader): string | undefined
}

/** Reads the point that comes next, of the kind that the data of the metric has. It is added to them, or to the refused ones. */
export function addPoint<Reader>(source: PointSource<Reader>, reader: Reader, { metric: { data }, refused }: MetricReading): void {
  if (!data) return
  const problem = pointInto(source, reader, data)
  if (problem !== undefined) refused.push(problem)
}

function pointInto<Reader>(source: PointSource<Reader>, reader: Reader, data: MetricDataDraft): string | undefined {
  if (data.kind === 'histogram') {
    const point = source.histogram(reader)
    return keep(data.points, point, source.takeProblem(reader) ?? histogramProblem(point))
  }
  if (data.kind === 'exponential_histogram') {
    const point = source.exponential(reader)
    return keep(data.points, point, source.takeProblem(reader) ?? exponentialProblem(point))
  }
  if (data.kind === 'summary') {
    const point = source.summary(reader)
    return keep(data.points, point, source.takeProblem(reader) ?? timeProblem(point))
  }
  const point = source.number(reader)
  return keep(data.points, point, source.takeProblem(reader) ?? numberProblem(point))
}

function keep<Point>(points: Point[], point: Point, problem: string | undefined): string | undefined {
  if (problem === undefined) points.push(point)
  return problem
}

/** Why a point may not be stored, `undefined` when it may. OTLP wants points without a time to be refused. */
function timeProblem({ timeNs }: PointBase): string | undefined {
  return timeNs === 0n ? 'time_unix_nano of a point is 0' : undefined
}

/** Points of gauges and sums have a value, or a flag that says that they have none. */
function numberProblem(point: NumberPoint): string | undefined {
  const hasValue = point.value !== undefined || (point.flags & NO_RECORDED_VALUE) !== 0
  return timeProblem(point) ?? (hasValue ? undefined : 'a point has neither a value nor the flag of one without')
}

/** In histograms n bounds make n + 1 buckets. */
function histogramProblem(point: HistogramPoint): string | undefined {
  const buckets = point.bucketCounts.length
  const bounds = point.explicitBounds.length
  const isEmpty = buckets === 0 && bounds === 0
  return timeProblem(point) ?? (isEmpty || buckets === bounds + 1 ? undefined : 'bucket_counts is not one longer than explicit_bounds')
}

/** Every bucket of an exponential histogram has an index of 32 bits. */
function exponentialProblem(point: ExponentialHistogramPoint): string | undefined {
  const fits = hasIndexes(point.positive) && hasIndexes(point.negative)
  return timeProblem(point) ?? (fits ? undefined : 'a bucket has an index beyond 32 bits')
}

function hasIndexes(buckets: Buckets | undefined): boolean {
  return buckets === undefined || buckets.offset + buckets.bucketCounts.length <= 2 ** 31
}

/** Decides about one metric, whose valid points are in it: `undefined` when it may not be stored. Each point counts. */
export function acceptMetric(tally: Tally, { metric, problem, refused }: MetricReading): Metric | undefined {
  const points = metric.data?.points.length ?? 0
  tally.items += 1
  if (points > 0) tally.recognised += 1
  for (const reason of refused) count(tally.rejected, problem ?? reason)
  if (problem === undefined) warnOfMetric(tally, metric)
  else count(tally.rejected, problem, points)
  return problem === undefined ? metric : undefined
}

function warnOfMetric(tally: Tally, { data }: Metric): void {
  if (!data) count(tally.warnings, 'a metric has no data of a known kind: nothing of it is stored')
  else if (data.kind === 'histogram') for (const point of data.points) warnOfHistogram(tally, point)
  else if (data.kind === 'exponential_histogram') for (const point of data.points) warnOfExponential(tally, point)
}

const WRONG_COUNT = 'the buckets of a histogram do not add up to its count: kept as it is'

function warnOfHistogram(tally: Tally, { count: total, bucketCounts, explicitBounds }: HistogramPoint): void {
  if (bucketCounts.length > 0 && sum(bucketCounts) !== total) count(tally.warnings, WRONG_COUNT)
  if (!explicitBounds.every((bound, i) => i === 0 || bound > (explicitBounds[i - 1] ?? 0)))
    count(tally.warnings, 'the bounds of a histogram do not increase: kept as they are')
}

function warnOfExponential(tally: Tally, { count: total, zeroCount, positive, negative }: ExponentialHistogramPoint): void {
  if (zeroCount + sum(positive?.bucketCounts ?? []) + sum(negative?.bucketCounts ?? []) !== total) count(tally.warnings, WRONG_COUNT)
}

function sum(counts: readonly bigint[]): bigint {
  let total = 0n
  for (const each of counts) total += each
  return total
}
