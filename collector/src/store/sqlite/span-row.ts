/** A span as received ⇄ its columns in `spans`. The only place, with the schema, that knows these columns. */

import { type Attributes, type AttributeValue, attributeMap, isKeyValueList, isList } from '../../domain/attribute.ts'
import { attributesFromJson, attributesToJson, type ResolveText, valueFromJson, valueToJson } from '../../domain/attribute-json.ts'
import { intToSpanId, spanIdToInt } from '../../domain/id.ts'
import type { Span, SpanEvent, SpanLink } from '../../domain/span.ts'
import type { RowTexts } from './write/row-texts.ts'

/** Columns of `spans` that hold what was received. Integers that may pass 2^53 are bigint. */
export interface SpanColumns {
  readonly span_id: bigint
  readonly parent_span_id: bigint
  readonly name: string
  readonly kind: number
  readonly flags: number
  readonly start_ns: bigint
  readonly end_ns: bigint
  readonly trace_state: string | null
  readonly status_code: number
  readonly status_message: string | bigint | null
  readonly attributes: string | null
  readonly events: string | null
  readonly links: string | null
  readonly dropped_attributes_count: number
  readonly dropped_events_count: number
  readonly dropped_links_count: number
}

/** Names of `SpanColumns`, for statements. */
export const SPAN_COLUMNS = [
  'span_id',
  'parent_span_id',
  'name',
  'kind',
  'flags',
  'start_ns',
  'end_ns',
  'trace_state',
  'status_code',
  'status_message',
  'attributes',
  'events',
  'links',
  'dropped_attributes_count',
  'dropped_events_count',
  'dropped_links_count',
] as const satisfies readonly (keyof SpanColumns)[]

/** The columns of a span. Long strings go to `texts`. */
export function toSpanColumns(span: Span, texts: RowTexts): SpanColumns {
  const ref = texts.path
  return {
    span_id: spanIdToInt(span.spanId),
    parent_span_id: span.parentSpanId === '' ? 0n : spanIdToInt(span.parentSpanId),
    name: span.name,
    kind: span.kind,
    flags: span.flags,
    start_ns: BigInt.asIntN(64, span.startNs),
    end_ns: BigInt.asIntN(64, span.endNs),
    trace_state: span.traceState || null,
    status_code: span.status.code,
    status_message: texts.column(span.status.message || undefined),
    attributes: span.attributes.length === 0 ? null : attributesToJson(span.attributes, ref),
    events: span.events.length === 0 ? null : valueToJson(span.events.map(eventValue), ref),
    links: span.links.length === 0 ? null : valueToJson(span.links.map(linkValue), ref),
    dropped_attributes_count: span.droppedAttributesCount,
    dropped_events_count: span.droppedEventsCount,
    dropped_links_count: span.droppedLinksCount,
  }
}

/** The columns as SQLite gives them back (with or without safe integers), and the trace id beside them. */
export type SpanRow = { readonly [K in keyof SpanColumns]: SpanColumns[K] | bigint | number }

/** The exact inverse of `toSpanColumns`. @param traceId 32 hex digits */
export function fromSpanColumns(traceId: string, row: SpanRow, resolve: ResolveText): Span {
  return {
    traceId,
    spanId: intToSpanId(BigInt(row.span_id)),
    traceState: (row.trace_state as string | null) ?? '',
    parentSpanId: BigInt(row.parent_span_id) === 0n ? '' : intToSpanId(BigInt(row.parent_span_id)),
    flags: Number(row.flags),
    name: String(row.name),
    kind: Number(row.kind),
    startNs: BigInt.asUintN(64, BigInt(row.start_ns)),
    endNs: BigInt.asUintN(64, BigInt(row.end_ns)),
    attributes: row.attributes === null ? [] : attributesFromJson(String(row.attributes), resolve),
    droppedAttributesCount: Number(row.dropped_attributes_count),
    events: listFrom(row.events, resolve).map(toEvent),
    droppedEventsCount: Number(row.dropped_events_count),
    links: listFrom(row.links, resolve).map(toLink),
    droppedLinksCount: Number(row.dropped_links_count),
    status: { code: Number(row.status_code), message: textColumn(row.status_message, resolve) ?? '' },
  }
}

/** What a "text or path" column means. */
function textColumn(value: unknown, resolve: ResolveText): string | undefined {
  if (value === null || value === undefined) return undefined
  return typeof value === 'string' ? value : resolve(BigInt(value as number | bigint))
}

function eventValue(event: SpanEvent): AttributeValue {
  return {
    entries: [
      { key: 'time', value: BigInt.asIntN(64, event.timeNs) },
      { key: 'name', value: event.name },
      { key: 'attributes', value: { entries: event.attributes } },
      { key: 'dropped', value: BigInt(event.droppedAttributesCount) },
    ],
  }
}

function linkValue(link: SpanLink): AttributeValue {
  return {
    entries: [
      { key: 'traceId', value: link.traceId },
      { key: 'spanId', value: link.spanId },
      { key: 'traceState', value: link.traceState },
      { key: 'attributes', value: { entries: link.attributes } },
      { key: 'dropped', value: BigInt(link.droppedAttributesCount) },
      { key: 'flags', value: BigInt(link.flags) },
    ],
  }
}

function listFrom(json: SpanRow['events'], resolve: ResolveText): readonly ReadonlyMap<string, AttributeValue>[] {
  if (json === null) return []
  const list = valueFromJson(String(json), resolve)
  return isList(list) ? list.map((item) => attributeMap(entriesOf(item))) : []
}

function toEvent(fields: ReadonlyMap<string, AttributeValue>): SpanEvent {
  return {
    timeNs: BigInt.asUintN(64, BigInt(fields.get('time') as bigint)),
    name: fields.get('name') as string,
    attributes: entriesOf(fields.get('attributes')),
    droppedAttributesCount: Number(fields.get('dropped')),
  }
}

function toLink(fields: ReadonlyMap<string, AttributeValue>): SpanLink {
  return {
    traceId: fields.get('traceId') as string,
    spanId: fields.get('spanId') as string,
    traceState: fields.get('traceState') as string,
    attributes: entriesOf(fields.get('attributes')),
    droppedAttributesCount: Number(fields.get('dropped')),
    flags: Number(fields.get('flags')),
  }
}

function entriesOf(value: AttributeValue | undefined): Attributes {
  return isKeyValueList(value) ? value.entries : []
}
