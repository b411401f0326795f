import type { Span, SpanEvent, SpanLink, SpanStatus } from '../../domain/span.ts'
import { parentId } from '../accept.ts'
import { emptySpan, type Mutable } from '../drafts.ts'
import { readItemId, readOtherId } from './bytes.ts'
import { type JsonContext, nextField, openMessage, readList } from './context.ts'
import { readAttributes } from './read-common.ts'
import { readEnum, readFixed64, readText, readUint32 } from './scalar.ts'

const SPAN_KINDS = ['UNSPECIFIED', 'INTERNAL', 'SERVER', 'CLIENT', 'PRODUCER', 'CONSUMER'].map((kind) => `SPAN_KIND_${kind}`)
const STATUS_CODES = ['UNSET', 'OK', 'ERROR'].map((code) => `STATUS_CODE_${code}`)

/** Span. What is wrong with a value of it is noted in the context. */
export function readSpan(context: JsonContext): Span {
  const span = emptySpan()
  if (!openMessage(context)) return span
  for (let field = nextField(context); field; field = nextField(context)) {
    if (field === 'traceId') span.traceId = readItemId(context, field, 16)
    else if (field === 'spanId') span.spanId = readItemId(context, field, 8)
    else if (field === 'traceState') span.traceState = readText(context, field)
    else if (field === 'parentSpanId') span.parentSpanId = parentId(context.tally, readOtherId(context, field, 8))
    else if (field === 'flags') span.flags = readUint32(context, field)
    else if (field === 'name') span.name = readText(context, field)
    else if (field === 'kind') span.kind = readEnum(context, field, SPAN_KINDS)
    else if (field === 'startTimeUnixNano') span.startNs = readFixed64(context, field)
    else if (field === 'endTimeUnixNano') span.endNs = readFixed64(context, field)
    else if (field === 'attributes') span.attributes = readAttributes(context)
    else if (field === 'droppedAttributesCount') span.droppedAttributesCount = readUint32(context, field)
    else if (field === 'events') span.events = readList(context, readEvent)
    else if (field === 'droppedEventsCount') span.droppedEventsCount = readUint32(context, field)
    else if (field === 'links') span.links = readList(context, readLink)
    else if (field === 'droppedLinksCount') span.droppedLinksCount = readUint32(context, field)
    else if (field === 'status') span.status = readStatus(context)
  }
  return span
}

/** Span.Event: timeUnixNano, name, attributes, droppedAttributesCount. */
function readEvent(context: JsonContext): SpanEvent {
  const event: Mutable<SpanEvent> = { timeNs: 0n, name: '', attributes: [], droppedAttributesCount: 0 }
  if (!openMessage(context)) return event
  for (let field = nextField(context); field; field = nextField(context)) {
    if (field === 'timeUnixNano') event.timeNs = readFixed64(context, field)
    else if (field === 'name') event.name = readText(context, field)
    else if (field === 'attributes') event.attributes = readAttributes(context)
    else if (field === 'droppedAttributesCount') event.droppedAttributesCount = readUint32(context, field)
  }
  return event
}

/** Span.Link: traceId, spanId, traceState, attributes, droppedAttributesCount, flags. */
function readLink(context: JsonContext): SpanLink {
  const link: Mutable<SpanLink> = { traceId: '', spanId: '', traceState: '', attributes: [], droppedAttributesCount: 0, flags: 0 }
  if (!openMessage(context)) return link
  for (let field = nextField(context); field; field = nextField(context)) {
    if (field === 'traceId') link.traceId = readOtherId(context, field, 16)
    else if (field === 'spanId') link.spanId = readOtherId(context, field, 8)
    else if (field === 'traceState') link.traceState = readText(context, field)
    else if (field === 'attributes') link.attributes = readAttributes(context)
    else if (field === 'droppedAttributesCount') link.droppedAttributesCount = readUint32(context, field)
    else if (field === 'flags') link.flags = readUint32(context, field)
  }
  return link
}

/** Status: message, code. */
function readStatus(context: JsonContext): SpanStatus {
  const status: Mutable<SpanStatus> = { code: 0, message: '' }
  if (!openMessage(context)) return status
  for (let field = nextField(context); field; field = nextField(context)) {
    if (field === 'message') status.message = readText(context, field)
    else if (field === 'code') status.code = readEnum(context, 'status.code', STATUS_CODES)
  }
  return status
}
