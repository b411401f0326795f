import type { RecordedAttributes, RecordedEvent, RecordedResource, RecordedScope, RecordedSpan, RecordedTime } from '../recorded-span.ts'

/**
 * Spans as OTLP/JSON (opentelemetry-proto 1.x, `ExportTraceServiceRequest`). Written here and not taken from `otlp-transformer`,
 * because a copy of a span that still runs has no end, each span is measured on its own, one odd value must not cost the batch, and
 * that package brings the SDKs for logs and metrics into the program.
 */

/** One span as text, with what it is grouped by. */
export interface EncodedSpan {
  readonly resource: RecordedResource
  readonly scope: RecordedScope
  readonly json: string
}

/** What is known of a span besides the span. */
export interface SpanNotes {
  /** Whether this copy says that the span still runs. */
  readonly running: boolean
  /** Events that came after the span had ended. */
  readonly lateEvents: readonly RecordedEvent[]
  /** What is to be added to all of its own times, see `rounded-start.ts`. */
  readonly behindNs: number
}

type OtlpValue = Readonly<Record<string, unknown>>

/** The API counts from 0, OTLP keeps 0 for "unspecified". */
const KIND_OFFSET = 1
const NANO_DIGITS = 9
const NS_PER_S = 1_000_000_000
const INT64_LIMIT = 2n ** 63n
const MAX_DEPTH = 32
const FLAG_HAS_IS_REMOTE = 0x100
const FLAG_IS_REMOTE = 0x200

/** A span as OTLP/JSON text. */
export function encodeSpan(span: RecordedSpan, { running, lateEvents, behindNs }: SpanNotes): EncodedSpan {
  const { traceId, spanId, traceFlags, traceState } = span.spanContext()
  const parent = span.parentSpanContext
  const json = JSON.stringify({
    traceId,
    spanId,
    traceState: traceState?.serialize(),
    parentSpanId: parent?.spanId,
    flags: (traceFlags & 0xff) | FLAG_HAS_IS_REMOTE | (parent?.isRemote === true ? FLAG_IS_REMOTE : 0),
    name: span.name,
    kind: span.kind + KIND_OFFSET,
    startTimeUnixNano: unixNano(span.startTime, behindNs),
    endTimeUnixNano: running ? '0' : unixNano(span.endTime, behindNs),
    attributes: attributeList(span.attributes),
    droppedAttributesCount: span.droppedAttributesCount,
    events: [...span.events.map((event) => otlpEvent(event, behindNs)), ...lateEvents.map((event) => otlpEvent(event, 0))],
    droppedEventsCount: span.droppedEventsCount,
    links: span.links.map(({ context, attributes, droppedAttributesCount }) => ({
      traceId: context.traceId,
      spanId: context.spanId,
      attributes: attributeList(attributes),
      droppedAttributesCount,
    })),
    droppedLinksCount: span.droppedLinksCount,
    status: { code: span.status.code, message: span.status.message },
  })
  return { resource: span.resource, scope: span.instrumentationScope, json }
}

function otlpEvent({ time, name, attributes, droppedAttributesCount }: RecordedEvent, behindNs: number): OtlpValue {
  return { timeUnixNano: unixNano(time, behindNs), name, attributes: attributeList(attributes), droppedAttributesCount }
}

/** One request, in one line, for spans that are grouped by resource and scope. */
export function requestJson(spans: readonly EncodedSpan[]): string {
  const byResource = new Map<RecordedResource, Map<RecordedScope, string[]>>()
  for (const { resource, scope, json } of spans) {
    const scopes = byResource.get(resource) ?? new Map<RecordedScope, string[]>()
    byResource.set(resource, scopes)
    const list = scopes.get(scope)
    if (list) list.push(json)
    else scopes.set(scope, [json])
  }
  return `{"resourceSpans":[${[...byResource].map(resourceJson).join(',')}]}`
}

function resourceJson([resource, scopes]: readonly [RecordedResource, ReadonlyMap<RecordedScope, readonly string[]>]): string {
  const head = JSON.stringify({ attributes: attributeList(resource.attributes) })
  return `{"resource":${head}${schemaJson(resource)},"scopeSpans":[${[...scopes].map(scopeJson).join(',')}]}`
}

function scopeJson([scope, spans]: readonly [RecordedScope, readonly string[]]): string {
  const head = JSON.stringify({ name: scope.name, version: scope.version })
  return `{"scope":${head}${schemaJson(scope)},"spans":[${spans.join(',')}]}`
}

function schemaJson({ schemaUrl }: { readonly schemaUrl?: string | undefined }): string {
  return schemaUrl ? `,"schemaUrl":${JSON.stringify(schemaUrl)}` : ''
}

function unixNano([seconds, nanos]: RecordedTime, behindNs: number): string {
  const all = Math.trunc(nanos) + behindNs
  const carried = Math.floor(all / NS_PER_S)
  // Text beside text: a product would not fit a double, and a BigInt takes several times as long.
  return `${Math.trunc(seconds) + carried}${String(all - carried * NS_PER_S).padStart(NANO_DIGITS, '0')}`
}

function attributeList(attributes: RecordedAttributes | undefined): readonly OtlpValue[] {
  return attributes === undefined ? [] : Object.keys(attributes).map((key) => ({ key, value: readValue(attributes, key) }))
}

/** The value of one attribute; one that cannot be read becomes the empty value. */
function readValue(owner: object, key: string): OtlpValue {
  try {
    return anyValue(Reflect.get(owner, key), 0)
  } catch {
    return {}
  }
}

function anyValue(value: unknown, depth: number): OtlpValue {
  if (typeof value === 'string') return { stringValue: value }
  if (typeof value === 'number') return numberValue(value)
  if (typeof value === 'boolean') return { boolValue: value }
  if (typeof value === 'bigint')
    return value < INT64_LIMIT && value >= -INT64_LIMIT ? { intValue: String(value) } : { stringValue: String(value) }
  if (typeof value !== 'object' || value === null || depth >= MAX_DEPTH) return {}
  if (value instanceof Uint8Array) return { bytesValue: Buffer.from(value).toString('base64') }
  if (Array.isArray(value)) return { arrayValue: { values: value.map((element) => anyValue(element, depth + 1)) } }
  return { kvlistValue: { values: Object.entries(value).map(([key, member]) => ({ key, value: anyValue(member, depth + 1) })) } }
}

function numberValue(value: number): OtlpValue {
  if (Number.isSafeInteger(value)) return { intValue: String(value) }
  return { doubleValue: Number.isFinite(value) ? value : String(value) }
}
