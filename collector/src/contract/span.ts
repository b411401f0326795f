import type { SessionStatus } from './session.ts'

/** One span in a list: without attributes, events and links. */
export interface Span {
  readonly id: number
  readonly traceId: string
  readonly spanId: string
  /** null for a root. The parent may not have been received. */
  readonly parentSpanId: string | null
  /** 0 for a root, and for a span whose parent is missing. */
  readonly depth: number
  readonly hasChildren: boolean
  readonly name: string
  /** What it stands for: `llm`, `tool`, `phase`, … */
  readonly kind: string
  /** OTLP `Span.SpanKind`. */
  readonly spanKind: number
  readonly status: 'running' | 'ok' | 'failed'
  readonly startedAt: string | null
  readonly startNs: string
  /** `"0"` while it runs. */
  readonly endNs: string
  readonly durationMs: number | null
  readonly service: string | null
  /** Name of the instrumentation scope. */
  readonly scope: string
  /** Names of the dialects that it speaks, strongest first. */
  readonly dialects: readonly string[]
  readonly phaseId: number | null
  readonly model: string | null
  readonly tokensTotal: number | null
  readonly costUsd: string | null
  /** Whether its usage is counted elsewhere: it wraps or repeats another call. */
  readonly repeated: boolean
  readonly errorType: string | null
  /** Codes for what is odd about the data, such as `end_before_start`. */
  readonly warnings: readonly string[]
}

/** A value in the form of OTLP/JSON (`{"intValue":"1"}`), which keeps every type apart. */
export type AnyValue =
  | { readonly stringValue: string }
  | { readonly boolValue: boolean }
  | { readonly intValue: string }
  | { readonly doubleValue: number | 'NaN' | 'Infinity' | '-Infinity' }
  | { readonly bytesValue: string }
  | { readonly arrayValue: { readonly values: readonly AnyValue[] } }
  | { readonly kvlistValue: { readonly values: readonly Attribute[] } }
  | Record<string, never>

/** One attribute as it was sent. */
export interface Attribute {
  readonly key: string
  readonly value: AnyValue
}

/** One span with everything that was sent. */
export interface SpanDetail extends Omit<Span, 'depth' | 'hasChildren'> {
  readonly sessionId: number
  readonly traceState: string
  readonly flags: number
  readonly statusCode: number
  readonly statusMessage: string
  readonly errorMessage: string | null
  readonly attributes: readonly Attribute[]
  readonly droppedAttributesCount: number
  readonly events: readonly SpanEvent[]
  readonly droppedEventsCount: number
  readonly links: readonly SpanLink[]
  readonly droppedLinksCount: number
  readonly resource: { readonly attributes: readonly Attribute[]; readonly schemaUrl: string }
  readonly instrumentation: {
    readonly name: string
    readonly version: string
    readonly attributes: readonly Attribute[]
    readonly schemaUrl: string
  }
  readonly receivedAt: string | null
  /** Strings that were cut because the request asked for it; the whole text is at `…/value?at=PATH`. */
  readonly cut: readonly CutText[]
}

/** A string that is shown by its beginning only. */
export interface CutText {
  /** JSON pointer into the answer: `/attributes/3/value/stringValue`. */
  readonly at: string
  /** UTF-16 units of the whole string. */
  readonly length: number
}

/** A span that failed, and why. */
export interface FailedSpan extends Span {
  readonly errorMessage: string | null
}

/** A moment in a span. */
export interface SpanEvent {
  readonly at: string | null
  readonly timeNs: string
  readonly name: string
  readonly attributes: readonly Attribute[]
  readonly droppedAttributesCount: number
}

/** A reference from a span to another one. */
export interface SpanLink {
  readonly traceId: string
  readonly spanId: string
  readonly traceState: string
  readonly flags: number
  readonly attributes: readonly Attribute[]
  readonly droppedAttributesCount: number
}

/** One trace without its spans. */
export interface Trace {
  readonly traceId: string
  readonly sessionId: number
  readonly rootSpanId: string | null
  readonly status: SessionStatus
  readonly workflow: string | null
  readonly title: string | null
  readonly startedAt: string | null
  readonly startNs: string
  readonly endNs: string
  readonly durationMs: number
  readonly spanCount: number
  readonly runningCount: number
  readonly errorCount: number
  readonly responseCount: number
  readonly tokensTotal: number
  readonly costUsd: string | null
  readonly costCoverage: number | null
}
