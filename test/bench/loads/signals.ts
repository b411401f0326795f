import { encodeLogs } from '../../../collector/src/decode/protobuf/write-logs.ts'
import { encodeMetrics } from '../../../collector/src/decode/protobuf/write-metrics.ts'
import type { Attributes } from '../../../collector/src/domain/attribute.ts'
import type { LogRecord } from '../../../collector/src/domain/log.ts'
import type { HistogramPoint, Metric, NumberPoint } from '../../../collector/src/domain/metric.ts'
import type { Resource, Scope } from '../../../collector/src/domain/span.ts'
import { createRandom, type Random } from './random.ts'

/** Items of a request, as SDKs batch them. */
export const ITEMS_PER_REQUEST = 512
const POINTS_PER_METRIC = 32
const BUCKETS = 16
const START_NS = 1_700_000_000_000_000_000n

const resource: Resource = {
  attributes: [{ key: 'service.name', value: 'shop' }],
  droppedAttributesCount: 0,
  entityRefs: [],
  schemaUrl: '',
}
const scope: Scope = { name: 'bench', version: '1.0', attributes: [], droppedAttributesCount: 0, schemaUrl: '' }

/** Requests of log records of a web service: a line of text, five attributes, a trace. */
export function logRequests(requests: number, seed = 1): readonly Uint8Array[] {
  const random = createRandom(seed)
  return Array.from({ length: requests }, () => {
    const logRecords = Array.from({ length: ITEMS_PER_REQUEST }, () => logRecord(random))
    return encodeLogs({ resourceLogs: [{ resource, scopeLogs: [{ scope, logRecords }] }] })
  })
}

function logRecord(random: Random): LogRecord {
  const timeNs = START_NS + BigInt(random.below(1_000_000_000))
  return {
    timeNs,
    observedNs: timeNs + 1000n,
    severityNumber: 9 + random.below(8),
    severityText: 'INFO',
    body: random.words(80),
    attributes: someAttributes(random),
    droppedAttributesCount: 0,
    flags: 1,
    traceId: random.hex(16),
    spanId: random.hex(8),
    eventName: '',
  }
}

/** Requests of metrics: half of their points are of counters, half of histograms with 16 buckets; five attributes each. */
export function metricRequests(requests: number, seed = 1): readonly Uint8Array[] {
  const random = createRandom(seed)
  return Array.from({ length: requests }, () => {
    const metrics = Array.from({ length: ITEMS_PER_REQUEST / POINTS_PER_METRIC }, (_, index) => metric(random, index))
    return encodeMetrics({ resourceMetrics: [{ resource, scopeMetrics: [{ scope, metrics }] }] })
  })
}

function metric(random: Random, index: number): Metric {
  const common = { name: `shop.metric.${index}`, description: random.words(40), unit: 'ms', metadata: [] }
  const points = <Point>(make: () => Point): readonly Point[] => Array.from({ length: POINTS_PER_METRIC }, make)
  if (index % 2 === 0)
    return { ...common, data: { kind: 'sum', temporality: 2, isMonotonic: true, points: points(() => numberPoint(random)) } }
  return { ...common, data: { kind: 'histogram', temporality: 1, points: points(() => histogramPoint(random)) } }
}

function numberPoint(random: Random): NumberPoint {
  return { ...pointBase(random), value: BigInt(random.below(1_000_000)), exemplars: [] }
}

function histogramPoint(random: Random): HistogramPoint {
  const bucketCounts = Array.from({ length: BUCKETS }, () => BigInt(random.below(100)))
  const count = bucketCounts.reduce((sum, each) => sum + each, 0n)
  const explicitBounds = Array.from({ length: BUCKETS - 1 }, (_, index) => 2 ** index)
  return { ...pointBase(random), count, sum: 1.5, min: 0, max: 9.5, bucketCounts, explicitBounds, exemplars: [] }
}

function pointBase(random: Random): Pick<NumberPoint, 'attributes' | 'startNs' | 'timeNs' | 'flags'> {
  return { attributes: someAttributes(random), startNs: START_NS, timeNs: START_NS + BigInt(1 + random.below(1_000_000_000)), flags: 0 }
}

function someAttributes(random: Random): Attributes {
  return [
    { key: 'http.request.method', value: 'GET' },
    { key: 'http.route', value: `/orders/${random.below(20)}` },
    { key: 'http.response.status_code', value: BigInt(200 + random.below(5)) },
    { key: 'server.address', value: 'shop.example.com' },
    { key: 'user.id', value: random.hex(8) },
  ]
}
