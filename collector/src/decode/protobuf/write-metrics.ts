import type { Metric, MetricData, MetricItem, MetricsData } from '../../domain/metric.ts'
import { METRICS } from '../envelope.ts'
import { beginMessage, endMessage, putBool, putInt32, putString, type WireWriter } from './wire-writer.ts'
import { putAttributes } from './write-common.ts'
import { encodeEnvelope } from './write-envelope.ts'
import { putExponentialPoint, putHistogramPoint, putNumberPoint, putSummaryPoint } from './write-point.ts'

/** MetricsData or ExportMetricsServiceRequest. The result is canonical: equal data gives equal bytes. */
export function encodeMetrics(data: MetricsData): Uint8Array {
  return encodeEnvelope(METRICS, data, putMetric)
}

/**
 * The canonical encoding of one metric with its resource and scope: a MetricsData that holds nothing else. With one point in the
 * metric it is the encoding of that point and of all that describes it.
 */
export function encodeMetricItem({ metric, resource, scope }: MetricItem): Uint8Array {
  return encodeMetrics({ resourceMetrics: [{ resource, scopeMetrics: [{ scope, metrics: [metric] }] }] })
}

/** Metric; the field numbers are with `readMetric`. */
function putMetric(writer: WireWriter, tag: number, metric: Metric): void {
  const begin = beginMessage(writer)
  putAttributes(writer, 0x62, metric.metadata)
  if (metric.data) putData(writer, metric.data)
  putString(writer, 0x1a, metric.unit)
  putString(writer, 0x12, metric.description)
  putString(writer, 0x0a, metric.name)
  endMessage(writer, tag, begin)
}

const DATA_TAGS: Readonly<Record<MetricData['kind'], number>> = {
  gauge: 0x2a,
  sum: 0x3a,
  histogram: 0x4a,
  exponential_histogram: 0x52,
  summary: 0x5a,
}

/** Gauge, Sum, Histogram, ExponentialHistogram, Summary: 1 data_points, 2 aggregation_temporality (enum), 3 is_monotonic (bool). */
function putData(writer: WireWriter, data: MetricData): void {
  const begin = beginMessage(writer)
  if (data.kind === 'sum') putBool(writer, 0x18, data.isMonotonic)
  if ('temporality' in data) putInt32(writer, 0x10, data.temporality)
  putPoints(writer, data)
  endMessage(writer, DATA_TAGS[data.kind], begin)
}

function putPoints(writer: WireWriter, data: MetricData): void {
  if (data.kind === 'histogram') for (const point of data.points.toReversed()) putHistogramPoint(writer, 0x0a, point)
  else if (data.kind === 'exponential_histogram') for (const point of data.points.toReversed()) putExponentialPoint(writer, 0x0a, point)
  else if (data.kind === 'summary') for (const point of data.points.toReversed()) putSummaryPoint(writer, 0x0a, point)
  else for (const point of data.points.toReversed()) putNumberPoint(writer, 0x0a, point)
}
