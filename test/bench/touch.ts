/**
 * Looks at every string and value of decoded spans, so that a decoder which leaves work for later has to do it. Both functions
 * count the same: the characters of all names, keys and texts, and one for each other value.
 */
import { type Attributes, type AttributeValue, isList } from '../../collector/src/domain/attribute.ts'
import type { Span, TracesData } from '../../collector/src/domain/span.ts'

/** What is in spans that we decoded. */
export function touchDecoded({ resourceSpans }: TracesData): number {
  let units = 0
  for (const { resource, scopeSpans } of resourceSpans) {
    units += touchAttributes(resource.attributes)
    for (const { scope, spans } of scopeSpans) {
      units += touchText(scope.name)
      for (const span of spans) units += touchSpan(span)
    }
  }
  return units
}

function touchSpan({ traceId, spanId, parentSpanId, startNs, endNs, name, attributes }: Span): number {
  const ids = touchText(traceId) + touchText(spanId) + touchText(parentSpanId)
  // Ids are bytes in the other decoder: what counts is that they were read.
  return (ids > 0 && endNs > startNs ? 1 : 0) + touchText(name) + touchAttributes(attributes)
}

function touchAttributes(attributes: Attributes): number {
  let units = 0
  for (const { key, value } of attributes) units += touchText(key) + touchValue(value)
  return units
}

function touchValue(value: AttributeValue): number {
  if (typeof value === 'string') return touchText(value)
  if (!isList(value)) return 1
  let units = 0
  for (const item of value) units += touchValue(item)
  return units
}

function touchText(text: string): number {
  return text.charCodeAt(0) > 0 ? text.length : 0
}

/** The fields of protobufjs' messages that the loads fill. */
interface MessageTraces {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: MessageAttributes }
    readonly scopeSpans: readonly MessageScope[]
  }[]
}
interface MessageScope {
  readonly scope: { readonly name: string }
  readonly spans: readonly MessageSpan[]
}
interface MessageSpan {
  readonly traceId: Uint8Array
  readonly spanId: Uint8Array
  readonly parentSpanId: Uint8Array
  readonly name: string
  /** A `Long`, or a number where that package is missing. */
  readonly startTimeUnixNano: unknown
  readonly endTimeUnixNano: unknown
  readonly attributes: MessageAttributes
}
type MessageAttributes = readonly { readonly key: string; readonly value: MessageValue }[]
interface MessageValue {
  readonly value?: 'stringValue' | 'arrayValue' | string
  readonly stringValue: string
  readonly arrayValue: { readonly values: readonly MessageValue[] } | null
}

/** What is in spans that protobufjs decoded. */
export function touchMessage(message: object): number {
  if (!isTraces(message)) throw new Error('this is no TracesData')
  let units = 0
  for (const { resource, scopeSpans } of message.resourceSpans) {
    units += touchMessageAttributes(resource.attributes)
    for (const { scope, spans } of scopeSpans) {
      units += touchText(scope.name)
      for (const span of spans) units += touchMessageSpan(span)
    }
  }
  return units
}

function isTraces(message: object): message is MessageTraces {
  return 'resourceSpans' in message
}

function touchMessageSpan({ traceId, spanId, parentSpanId, startTimeUnixNano, endTimeUnixNano, name, attributes }: MessageSpan): number {
  const ids = traceId.length + spanId.length + parentSpanId.length
  return (ids > 0 && endTimeUnixNano !== startTimeUnixNano ? 1 : 0) + touchText(name) + touchMessageAttributes(attributes)
}

function touchMessageAttributes(attributes: MessageAttributes): number {
  let units = 0
  for (const { key, value } of attributes) units += touchText(key) + touchMessageValue(value)
  return units
}

function touchMessageValue(value: MessageValue): number {
  if (value.value === 'stringValue') return touchText(value.stringValue)
  if (value.value !== 'arrayValue') return 1
  let units = 0
  for (const item of value.arrayValue?.values ?? []) units += touchMessageValue(item)
  return units
}
