import type { DecodedOf } from '../decoded.ts'
import { METRICS } from '../envelope.ts'
import { decodeEnvelope } from './read-envelope.ts'
import { readMetric } from './read-metric.ts'

/**
 * MetricsData and ExportMetricsServiceRequest. Metrics whose points are all left out stay in it without points.
 * @throws AppError `invalid` when the bytes are no such message, `too_large` when they hold more objects than a request may
 */
export function decodeMetrics(bytes: Uint8Array): DecodedOf<'metrics'> {
  return decodeEnvelope(bytes, METRICS, readMetric)
}
