import type { AnyValue, Attribute, Double, FailedSpan, Span, SpanDetail } from '../contract.ts'
import { type Attributes, type AttributeValue, isList } from '../domain/attribute.ts'
import type { StoredFailedSpan, StoredSpan, StoredSpanDetail, StoredTreeSpan } from '../domain/stored-span.ts'
import { cutTexts } from './cut-texts.ts'
import { iso, lasted, nsText, usd, words } from './values.ts'

/** A span in the order of the tree. */
export function treeSpanView(span: StoredTreeSpan): Span {
  return { ...spanFields(span), depth: span.depth, hasChildren: span.hasChildren }
}

/** A span that failed, and why. */
export function failedSpanView(span: StoredFailedSpan): FailedSpan {
  return { ...treeSpanView(span), errorMessage: span.errorMessage ?? null }
}

function spanFields(span: StoredSpan): Omit<Span, 'depth' | 'hasChildren'> {
  return {
    id: span.id,
    traceId: span.traceId,
    spanId: span.spanId,
    parentSpanId: span.parentSpanId ?? null,
    name: span.name,
    kind: span.recordKind,
    spanKind: span.kind,
    status: statusOf(span),
    startedAt: iso(span.startNs),
    startNs: nsText(span.startNs),
    endNs: nsText(span.endNs),
    durationMs: lasted(span.startNs, span.endNs),
    service: span.service ?? null,
    scope: span.scope,
    dialects: words(span.dialects),
    phaseId: span.phaseId ?? null,
    model: span.model ?? null,
    tokensTotal: span.tokensTotal ?? null,
    costUsd: usd(span.costNanos),
    repeated: span.repeated === 1,
    errorType: span.errorType ?? null,
    warnings: words(span.warnings),
  }
}

function statusOf({ failed, endNs }: StoredSpan): Span['status'] {
  if (failed === 1) return 'failed'
  return endNs === 0n ? 'running' : 'ok'
}

/** A span with everything that was sent. @param maxLength cuts strings that have more UTF-16 units */
export function spanDetailView(span: StoredSpanDetail, maxLength?: number): SpanDetail {
  const { value, cut } = maxLength === undefined ? { value: wholeSpan(span), cut: [] } : cutTexts(wholeSpan(span), maxLength)
  return { ...value, cut }
}

function wholeSpan(span: StoredSpanDetail): Omit<SpanDetail, 'cut'> {
  const { span: sent, resource, scope } = span.item
  return {
    ...spanFields(span),
    sessionId: span.sessionId,
    traceState: sent.traceState,
    flags: sent.flags,
    statusCode: sent.status.code,
    statusMessage: sent.status.message,
    errorMessage: span.errorMessage ?? null,
    attributes: attributesView(sent.attributes),
    droppedAttributesCount: sent.droppedAttributesCount,
    events: sent.events.map((event) => ({
      at: iso(BigInt.asIntN(64, event.timeNs)),
      timeNs: nsText(event.timeNs),
      name: event.name,
      attributes: attributesView(event.attributes),
      droppedAttributesCount: event.droppedAttributesCount,
    })),
    droppedEventsCount: sent.droppedEventsCount,
    links: sent.links.map((link) => ({ ...link, attributes: attributesView(link.attributes) })),
    droppedLinksCount: sent.droppedLinksCount,
    resource: { attributes: attributesView(resource.attributes), schemaUrl: resource.schemaUrl },
    instrumentation: {
      name: scope.name,
      version: scope.version,
      attributes: attributesView(scope.attributes),
      schemaUrl: scope.schemaUrl,
    },
    receivedAt: iso(span.receivedNs),
  }
}

/** Attributes in the form of OTLP/JSON, in which every type is kept apart. */
export function attributesView(attributes: Attributes): readonly Attribute[] {
  return attributes.map(({ key, value }) => ({ key, value: anyValue(value) }))
}

/** One value in the form of OTLP/JSON. */
export function anyValue(value: AttributeValue): AnyValue {
  if (typeof value === 'string') return { stringValue: value }
  if (typeof value === 'boolean') return { boolValue: value }
  if (typeof value === 'bigint') return { intValue: value.toString() }
  if (typeof value === 'number') return { doubleValue: doubleView(value) }
  if (value === null) return {}
  if (value instanceof Uint8Array) return { bytesValue: Buffer.from(value).toString('base64') }
  if (isList(value)) return { arrayValue: { values: value.map(anyValue) } }
  return { kvlistValue: { values: attributesView(value.entries) } }
}

/** A double as JSON can have it. */
export function doubleView(value: number): Double {
  if (Number.isFinite(value)) return value
  if (Number.isNaN(value)) return 'NaN'
  return value > 0 ? 'Infinity' : '-Infinity'
}
