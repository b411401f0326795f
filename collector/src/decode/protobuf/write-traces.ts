import type { SpanItem, TracesData } from '../../domain/span.ts'
import { SPANS } from '../envelope.ts'
import { encodeEnvelope } from './write-envelope.ts'
import { putSpan } from './write-span.ts'

/** TracesData or ExportTraceServiceRequest. The result is canonical: equal data gives equal bytes. */
export function encodeTraces(data: TracesData): Uint8Array {
  return encodeEnvelope(SPANS, data, putSpan)
}

/** The canonical encoding of one span with its resource and scope: a TracesData that holds nothing else. */
export function encodeSpanItem({ span, resource, scope }: SpanItem): Uint8Array {
  return encodeTraces({ resourceSpans: [{ resource, scopeSpans: [{ scope, spans: [span] }] }] })
}
