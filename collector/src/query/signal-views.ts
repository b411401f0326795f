import type { Log, Metric, MetricBuckets, MetricExemplar, MetricPoint, MetricTemporality } from '../contract.ts'
import type { Buckets, Exemplar, MetricData, NumberValue } from '../domain/metric.ts'
import { severityWord } from '../domain/severity.ts'
import { serviceName } from '../domain/span.ts'
import type { StoredLog, StoredMetric, StoredMetricPoint } from '../domain/stored-signals.ts'
import { anyValue, attributesView, doubleView } from './span-view.ts'
import { iso, nsText } from './values.ts'

/** One log record. */
export function logView({ id, atNs, receivedNs, sessionId, item: { log, resource, scope } }: StoredLog): Log {
  return {
    id,
    at: iso(atNs),
    atNs: nsText(atNs),
    observedAt: iso(BigInt.asIntN(64, log.observedNs)),
    severity: severityWord(log.severityNumber),
    severityNumber: log.severityNumber,
    severityText: log.severityText || null,
    event: log.eventName || null,
    body: log.body === undefined ? null : anyValue(log.body),
    attributes: attributesView(log.attributes),
    droppedAttributesCount: log.droppedAttributesCount,
    flags: log.flags,
    traceId: log.traceId || null,
    spanId: log.spanId || null,
    sessionId: sessionId ?? null,
    service: serviceName(resource) || null,
    scope: scope.name,
    receivedAt: iso(receivedNs),
  }
}

/** What one metric is. */
export function metricView(metric: StoredMetric): Metric {
  return {
    id: metric.id,
    name: metric.name,
    description: metric.description,
    unit: metric.unit,
    kind: metric.kind,
    temporality: temporalityView(metric.temporality),
    isMonotonic: metric.isMonotonic === undefined ? null : metric.isMonotonic === 1,
    service: metric.service ?? null,
    scope: metric.scope,
    seriesCount: metric.seriesCount,
    lastAt: iso(metric.lastNs),
  }
}

function temporalityView(temporality: number | undefined): MetricTemporality {
  if (temporality === 1) return 'delta'
  return temporality === 2 ? 'cumulative' : null
}

const NOTHING_MEASURED = {
  value: null,
  count: null,
  sum: null,
  min: null,
  max: null,
  bounds: [],
  counts: [],
  exponential: null,
  quantiles: [],
  exemplars: [],
} as const

/** One point of a metric. */
export function metricPointView({ id, metricId, sessionId, isConflicted, receivedNs, item }: StoredMetricPoint): readonly MetricPoint[] {
  const { metric, resource } = item
  const { data } = metric
  return (data?.points ?? []).map((point, index) => ({
    id,
    metricId,
    name: metric.name,
    unit: metric.unit,
    kind: data?.kind ?? 'gauge',
    temporality: temporalityView(data && 'temporality' in data ? data.temporality : undefined),
    isMonotonic: data?.kind === 'sum' ? data.isMonotonic : null,
    service: serviceName(resource) || null,
    sessionId: sessionId ?? null,
    at: iso(BigInt.asIntN(64, point.timeNs)),
    timeNs: nsText(point.timeNs),
    startNs: nsText(point.startNs),
    attributes: attributesView(point.attributes),
    ...NOTHING_MEASURED,
    ...(data && measured(data, index)),
    flags: point.flags,
    conflicted: isConflicted,
    receivedAt: iso(receivedNs),
  }))
}

/** What the point of a metric says, by kind. */
function measured(data: MetricData, index: number): Partial<MetricPoint> {
  switch (data.kind) {
    case 'gauge':
    case 'sum': {
      const point = data.points[index]
      return point ? { value: numberView(point.value), exemplars: point.exemplars.map(exemplarView) } : {}
    }
    case 'histogram': {
      const point = data.points[index]
      if (!point) return {}
      const { count, explicitBounds, bucketCounts, exemplars, ...rest } = point
      return {
        count: String(count),
        ...extremes(rest),
        bounds: explicitBounds.map(doubleView),
        counts: bucketCounts.map(String),
        exemplars: exemplars.map(exemplarView),
      }
    }
    case 'exponential_histogram': {
      const point = data.points[index]
      if (!point) return {}
      const { count, scale, zeroCount, zeroThreshold, positive, negative, exemplars } = point
      const sides = { positive: bucketsView(positive), negative: bucketsView(negative) }
      return {
        count: String(count),
        ...extremes(point),
        exponential: { scale, zeroCount: String(zeroCount), zeroThreshold: doubleView(zeroThreshold), ...sides },
        exemplars: exemplars.map(exemplarView),
      }
    }
    case 'summary': {
      const point = data.points[index]
      if (!point) return {}
      const quantiles = point.quantileValues.map(({ quantile, value }) => ({ quantile: doubleView(quantile), value: doubleView(value) }))
      return { count: String(point.count), sum: doubleView(point.sum), quantiles }
    }
  }
}

interface Extremes {
  readonly sum: number | undefined
  readonly min: number | undefined
  readonly max: number | undefined
}

function extremes({ sum, min, max }: Extremes): Pick<MetricPoint, 'sum' | 'min' | 'max'> {
  const view = (value: number | undefined) => (value === undefined ? null : doubleView(value))
  return { sum: view(sum), min: view(min), max: view(max) }
}

function numberView(value: NumberValue): MetricPoint['value'] {
  return value === undefined ? null : anyValue(value)
}

function bucketsView(buckets: Buckets | undefined): MetricBuckets | null {
  return buckets ? { offset: buckets.offset, counts: buckets.bucketCounts.map(String) } : null
}

function exemplarView({ timeNs, value, traceId, spanId, filteredAttributes }: Exemplar): MetricExemplar {
  return {
    at: iso(BigInt.asIntN(64, timeNs)),
    value: numberView(value),
    traceId: traceId || null,
    spanId: spanId || null,
    attributes: attributesView(filteredAttributes),
  }
}
