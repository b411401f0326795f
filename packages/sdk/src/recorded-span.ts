/**
 * What every OpenTelemetry SDK (2 and 3) lets an exporter read of its spans. Our own shape, so that the published types name no SDK, and
 * fit to every version of the API.
 */
export interface RecordedSpan {
  readonly name: string
  readonly kind: number
  readonly parentSpanContext?: RecordedContext | undefined
  readonly startTime: RecordedTime
  readonly endTime: RecordedTime
  readonly status: { readonly code: number; readonly message?: string | undefined }
  readonly attributes: RecordedAttributes
  readonly links: readonly RecordedLink[]
  readonly events: readonly RecordedEvent[]
  readonly ended: boolean
  readonly resource: RecordedResource
  readonly instrumentationScope: RecordedScope
  readonly droppedAttributesCount: number
  readonly droppedEventsCount: number
  readonly droppedLinksCount: number
  spanContext(): RecordedContext
}

/** Seconds and nanoseconds since 1970. */
export type RecordedTime = readonly [seconds: number, nanoseconds: number]

/** Values by key; SDKs let through what the API forbids. */
export type RecordedAttributes = object

/** Which span. */
export interface RecordedContext {
  readonly traceId: string
  readonly spanId: string
  readonly traceFlags: number
  readonly isRemote?: boolean | undefined
  readonly traceState?: { serialize(): string } | undefined
}

/** Another span that belongs to this one. */
export interface RecordedLink {
  readonly context: RecordedContext
  readonly attributes?: RecordedAttributes | undefined
  readonly droppedAttributesCount?: number | undefined
}

/** An event of a span. */
export interface RecordedEvent {
  readonly name: string
  readonly time: RecordedTime
  readonly attributes?: RecordedAttributes | undefined
  readonly droppedAttributesCount?: number | undefined
}

/** The program that a span comes from. */
export interface RecordedResource {
  readonly attributes: RecordedAttributes
  readonly schemaUrl?: string | undefined
  /** Whether some attributes are still being found out. */
  readonly asyncAttributesPending?: boolean | undefined
  readonly waitForAsyncAttributes?: (() => Promise<void>) | undefined
}

/** The library that made a span. */
export interface RecordedScope {
  readonly name: string
  readonly version?: string | undefined
  readonly schemaUrl?: string | undefined
}

/** Whether a span can be exported. One that is not sampled, or of a provider that is no OpenTelemetry SDK, cannot. */
export function isRecordedSpan(span: object): span is RecordedSpan {
  return 'spanContext' in span && 'startTime' in span && 'resource' in span && 'instrumentationScope' in span && 'attributes' in span
}

/** W3C: the bit that says that a span was sampled. SDKs hand over others that they only record for themselves. */
const SAMPLED = 1

/** Whether the program's sampler wants the span to be exported. */
export function isSampled(span: RecordedSpan): boolean {
  return (span.spanContext().traceFlags & SAMPLED) !== 0
}
