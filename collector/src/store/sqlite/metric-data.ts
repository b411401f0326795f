/** Points of metrics of any kind, told apart by their fields. */
import type { ExponentialHistogramPoint, HistogramPoint, MetricData, MetricItem, NumberPoint, SummaryPoint } from '../../domain/metric.ts'

/** A point of any kind. */
export type MetricPoint = NumberPoint | HistogramPoint | ExponentialHistogramPoint | SummaryPoint

/** What a metric says of all its points. */
export interface MetricShape {
  readonly kind: MetricData['kind']
  readonly temporality?: number | undefined
  readonly isMonotonic?: boolean | undefined
}

/** Whether a point is of a gauge or a sum. */
export function isNumberPoint(point: MetricPoint): point is NumberPoint {
  return 'value' in point
}

/** Whether a point is of a histogram with bounds. */
function isHistogramPoint(point: MetricPoint): point is HistogramPoint {
  return 'explicitBounds' in point
}

/** Whether a point is of an exponential histogram. */
export function isExponentialPoint(point: MetricPoint): point is ExponentialHistogramPoint {
  return 'scale' in point
}

/** Whether a point is of a summary. */
export function isSummaryPoint(point: MetricPoint): point is SummaryPoint {
  return 'quantileValues' in point
}

/** The data of a metric that has these points, which are of its kind. */
export function dataWith({ kind, temporality = 0, isMonotonic = false }: MetricShape, points: readonly MetricPoint[]): MetricData {
  switch (kind) {
    case 'gauge':
      return { kind, points: points.filter(isNumberPoint) }
    case 'sum':
      return { kind, temporality, isMonotonic, points: points.filter(isNumberPoint) }
    case 'histogram':
      return { kind, temporality, points: points.filter(isHistogramPoint) }
    case 'exponential_histogram':
      return { kind, temporality, points: points.filter(isExponentialPoint) }
    case 'summary':
      return { kind, points: points.filter(isSummaryPoint) }
  }
}

/** The metric with this one point of its own, or of another copy of it. */
export function withPoint({ metric, resource, scope }: MetricItem, shape: MetricShape, point: MetricPoint): MetricItem {
  return { metric: { ...metric, data: dataWith(shape, [point]) }, resource, scope }
}

/** A point whose attributes are in order: a set of attributes is the same one however it is written. */
export function withSortedAttributes<P extends MetricPoint>(point: P): P {
  const attributes = point.attributes.toSorted((a, b) => (a.key < b.key ? -1 : Number(a.key > b.key)))
  return { ...point, attributes }
}
