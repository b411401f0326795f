import type { Metric, MetricData } from '../../domain/metric.ts'
import { acceptMetric, addPoint, type PointSource } from '../accept-metric.ts'
import type { DecodedOf } from '../decoded.ts'
import { METRICS } from '../envelope.ts'
import { type MetricReading, startData, startMetric } from '../metric-drafts.ts'
import { type FieldName, type JsonContext, nextField, openMessage, readList, takeProblem } from './context.ts'
import { readAttributes } from './read-common.ts'
import { decodeEnvelopeJson } from './read-envelope.ts'
import { readExponentialPoint, readHistogramPoint, readNumberPoint, readSummaryPoint } from './read-point.ts'
import { readBool, readEnum, readText } from './scalar.ts'

const TEMPORALITIES = ['UNSPECIFIED', 'DELTA', 'CUMULATIVE'].map((name) => `AGGREGATION_TEMPORALITY_${name}`)

const POINTS: PointSource<JsonContext> = {
  number: readNumberPoint,
  histogram: readHistogramPoint,
  exponential: readExponentialPoint,
  summary: readSummaryPoint,
  takeProblem,
}

/**
 * MetricsData and ExportMetricsServiceRequest in OTLP/JSON. Metrics whose points are all left out stay in it without points.
 * @throws AppError `invalid` when the bytes are no such message; the message names path and offset. `too_large` when they hold more
 * objects than a request may
 */
export function decodeMetricsJson(bytes: Uint8Array): DecodedOf<'metrics'> {
  return decodeEnvelopeJson(bytes, METRICS, readMetric)
}

/** Metric. Points that are not valid are left out; `undefined` when the whole metric is. */
function readMetric(context: JsonContext): Metric | undefined {
  const reading = startMetric()
  if (!openMessage(context)) return acceptMetric(context.tally, reading)
  const { metric } = reading
  for (let field = nextField(context); field; field = nextField(context)) {
    const kind = kindOf(field)
    if (kind !== undefined) readData(context, reading, kind)
    else if (field === 'name') metric.name = readText(context, field)
    else if (field === 'description') metric.description = readText(context, field)
    else if (field === 'unit') metric.unit = readText(context, field)
    else if (field === 'metadata') metric.metadata = readAttributes(context)
    reading.problem ??= takeProblem(context)
  }
  return acceptMetric(context.tally, reading)
}

function kindOf(field: FieldName): MetricData['kind'] | undefined {
  if (field === 'exponentialHistogram') return 'exponential_histogram'
  return field === 'gauge' || field === 'sum' || field === 'histogram' || field === 'summary' ? field : undefined
}

/** Gauge, Sum, Histogram, ExponentialHistogram, Summary: dataPoints, aggregationTemporality, isMonotonic. Null is no data. */
function readData(context: JsonContext, reading: MetricReading, kind: MetricData['kind']): void {
  if (!openMessage(context)) return
  const data = startData(reading, kind)
  for (let field = nextField(context); field; field = nextField(context)) {
    if (field === 'dataPoints') readPoints(context, reading)
    else if (field === 'aggregationTemporality' && 'temporality' in data) data.temporality = readEnum(context, field, TEMPORALITIES)
    else if (field === 'isMonotonic' && data.kind === 'sum') data.isMonotonic = readBool(context, field)
    reading.problem ??= takeProblem(context)
  }
}

/** The points of a metric; of a list that comes twice the last one wins. */
function readPoints(context: JsonContext, reading: MetricReading): void {
  reading.refused.length = 0
  if (reading.metric.data) reading.metric.data.points.length = 0
  readList(context, () => addPoint(POINTS, context, reading))
}
