import { createHash } from 'node:crypto'
import type { Attributes, LogLine, Moment, PlacedStep, Plan, Value } from './step.ts'
import { placed } from './step.ts'

/** Spans in a request, as SDKs batch them. */
const SPANS_PER_REQUEST = 512

/** A span as OTLP/JSON writes it. */
export type WireSpan = Readonly<Record<string, unknown>>

/** The spans of a plan as they look at a moment: what has not begun is missing, what has not ended has no end. */
export function spansAt(plan: Plan, atMs: number = Number.POSITIVE_INFINITY): readonly WireSpan[] {
  return placed(plan)
    .filter(({ startMs }) => startMs <= atMs)
    .map((one) => wireSpan(plan, one, atMs))
}

/** Export requests with these spans. */
export function requestsOf(plan: Plan, spans: readonly WireSpan[]): readonly unknown[] {
  const [name, version] = plan.scope
  const resource = resourceOf(plan)
  return Array.from({ length: Math.ceil(spans.length / SPANS_PER_REQUEST) }, (_, at) => ({
    resourceSpans: [
      {
        resource,
        scopeSpans: [{ scope: { name, version }, spans: spans.slice(at * SPANS_PER_REQUEST, (at + 1) * SPANS_PER_REQUEST) }],
      },
    ],
  }))
}

/** The export request with the log records of a plan after a moment and until another; `undefined` = there are none. */
export function logRequestOf(plan: Plan, { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number }): unknown {
  const [name, version] = plan.scope
  const logRecords = (plan.logs ?? []).flatMap((line) => {
    const { atMs, record } = wireLog(plan, line)
    return atMs > fromMs && atMs <= toMs ? [record] : []
  })
  if (logRecords.length === 0) return undefined
  return { resourceLogs: [{ resource: resourceOf(plan), scopeLogs: [{ scope: { name, version }, logRecords }] }] }
}

function wireLog(plan: Plan, { step: of, atMs, severity, event, body, attributes = {} }: LogLine) {
  const traceId = traceIdOf(plan)
  const step = placed(plan).find(({ step }) => step.name === of)
  if (of !== undefined && !step) throw new Error(`the plan ${plan.name} has no step ${of}`)
  const at = (step?.startMs ?? plan.startMs) + atMs
  const record = {
    timeUnixNano: nanos(at),
    severityNumber: severity,
    ...(event !== undefined && { eventName: event }),
    body: typeof body === 'string' ? { stringValue: body } : { kvlistValue: { values: keyValues(body) } },
    attributes: keyValues(attributes),
    ...(step && { traceId, spanId: spanIdOf(traceId, step.number) }),
  }
  return { atMs: at, record }
}

function resourceOf({ service }: Plan) {
  return { attributes: keyValues({ 'service.name': service, 'service.version': '2.4.1', 'telemetry.sdk.language': 'nodejs' }) }
}

/** The trace id of a plan: the same in every run. */
export function traceIdOf({ name }: Pick<Plan, 'name'>): string {
  return createHash('sha256').update(name).digest('hex').slice(0, 32)
}

/** The first span of a plan with this name. */
export function spanNamed(plan: Plan, name: string): { readonly traceId: string; readonly spanId: string } {
  const found = placed(plan).find(({ step }) => step.name === name)
  if (!found) throw new Error(`the plan ${plan.name} has no step ${name}`)
  const traceId = traceIdOf(plan)
  return { traceId, spanId: spanIdOf(traceId, found.number) }
}

function wireSpan(plan: Plan, { step, number, parentNumber, startMs, endMs }: PlacedStep, atMs: number): WireSpan {
  const traceId = traceIdOf(plan)
  const hasEnded = endMs <= atMs
  const moments = (step.moments ?? []).filter((moment) => startMs + (moment.atMs ?? endMs - startMs) <= atMs)
  return {
    traceId,
    spanId: spanIdOf(traceId, number),
    ...(parentNumber > 0 && { parentSpanId: spanIdOf(traceId, parentNumber) }),
    name: step.name,
    kind: step.kind ?? 1,
    startTimeUnixNano: nanos(startMs),
    endTimeUnixNano: hasEnded ? nanos(endMs) : '0',
    attributes: keyValues(step.attributes ?? {}),
    events: moments.map((moment) => wireEvent(moment, { startMs, endMs })),
    ...(hasEnded && step.error !== undefined && { status: { code: 2, message: step.error } }),
  }
}

function wireEvent({ name, atMs, attributes }: Moment, { startMs, endMs }: Pick<PlacedStep, 'startMs' | 'endMs'>): WireSpan {
  return { name, timeUnixNano: nanos(atMs === undefined ? endMs : startMs + atMs), attributes: keyValues(attributes) }
}

function spanIdOf(traceId: string, number: number): string {
  return traceId.slice(0, 8) + number.toString(16).padStart(8, '0')
}

function nanos(ms: number): string {
  return String(BigInt(Math.round(ms)) * 1_000_000n)
}

function keyValues(attributes: Attributes): readonly unknown[] {
  return Object.entries(attributes).map(([key, value]) => ({ key, value: anyValue(value) }))
}

function anyValue(value: Value): unknown {
  if (typeof value === 'string') return { stringValue: value }
  if (typeof value === 'boolean') return { boolValue: value }
  if (typeof value === 'number') return Number.isSafeInteger(value) ? { intValue: String(value) } : { doubleValue: value }
  return { arrayValue: { values: value.map((stringValue) => ({ stringValue })) } }
}
