import { type Attributes, attributeMap } from './attribute.ts'

/** The entity that produced telemetry. Source: opentelemetry-proto `resource/v1/resource.proto`. */
export interface Resource {
  readonly attributes: Attributes
  readonly droppedAttributesCount: number
  readonly entityRefs: readonly EntityRef[]
  /** `ResourceSpans.schema_url`, which applies to the resource. */
  readonly schemaUrl: string
}

/** A reference from a resource to one of its entities. */
export interface EntityRef {
  readonly schemaUrl: string
  readonly type: string
  readonly idKeys: readonly string[]
  readonly descriptionKeys: readonly string[]
}

/** The instrumentation scope that made a span. */
export interface Scope {
  readonly name: string
  readonly version: string
  readonly attributes: Attributes
  readonly droppedAttributesCount: number
  /** `ScopeSpans.schema_url`. */
  readonly schemaUrl: string
}

/** Numbers of `Status.StatusCode`. */
export const STATUS_CODE = { unset: 0, ok: 1, error: 2 } as const

/** `Status` of a span. */
export interface SpanStatus {
  /** An open enum: numbers that we do not know are kept. */
  readonly code: number
  readonly message: string
}

/** A moment in a span. */
export interface SpanEvent {
  /** Unsigned 64-bit nanoseconds since 1970; 0 = unknown. */
  readonly timeNs: bigint
  readonly name: string
  readonly attributes: Attributes
  readonly droppedAttributesCount: number
}

/** A reference from a span to another one. Ids that are not valid are kept as they came (any even number of hex digits). */
export interface SpanLink {
  readonly traceId: string
  readonly spanId: string
  readonly traceState: string
  readonly attributes: Attributes
  readonly droppedAttributesCount: number
  readonly flags: number
}

/**
 * One span as received. Ids are lower-case hex; `parentSpanId` is `''` for a root.
 * Source: opentelemetry-proto `trace/v1/trace.proto`.
 */
export interface Span {
  readonly traceId: string
  readonly spanId: string
  readonly traceState: string
  readonly parentSpanId: string
  /** Unsigned 32-bit: W3C trace flags and the two "remote" bits. */
  readonly flags: number
  readonly name: string
  readonly kind: number
  /** Unsigned 64-bit nanoseconds since 1970; 0 = unknown. */
  readonly startNs: bigint
  /** Unsigned 64-bit nanoseconds since 1970; 0 = the span has not ended: this is a snapshot of a running span. */
  readonly endNs: bigint
  readonly attributes: Attributes
  readonly droppedAttributesCount: number
  readonly events: readonly SpanEvent[]
  readonly droppedEventsCount: number
  readonly links: readonly SpanLink[]
  readonly droppedLinksCount: number
  readonly status: SpanStatus
}

/** Spans of one scope. */
export interface ScopeSpans {
  readonly scope: Scope
  readonly spans: readonly Span[]
}

/** Spans of one resource. */
export interface ResourceSpans {
  readonly resource: Resource
  readonly scopeSpans: readonly ScopeSpans[]
}

/** `TracesData` and `ExportTraceServiceRequest`, which have the same wire form. */
export interface TracesData {
  readonly resourceSpans: readonly ResourceSpans[]
}

/** A span together with the resource and the scope that it came under. */
export interface SpanItem {
  readonly span: Span
  readonly resource: Resource
  readonly scope: Scope
}

/** Whether a copy of a span is a snapshot of one that still runs. */
export function isRunning(span: Span): boolean {
  return span.endNs === 0n
}

/** The spans of a request, each with its resource and scope. */
export function* spanItems(data: TracesData): Generator<SpanItem> {
  for (const { resource, scopeSpans } of data.resourceSpans)
    for (const { scope, spans } of scopeSpans) for (const span of spans) yield { span, resource, scope }
}

/** `service.name` of a resource; `''` when it is missing or no string. */
export function serviceName(resource: Resource): string {
  const name = attributeMap(resource.attributes).get('service.name')
  return typeof name === 'string' ? name : ''
}
