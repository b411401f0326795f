import type { AttributeValue, KeyValue } from '../../domain/attribute.ts'
import type { Resource, Scope, Span, TracesData } from '../../domain/span.ts'

/** A valid span with defaults for what a test does not care about. */
export function span(fields: Partial<Span> = {}): Span {
  return {
    traceId: '5b8efff798038103d269b633813fc60c',
    spanId: 'eee19b7ec3c1b174',
    traceState: '',
    parentSpanId: '',
    flags: 0,
    name: '',
    kind: 0,
    startNs: 0n,
    endNs: 0n,
    attributes: [],
    droppedAttributesCount: 0,
    events: [],
    droppedEventsCount: 0,
    links: [],
    droppedLinksCount: 0,
    status: { code: 0, message: '' },
    ...fields,
  }
}

/** A resource with defaults. */
export function resource(fields: Partial<Resource> = {}): Resource {
  return { attributes: [], droppedAttributesCount: 0, entityRefs: [], schemaUrl: '', ...fields }
}

/** A scope with defaults. */
export function scope(fields: Partial<Scope> = {}): Scope {
  return { name: '', version: '', attributes: [], droppedAttributesCount: 0, schemaUrl: '', ...fields }
}

/** A request with these spans under one resource and one scope. */
export function traces(...spans: readonly Span[]): TracesData {
  return { resourceSpans: [{ resource: resource(), scopeSpans: [{ scope: scope(), spans }] }] }
}

/** Attributes from pairs. */
export function attributes(...entries: readonly (readonly [string, AttributeValue])[]): readonly KeyValue[] {
  return entries.map(([key, value]) => ({ key, value }))
}

/** A value within so many lists. */
export function nested(levels: number, innermost: AttributeValue = 'bottom'): AttributeValue {
  let value = innermost
  for (let level = 0; level < levels; level++) value = [value]
  return value
}
