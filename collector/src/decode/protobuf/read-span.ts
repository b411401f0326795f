import type { KeyValue } from '../../domain/attribute.ts'
import type { SpanEvent, SpanLink, SpanStatus } from '../../domain/span.ts'
import { emptySpan, type Mutable, type SpanDraft } from '../drafts.ts'
import { readHex } from './hex.ts'
import { readKeyValue } from './read-common.ts'
import { readString } from './text.ts'
import {
  countObjects,
  enter,
  leave,
  readFixed32,
  readFixed64,
  readInt32,
  readTag,
  readUint32,
  skip,
  type WireReader,
} from './wire-reader.ts'

/**
 * Span: 1 trace_id (bytes), 2 span_id (bytes), 3 trace_state, 4 parent_span_id (bytes), 5 name, 6 kind (enum),
 * 7 start_time_unix_nano (fixed64), 8 end_time_unix_nano (fixed64), 9 attributes, 10 dropped_attributes_count (uint32),
 * 11 events, 12 dropped_events_count (uint32), 13 links, 14 dropped_links_count (uint32), 15 status, 16 flags (fixed32).
 */
export function readSpan(reader: WireReader): SpanDraft {
  countObjects(reader)
  const outerEnd = enter(reader)
  const span = emptySpan()
  while (reader.pos < reader.end) {
    const tag = readTag(reader)
    if (tag === 0x4a) span.attributes.push(readKeyValue(reader))
    else if (tag === 0x0a) span.traceId = readHex(reader)
    else if (tag === 0x12) span.spanId = readHex(reader)
    else if (tag === 0x1a) span.traceState = readString(reader)
    else if (tag === 0x22) span.parentSpanId = readHex(reader)
    else if (tag === 0x2a) span.name = readString(reader)
    else if (tag === 0x30) span.kind = readInt32(reader)
    else if (tag === 0x39) span.startNs = readFixed64(reader)
    else if (tag === 0x41) span.endNs = readFixed64(reader)
    else if (tag === 0x50) span.droppedAttributesCount = readUint32(reader)
    else if (tag === 0x5a) span.events.push(readEvent(reader))
    else if (tag === 0x60) span.droppedEventsCount = readUint32(reader)
    else if (tag === 0x6a) span.links.push(readLink(reader))
    else if (tag === 0x70) span.droppedLinksCount = readUint32(reader)
    else if (tag === 0x7a) readStatus(reader, span.status)
    else if (tag === 0x85) span.flags = readFixed32(reader)
    else skip(reader, tag)
  }
  leave(reader, outerEnd)
  return span
}

/** Span.Event: 1 time_unix_nano (fixed64), 2 name, 3 attributes, 4 dropped_attributes_count (uint32). */
function readEvent(reader: WireReader): SpanEvent {
  countObjects(reader)
  const outerEnd = enter(reader)
  const attributes: KeyValue[] = []
  const event: Mutable<SpanEvent> = { timeNs: 0n, name: '', attributes, droppedAttributesCount: 0 }
  while (reader.pos < reader.end) {
    const tag = readTag(reader)
    if (tag === 0x09) event.timeNs = readFixed64(reader)
    else if (tag === 0x12) event.name = readString(reader)
    else if (tag === 0x1a) attributes.push(readKeyValue(reader))
    else if (tag === 0x20) event.droppedAttributesCount = readUint32(reader)
    else skip(reader, tag)
  }
  leave(reader, outerEnd)
  return event
}

/**
 * Span.Link: 1 trace_id (bytes), 2 span_id (bytes), 3 trace_state, 4 attributes, 5 dropped_attributes_count (uint32),
 * 6 flags (fixed32).
 */
function readLink(reader: WireReader): SpanLink {
  countObjects(reader)
  const outerEnd = enter(reader)
  const attributes: KeyValue[] = []
  const link: Mutable<SpanLink> = { traceId: '', spanId: '', traceState: '', attributes, droppedAttributesCount: 0, flags: 0 }
  while (reader.pos < reader.end) {
    const tag = readTag(reader)
    if (tag === 0x0a) link.traceId = readHex(reader)
    else if (tag === 0x12) link.spanId = readHex(reader)
    else if (tag === 0x1a) link.traceState = readString(reader)
    else if (tag === 0x22) attributes.push(readKeyValue(reader))
    else if (tag === 0x28) link.droppedAttributesCount = readUint32(reader)
    else if (tag === 0x35) link.flags = readFixed32(reader)
    else skip(reader, tag)
  }
  leave(reader, outerEnd)
  return link
}

/** Status: 2 message, 3 code (enum). A status that comes in parts adds to the same one. */
function readStatus(reader: WireReader, status: Mutable<SpanStatus>): void {
  const outerEnd = enter(reader)
  while (reader.pos < reader.end) {
    const tag = readTag(reader)
    if (tag === 0x12) status.message = readString(reader)
    else if (tag === 0x18) status.code = readInt32(reader)
    else skip(reader, tag)
  }
  leave(reader, outerEnd)
}
