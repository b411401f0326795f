import { type AttributeValue, isList, type KeyValue } from '../../domain/attribute.ts'
import type { Resource, Scope, Span, SpanEvent, SpanLink, TracesData } from '../../domain/span.ts'

/**
 * The model as plain objects that protobufjs makes messages of. Fields at their default are left out, but for those in
 * which presence carries meaning.
 */
export function tracesMessage(data: TracesData): object {
  return {
    resourceSpans: data.resourceSpans.map(({ resource, scopeSpans }) => ({
      resource: resourceMessage(resource),
      scopeSpans: scopeSpans.map(({ scope, spans }) => ({
        scope: scopeMessage(scope),
        spans: spans.map(spanMessage),
        ...set({ schemaUrl: scope.schemaUrl }),
      })),
      ...set({ schemaUrl: resource.schemaUrl }),
    })),
  }
}

function spanMessage(span: Span): object {
  const { traceId, spanId, parentSpanId, startNs, endNs, attributes, events, links, status, ...rest } = span
  return {
    ...set({ ...rest, traceId: id(traceId), spanId: id(spanId), parentSpanId: id(parentSpanId) }),
    ...set({ startTimeUnixNano: long(startNs), endTimeUnixNano: long(endNs) }),
    ...(status.code === 0 && status.message === '' ? {} : { status: set({ ...status }) }),
    attributes: attributes.map(keyValueMessage),
    events: events.map(eventMessage),
    links: links.map(linkMessage),
  }
}

function eventMessage({ timeNs, name, attributes, droppedAttributesCount }: SpanEvent): object {
  return { ...set({ timeUnixNano: long(timeNs), name, droppedAttributesCount }), attributes: attributes.map(keyValueMessage) }
}

function linkMessage({ traceId, spanId, attributes, ...rest }: SpanLink): object {
  return { ...set({ ...rest, traceId: id(traceId), spanId: id(spanId) }), attributes: attributes.map(keyValueMessage) }
}

/** A Resource, without its schema URL. */
export function resourceMessage({ attributes, droppedAttributesCount, entityRefs }: Resource): object {
  return {
    ...set({ droppedAttributesCount }),
    attributes: attributes.map(keyValueMessage),
    entityRefs: entityRefs.map((ref) => set({ ...ref })),
  }
}

/** An InstrumentationScope, without its schema URL. */
export function scopeMessage({ name, version, attributes, droppedAttributesCount }: Scope): object {
  return { ...set({ name, version, droppedAttributesCount }), attributes: attributes.map(keyValueMessage) }
}

/** A KeyValue. */
export function keyValueMessage({ key, value }: KeyValue): object {
  return { ...set({ key }), value: valueMessage(value) }
}

/** An AnyValue. */
export function valueMessage(value: AttributeValue): object {
  if (typeof value === 'string') return { stringValue: value }
  if (typeof value === 'boolean') return { boolValue: value }
  if (typeof value === 'bigint') return { intValue: long(value) }
  if (typeof value === 'number') return { doubleValue: value }
  if (value === null) return {}
  if (value instanceof Uint8Array) return { bytesValue: value }
  if (isList(value)) return { arrayValue: { values: value.map(valueMessage) } }
  return { kvlistValue: { values: value.entries.map(keyValueMessage) } }
}

/** The bytes of an id in hex. */
export function id(hex: string): Buffer | '' {
  return hex && Buffer.from(hex, 'hex')
}

/** A 64-bit integer in the halves that protobufjs takes without losing digits; 0 when it is zero. */
export function long(value: bigint): object | 0 {
  if (value === 0n) return 0
  return { low: Number(BigInt.asIntN(32, value)), high: Number(BigInt.asIntN(32, value >> 32n)), unsigned: value > 0n }
}

/** The fields that differ from proto3's defaults. */
export function set(fields: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== '' && value !== false && !Object.is(value, 0)))
}
