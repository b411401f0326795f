import type { AttributeValue, KeyValue } from '../../../collector/src/domain/attribute.ts'
import type { Resource, Scope, Span, TracesData } from '../../../collector/src/domain/span.ts'

/** The spans of one trace in the order in which a program sends them: each when it has ended. */
export type Trace = readonly Span[]

/** Numbers of OTLP's `Span.SpanKind`. */
export const SPAN_KIND = { internal: 1, server: 2, client: 3 } as const

/** Start of all loads: 2025-10-09 08:53:20 UTC. */
const EPOCH_NS = 1_760_000_000_000_000_000n
const NS_PER_MS = 1_000_000n

/** What a load says about one span; the rest has defaults. */
export interface SpanFields {
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId: string
  readonly name: string
  readonly kind: number
  /** Milliseconds since `EPOCH_NS`. */
  readonly startMs: number
  readonly durationMs: number
  readonly attributes: readonly KeyValue[]
}

/** A whole span. */
export function span({ startMs, durationMs, ...fields }: SpanFields): Span {
  const startNs = EPOCH_NS + BigInt(startMs) * NS_PER_MS
  return {
    ...fields,
    traceState: '',
    flags: 256,
    startNs,
    endNs: startNs + BigInt(durationMs) * NS_PER_MS,
    droppedAttributesCount: 0,
    events: [],
    droppedEventsCount: 0,
    links: [],
    droppedLinksCount: 0,
    status: { code: 0, message: '' },
  }
}

/** Attributes from pairs. */
export function attributes(...entries: readonly (readonly [key: string, value: AttributeValue])[]): readonly KeyValue[] {
  return entries.map(([key, value]) => ({ key, value }))
}

const RESOURCE: Resource = {
  attributes: attributes(
    ['service.name', 'bench'],
    ['service.version', '1.2.3'],
    ['telemetry.sdk.language', 'nodejs'],
    ['telemetry.sdk.name', 'opentelemetry'],
    ['telemetry.sdk.version', '2.12.0'],
    ['process.runtime.version', '24.0.0'],
  ),
  droppedAttributesCount: 0,
  entityRefs: [],
  schemaUrl: '',
}

const SCOPE: Scope = { name: 'bench', version: '1.0.0', attributes: [], droppedAttributesCount: 0, schemaUrl: '' }

/** One export request with these spans. */
export function request(spans: readonly Span[], scope: Partial<Scope> = {}): TracesData {
  return { resourceSpans: [{ resource: RESOURCE, scopeSpans: [{ scope: { ...SCOPE, ...scope }, spans }] }] }
}

/** Trace by trace. */
export function* inOrder(traces: Iterable<Trace>): Generator<Span> {
  for (const trace of traces) yield* trace
}

/** A span of each of `width` traces in turn, then the next `width` traces: as many programs that run at the same time. */
export function* interleaved(traces: Iterable<Trace>, width: number): Generator<Span> {
  let group: Trace[] = []
  for (const trace of traces) {
    group.push(trace)
    if (group.length < width) continue
    yield* roundRobin(group)
    group = []
  }
  yield* roundRobin(group)
}

function* roundRobin(group: readonly Trace[]): Generator<Span> {
  const longest = Math.max(0, ...group.map(({ length }) => length))
  for (let turn = 0; turn < longest; turn++)
    for (const trace of group) {
      const next = trace[turn]
      if (next) yield next
    }
}

/** Requests of `perRequest` spans; the last one may hold fewer. */
export function* requests(spans: Iterable<Span>, perRequest: number): Generator<TracesData> {
  let batch: Span[] = []
  for (const one of spans) {
    batch.push(one)
    if (batch.length < perRequest) continue
    yield request(batch)
    batch = []
  }
  if (batch.length > 0) yield request(batch)
}
