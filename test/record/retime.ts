import type { Json } from './otlp-json.ts'

/** 2025-10-09T08:53:20Z */
const FIRST_TIME_NS = 1_760_000_000_000_000_000n
const STEP_NS = 1_000_000n

type JsonObject = { readonly [key: string]: Json }

interface Times {
  readonly start: string
  readonly end: string
  readonly events: readonly string[]
}

/**
 * Gives every span new times: one millisecond for each start, event and end, in the order of a walk through the tree. Order
 * and nesting stay; durations and the small overlaps of real clocks (a child that ends after its parent) do not.
 */
export function retime(requests: readonly Json[]): readonly Json[] {
  const spans = requests.flatMap(spansOf)
  const times = walkedTimes(spans)
  return requests.map((request) => mapSpans(request, (span) => withTimes(span, times.get(String(span.spanId)))))
}

function spansOf(value: Json): readonly JsonObject[] {
  const spans: JsonObject[] = []
  mapSpans(value, (span) => {
    spans.push(span)
    return span
  })
  return spans
}

function mapSpans(value: Json, change: (span: JsonObject) => Json): Json {
  if (Array.isArray(value)) return value.map((item: Json) => mapSpans(item, change))
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const object = value as JsonObject
  if ('spanId' in object && 'startTimeUnixNano' in object) return change(object)
  return Object.fromEntries(Object.entries(object).map(([name, item]) => [name, mapSpans(item, change)]))
}

function walkedTimes(spans: readonly JsonObject[]): ReadonlyMap<string, Times> {
  const times = new Map<string, Times>()
  const ids = new Set(spans.map((span) => span.spanId))
  const sorted = [...spans].sort((a, b) => compare(a, b))
  let step = 0n
  const tick = () => String(FIRST_TIME_NS + step++ * STEP_NS)
  const visit = (span: JsonObject) => {
    const start = tick()
    const events = eventsOf(span).map(tick)
    for (const child of sorted) if (child.parentSpanId === span.spanId) visit(child)
    times.set(String(span.spanId), { start, events, end: tick() })
  }
  for (const span of sorted) if (!span.parentSpanId || !ids.has(span.parentSpanId)) visit(span)
  return times
}

/** By start; clocks of milliseconds give a call and the one after it the same start, but not the same end. */
function compare(a: JsonObject, b: JsonObject): number {
  const difference = nanos(a.startTimeUnixNano) - nanos(b.startTimeUnixNano) || nanos(a.endTimeUnixNano) - nanos(b.endTimeUnixNano)
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

function nanos(value: Json | undefined): bigint {
  return BigInt(String(value ?? 0))
}

function eventsOf(span: JsonObject): readonly JsonObject[] {
  return Array.isArray(span.events) ? (span.events as readonly JsonObject[]) : []
}

function withTimes(span: JsonObject, times: Times | undefined): Json {
  if (!times) return span
  const events = eventsOf(span).map((event, at) => ({ ...event, timeUnixNano: times.events[at] ?? times.start }))
  return { ...span, startTimeUnixNano: times.start, endTimeUnixNano: times.end, ...(events.length > 0 && { events }) }
}
