import type { Span, SpanEvent, SpanLink, SpanStatus } from '../../domain/span.ts'
import { beginMessage, endMessage, putFixed32, putFixed64, putHex, putInt32, putString, putUint32, type WireWriter } from './wire-writer.ts'
import { putAttributes } from './write-common.ts'

/** Span; the field numbers are with `readSpan`. */
export function putSpan(writer: WireWriter, tag: number, span: Span): void {
  const begin = beginMessage(writer)
  putFixed32(writer, 0x85, span.flags)
  putStatus(writer, span.status)
  putUint32(writer, 0x70, span.droppedLinksCount)
  for (const link of span.links.toReversed()) putLink(writer, link)
  putUint32(writer, 0x60, span.droppedEventsCount)
  for (const event of span.events.toReversed()) putEvent(writer, event)
  putUint32(writer, 0x50, span.droppedAttributesCount)
  putAttributes(writer, 0x4a, span.attributes)
  putFixed64(writer, 0x41, span.endNs)
  putFixed64(writer, 0x39, span.startNs)
  putInt32(writer, 0x30, span.kind)
  putString(writer, 0x2a, span.name)
  putHex(writer, 0x22, span.parentSpanId)
  putString(writer, 0x1a, span.traceState)
  putHex(writer, 0x12, span.spanId)
  putHex(writer, 0x0a, span.traceId)
  endMessage(writer, tag, begin)
}

/** Span.Event: 1 time_unix_nano (fixed64), 2 name, 3 attributes, 4 dropped_attributes_count (uint32). */
function putEvent(writer: WireWriter, event: SpanEvent): void {
  const begin = beginMessage(writer)
  putUint32(writer, 0x20, event.droppedAttributesCount)
  putAttributes(writer, 0x1a, event.attributes)
  putString(writer, 0x12, event.name)
  putFixed64(writer, 0x09, event.timeNs)
  endMessage(writer, 0x5a, begin)
}

/** Span.Link: 1 trace_id, 2 span_id, 3 trace_state, 4 attributes, 5 dropped_attributes_count (uint32), 6 flags (fixed32). */
function putLink(writer: WireWriter, link: SpanLink): void {
  const begin = beginMessage(writer)
  putFixed32(writer, 0x35, link.flags)
  putUint32(writer, 0x28, link.droppedAttributesCount)
  putAttributes(writer, 0x22, link.attributes)
  putString(writer, 0x1a, link.traceState)
  putHex(writer, 0x12, link.spanId)
  putHex(writer, 0x0a, link.traceId)
  endMessage(writer, 0x6a, begin)
}

/** Status: 2 message, 3 code (enum); left out when it says nothing. */
function putStatus(writer: WireWriter, status: SpanStatus): void {
  if (status.code === 0 && status.message === '') return
  const begin = beginMessage(writer)
  putInt32(writer, 0x18, status.code)
  putString(writer, 0x12, status.message)
  endMessage(writer, 0x7a, begin)
}
