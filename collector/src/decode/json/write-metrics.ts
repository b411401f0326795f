import { jsonString } from '../../domain/json-string.ts'
import type { Metric, MetricData, MetricsData } from '../../domain/metric.ts'
import { METRICS } from '../envelope.ts'
import { attributeList, list, member, number, object, text } from './write-common.ts'
import { envelopeToJson } from './write-envelope.ts'
import { exponentialPointToJson, histogramPointToJson, numberPointToJson, summaryPointToJson } from './write-point.ts'

/** MetricsData or ExportMetricsServiceRequest in OTLP/JSON, on one line. */
export function writeMetricsJson(data: MetricsData): string {
  return envelopeToJson(METRICS, data, metricToJson)
}

/** A metric with its points in OTLP/JSON. Defaults are left out, but for its name. */
export function metricToJson(metric: Metric): string {
  return object(
    `"name":${jsonString(metric.name)}`,
    text('description', metric.description),
    text('unit', metric.unit),
    metric.data ? dataMember(metric.data) : '',
    attributeList('metadata', metric.metadata),
  )
}

function dataMember(data: MetricData): string {
  if (data.kind === 'gauge') return member('gauge', object(list('dataPoints', data.points, numberPointToJson)))
  if (data.kind === 'sum') return member('sum', sumToJson(data))
  if (data.kind === 'summary') return member('summary', object(list('dataPoints', data.points, summaryPointToJson)))
  const temporality = number('aggregationTemporality', data.temporality)
  if (data.kind === 'histogram') return member('histogram', object(list('dataPoints', data.points, histogramPointToJson), temporality))
  return member('exponentialHistogram', object(list('dataPoints', data.points, exponentialPointToJson), temporality))
}

function sumToJson(data: Extract<MetricData, { readonly kind: 'sum' }>): string {
  return object(
    list('dataPoints', data.points, numberPointToJson),
    number('aggregationTemporality', data.temporality),
    data.isMonotonic ? '"isMonotonic":true' : '',
  )
}
