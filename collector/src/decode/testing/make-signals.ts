import type { LogRecord, LogsData } from '../../domain/log.ts'
import type {
  ExponentialHistogramPoint,
  HistogramPoint,
  Metric,
  MetricData,
  MetricsData,
  NumberPoint,
  SummaryPoint,
} from '../../domain/metric.ts'
import { resource, scope } from './make.ts'

/** A log record with defaults for what a test does not care about. */
export function log(fields: Partial<LogRecord> = {}): LogRecord {
  return {
    timeNs: 0n,
    observedNs: 0n,
    severityNumber: 0,
    severityText: '',
    body: undefined,
    attributes: [],
    droppedAttributesCount: 0,
    flags: 0,
    traceId: '',
    spanId: '',
    eventName: '',
    ...fields,
  }
}

/** A request with these log records under one resource and one scope. */
export function logs(...logRecords: readonly LogRecord[]): LogsData {
  return { resourceLogs: [{ resource: resource(), scopeLogs: [{ scope: scope(), logRecords }] }] }
}

const BASE = { attributes: [], startNs: 0n, timeNs: 1n, flags: 0 } as const
const COUNTED = { count: 0n, sum: undefined, min: undefined, max: undefined, exemplars: [] } as const

/** A valid point of a gauge or sum: 0 at the time 1. */
export function numberPoint(fields: Partial<NumberPoint> = {}): NumberPoint {
  return { ...BASE, value: 0n, exemplars: [], ...fields }
}

/** A valid point of a histogram without buckets. */
export function histogramPoint(fields: Partial<HistogramPoint> = {}): HistogramPoint {
  return { ...BASE, ...COUNTED, bucketCounts: [], explicitBounds: [], ...fields }
}

/** A valid point of an exponential histogram without buckets. */
export function exponentialPoint(fields: Partial<ExponentialHistogramPoint> = {}): ExponentialHistogramPoint {
  return { ...BASE, ...COUNTED, scale: 0, zeroCount: 0n, zeroThreshold: 0, positive: undefined, negative: undefined, ...fields }
}

/** A valid point of a summary without quantiles. */
export function summaryPoint(fields: Partial<SummaryPoint> = {}): SummaryPoint {
  return { ...BASE, count: 0n, sum: 0, quantileValues: [], ...fields }
}

/** A metric with such data. */
export function metric(data: MetricData | undefined, fields: Partial<Metric> = {}): Metric {
  return { name: '', description: '', unit: '', metadata: [], data, ...fields }
}

/** A gauge of these points. */
export function gauge(...points: readonly NumberPoint[]): Metric {
  return metric({ kind: 'gauge', points })
}

/** A request with these metrics under one resource and one scope. */
export function metrics(...some: readonly Metric[]): MetricsData {
  return { resourceMetrics: [{ resource: resource(), scopeMetrics: [{ scope: scope(), metrics: some }] }] }
}
