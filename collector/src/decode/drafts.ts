import type { KeyValue } from '../domain/attribute.ts'
import type { LogRecord } from '../domain/log.ts'
import type { EntityRef, Resource, Scope, Span, SpanEvent, SpanLink, SpanStatus } from '../domain/span.ts'

/** A value while its reader fills it in; callers see the read-only type. */
export type Mutable<T> = { -readonly [K in keyof T]: T[K] }

/** A resource while it is read. */
export interface ResourceDraft extends Mutable<Resource> {
  attributes: KeyValue[]
  entityRefs: EntityRef[]
}

/** A scope while it is read. */
export interface ScopeDraft extends Mutable<Scope> {
  attributes: KeyValue[]
}

/** A span while it is read. */
export interface SpanDraft extends Mutable<Span> {
  attributes: KeyValue[]
  events: SpanEvent[]
  links: SpanLink[]
  status: Mutable<SpanStatus>
}

/** A log record while it is read. */
export interface LogDraft extends Mutable<LogRecord> {
  attributes: KeyValue[]
}

/** A resource without content. */
export function emptyResource(): ResourceDraft {
  return { attributes: [], droppedAttributesCount: 0, entityRefs: [], schemaUrl: '' }
}

/** A scope without content. */
export function emptyScope(): ScopeDraft {
  return { name: '', version: '', attributes: [], droppedAttributesCount: 0, schemaUrl: '' }
}

/** A span without content. Every span is made here, with all fields in one order: that keeps the code that reads them fast. */
export function emptySpan(): SpanDraft {
  return {
    traceId: '',
    spanId: '',
    traceState: '',
    parentSpanId: '',
    flags: 0,
    name: '',
    kind: 0,
    startNs: 0n,
    endNs: 0n,
    attributes: [],
    droppedAttributesCount: 0,
    events: [],
    droppedEventsCount: 0,
    links: [],
    droppedLinksCount: 0,
    status: { code: 0, message: '' },
  }
}

/** A log record without content. */
export function emptyLog(): LogDraft {
  return {
    timeNs: 0n,
    observedNs: 0n,
    severityNumber: 0,
    severityText: '',
    body: undefined,
    attributes: [],
    droppedAttributesCount: 0,
    flags: 0,
    traceId: '',
    spanId: '',
    eventName: '',
  }
}
