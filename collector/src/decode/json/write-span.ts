import { jsonString } from '../../domain/json-string.ts'
import type { Span, SpanEvent, SpanLink, SpanStatus } from '../../domain/span.ts'
import { attributeList, list, long, member, number, object, text } from './write-common.ts'

/**
 * A span in OTLP/JSON: ids in hex, 64-bit integers as strings, enums as numbers. Defaults are left out, but for what
 * readers of OTLP expect on every span: ids, name, kind and times.
 */
export function spanToJson(span: Span): string {
  return object(
    `"traceId":"${span.traceId}"`,
    `"spanId":"${span.spanId}"`,
    text('traceState', span.traceState),
    text('parentSpanId', span.parentSpanId),
    number('flags', span.flags),
    `"name":${jsonString(span.name)}`,
    `"kind":${span.kind}`,
    long('startTimeUnixNano', span.startNs),
    long('endTimeUnixNano', span.endNs),
    attributeList('attributes', span.attributes),
    number('droppedAttributesCount', span.droppedAttributesCount),
    list('events', span.events, eventToJson),
    number('droppedEventsCount', span.droppedEventsCount),
    list('links', span.links, linkToJson),
    number('droppedLinksCount', span.droppedLinksCount),
    statusMember(span.status),
  )
}

function eventToJson(event: SpanEvent): string {
  return object(
    long('timeUnixNano', event.timeNs),
    text('name', event.name),
    attributeList('attributes', event.attributes),
    number('droppedAttributesCount', event.droppedAttributesCount),
  )
}

function linkToJson(link: SpanLink): string {
  return object(
    text('traceId', link.traceId),
    text('spanId', link.spanId),
    text('traceState', link.traceState),
    attributeList('attributes', link.attributes),
    number('droppedAttributesCount', link.droppedAttributesCount),
    number('flags', link.flags),
  )
}

function statusMember({ code, message }: SpanStatus): string {
  return code === 0 && message === '' ? '' : member('status', object(text('message', message), number('code', code)))
}
