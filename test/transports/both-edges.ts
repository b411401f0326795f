import { codecFor, jsonCodec, protobufCodec } from '../../collector/src/decode/codec.ts'
import type { Decoded } from '../../collector/src/decode/decoded.ts'
import type { IngestRequest } from '../../collector/src/domain/ingest.ts'
import { logItems } from '../../collector/src/domain/log.ts'
import { metricItems } from '../../collector/src/domain/metric.ts'
import type { Signal } from '../../collector/src/domain/signal.ts'
import { spanItems } from '../../collector/src/domain/span.ts'
import { type EdgeOptions, start, startGrpc } from '../../collector/src/receive/testing/real-edge.ts'

/** Bodies as large as the product takes them. */
const MAX_BODY_BYTES = 64 * 1024 * 1024
const PRODUCT: EdgeOptions = {
  codecs: { codecFor, json: jsonCodec },
  maxBodyBytes: MAX_BODY_BYTES,
  heldBytes: MAX_BODY_BYTES,
}

/** A receiver behind real sockets whose port for requests records them. */
export interface RecordingEdge {
  /** For `OTEL_EXPORTER_OTLP_ENDPOINT`. */
  readonly url: string
  readonly ingest: Awaited<ReturnType<typeof start>>['ingest']
}

/** Opens the receiver of one protocol with the real codecs. */
export async function openEdge(protocol: 'http' | 'grpc', options: EdgeOptions = {}): Promise<RecordingEdge> {
  const { port, ingest } = await (protocol === 'http' ? start : startGrpc)({ ...PRODUCT, ...options })
  return { url: `http://127.0.0.1:${port}`, ingest }
}

/** What came: requests by transport, and the number of valid and of rejected items of each signal. */
export function received(requests: readonly IngestRequest[]) {
  const items: Record<Signal, number> = { traces: 0, logs: 0, metrics: 0 }
  let rejected = 0
  for (const { signal, mediaType, body } of requests) {
    const decoded = (mediaType === jsonCodec.mediaType ? jsonCodec : protobufCodec).decode(signal, body)
    items[signal] += countItems(decoded)
    rejected += decoded.rejected.reduce((sum, { count }) => sum + count, 0)
  }
  return { transports: [...new Set(requests.map(({ origin }) => origin.transport))], ...items, rejected }
}

function countItems(decoded: Decoded): number {
  switch (decoded.signal) {
    case 'traces':
      return [...spanItems(decoded.data)].length
    case 'logs':
      return [...logItems(decoded.data)].length
    case 'metrics':
      return [...metricItems(decoded.data)].reduce((sum, { metric }) => sum + (metric.data?.points.length ?? 0), 0)
  }
}
