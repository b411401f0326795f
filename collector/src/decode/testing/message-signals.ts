import type { LogRecord, LogsData } from '../../domain/log.ts'
import type {
  Buckets,
  Exemplar,
  ExponentialHistogramPoint,
  HistogramPoint,
  Metric,
  MetricData,
  MetricsData,
  NumberPoint,
  NumberValue,
  PointBase,
  SummaryPoint,
} from '../../domain/metric.ts'
import { id, keyValueMessage, long, resourceMessage, scopeMessage, set, valueMessage } from './message.ts'

/** As `tracesMessage`, for log records. */
export function logsMessage(data: LogsData): object {
  return {
    resourceLogs: data.resourceLogs.map(({ resource, scopeLogs }) => ({
      resource: resourceMessage(resource),
      scopeLogs: scopeLogs.map(({ scope, logRecords }) => ({
        scope: scopeMessage(scope),
        logRecords: logRecords.map(logMessage),
        ...set({ schemaUrl: scope.schemaUrl }),
      })),
      ...set({ schemaUrl: resource.schemaUrl }),
    })),
  }
}

function logMessage({ timeNs, observedNs, traceId, spanId, body, attributes, ...rest }: LogRecord): object {
  return {
    ...set({ ...rest, timeUnixNano: long(timeNs), observedTimeUnixNano: long(observedNs), traceId: id(traceId), spanId: id(spanId) }),
    ...(body === undefined ? {} : { body: valueMessage(body) }),
    attributes: attributes.map(keyValueMessage),
  }
}

/** As `tracesMessage`, for metrics. */
export function metricsMessage(data: MetricsData): object {
  return {
    resourceMetrics: data.resourceMetrics.map(({ resource, scopeMetrics }) => ({
      resource: resourceMessage(resource),
      scopeMetrics: scopeMetrics.map(({ scope, metrics }) => ({
        scope: scopeMessage(scope),
        metrics: metrics.map(metricMessage),
        ...set({ schemaUrl: scope.schemaUrl }),
      })),
      ...set({ schemaUrl: resource.schemaUrl }),
    })),
  }
}

function metricMessage({ metadata, data, ...rest }: Metric): object {
  return { ...set({ ...rest }), metadata: metadata.map(keyValueMessage), ...(data ? dataMessage(data) : {}) }
}

function dataMessage(data: MetricData): object {
  if (data.kind === 'gauge') return { gauge: { dataPoints: data.points.map(numberMessage) } }
  if (data.kind === 'summary') return { summary: { dataPoints: data.points.map(summaryMessage) } }
  const rest = set({ aggregationTemporality: data.temporality, ...('isMonotonic' in data && { isMonotonic: data.isMonotonic }) })
  if (data.kind === 'sum') return { sum: { dataPoints: data.points.map(numberMessage), ...rest } }
  if (data.kind === 'histogram') return { histogram: { dataPoints: data.points.map(histogramMessage), ...rest } }
  return { exponentialHistogram: { dataPoints: data.points.map(exponentialMessage), ...rest } }
}

function baseMessage({ attributes, startNs, timeNs, flags }: PointBase): object {
  return {
    ...set({ startTimeUnixNano: long(startNs), timeUnixNano: long(timeNs), flags }),
    attributes: attributes.map(keyValueMessage),
  }
}

function numberMessage(point: NumberPoint): object {
  return { ...baseMessage(point), ...numberValue(point.value), exemplars: point.exemplars.map(exemplarMessage) }
}

function numberValue(value: NumberValue): object {
  if (value === undefined) return {}
  return typeof value === 'bigint' ? { asInt: long(value) } : { asDouble: value }
}

function exemplarMessage({ timeNs, value, spanId, traceId, filteredAttributes }: Exemplar): object {
  return {
    ...set({ timeUnixNano: long(timeNs), spanId: id(spanId), traceId: id(traceId) }),
    ...numberValue(value),
    filteredAttributes: filteredAttributes.map(keyValueMessage),
  }
}

function extremes({ sum, min, max }: HistogramPoint | ExponentialHistogramPoint): object {
  return Object.fromEntries(Object.entries({ sum, min, max }).filter(([, value]) => value !== undefined))
}

function histogramMessage(point: HistogramPoint): object {
  return {
    ...baseMessage(point),
    ...set({ count: long(point.count) }),
    ...extremes(point),
    bucketCounts: point.bucketCounts.map(long),
    explicitBounds: point.explicitBounds,
    exemplars: point.exemplars.map(exemplarMessage),
  }
}

function exponentialMessage(point: ExponentialHistogramPoint): object {
  const { count, zeroCount, scale, zeroThreshold, positive, negative } = point
  return {
    ...baseMessage(point),
    ...set({ count: long(count), zeroCount: long(zeroCount), scale, zeroThreshold }),
    ...extremes(point),
    ...(positive && { positive: bucketsMessage(positive) }),
    ...(negative && { negative: bucketsMessage(negative) }),
    exemplars: point.exemplars.map(exemplarMessage),
  }
}

function bucketsMessage({ offset, bucketCounts }: Buckets): object {
  return { ...set({ offset }), bucketCounts: bucketCounts.map(long) }
}

function summaryMessage(point: SummaryPoint): object {
  return {
    ...baseMessage(point),
    ...set({ count: long(point.count), sum: point.sum }),
    quantileValues: point.quantileValues.map((item) => set({ ...item })),
  }
}
