import fc from 'fast-check'
import type { AttributeValue, KeyValue } from '../../domain/attribute.ts'
import type { EntityRef, Resource, ResourceSpans, Scope, Span, SpanEvent, SpanLink, TracesData } from '../../domain/span.ts'

/* Random data of the whole model, for round trips and for comparing with another decoder. */

/** Any text. */
export const text = fc.oneof({ weight: 4, arbitrary: fc.string({ unit: 'binary', maxLength: 12 }) }, { weight: 1, arbitrary: longText() })
/** Any uint32, mostly small. */
export const uint32 = fc.oneof(fc.constant(0), fc.nat(300), fc.integer({ min: 0, max: 2 ** 32 - 1 }))
/** Any int32. */
export const int32 = fc.oneof(fc.nat(6), fc.integer())
/** Any time, 0 too. */
export const timeNs = fc.oneof(fc.constant(0n), fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }))
/** Any int64, mostly small. */
export const int64 = fc.oneof(fc.bigInt({ min: -300n, max: 300n }), fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }))
const bytes = fc.uint8Array({ maxLength: 200 })

/** Text around the lengths at which the readers change their way of making strings. */
function longText(): fc.Arbitrary<string> {
  return fc.tuple(fc.constantFrom('a', 'é', '漢', '😀'), fc.integer({ min: 20, max: 140 })).map(([unit, times]) => unit.repeat(times))
}

/** Any id of so many bytes, but not of zeros. */
export function hex(size: number): fc.Arbitrary<string> {
  return fc
    .uint8Array({ minLength: size, maxLength: size })
    .filter((id) => id.some((byte) => byte > 0))
    .map((id) => Buffer.from(id).toString('hex'))
}

/** Every kind of AnyValue, nested. */
export const anyValue: fc.Arbitrary<AttributeValue> = fc.letrec<{ value: AttributeValue; entry: KeyValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    text,
    fc.boolean(),
    int64,
    fc.double(),
    bytes,
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.array(tie('entry'), { maxLength: 4 }).map((entries) => ({ entries })),
  ),
  entry: record({ key: text, value: tie('value') }),
})).value

/** Any attributes, with repeated keys too. */
export const attributes = fc.array(record<KeyValue>({ key: text, value: anyValue }), { maxLength: 4 })

const event = record<SpanEvent>({ timeNs, name: text, attributes, droppedAttributesCount: uint32 })

const link = record<SpanLink>({
  traceId: fc.oneof(hex(16), hex(3), fc.constant('')),
  spanId: fc.oneof(hex(8), hex(20)),
  traceState: text,
  attributes,
  droppedAttributesCount: uint32,
  flags: uint32,
})

/** Any valid span. */
const anySpan: fc.Arbitrary<Span> = record<Span>({
  traceId: hex(16),
  spanId: hex(8),
  traceState: text,
  parentSpanId: fc.oneof(fc.constant(''), hex(8)),
  flags: uint32,
  name: text,
  kind: int32,
  startNs: timeNs,
  endNs: timeNs,
  attributes,
  droppedAttributesCount: uint32,
  events: fc.array(event, { maxLength: 3 }),
  droppedEventsCount: uint32,
  links: fc.array(link, { maxLength: 3 }),
  droppedLinksCount: uint32,
  status: record({ code: int32, message: text }),
})

const entityRef = record<EntityRef>({
  schemaUrl: text,
  type: text,
  idKeys: fc.array(text, { maxLength: 3 }),
  descriptionKeys: fc.array(text, { maxLength: 3 }),
})

/** Any resource. */
export const resource = record<Resource>({
  attributes,
  droppedAttributesCount: uint32,
  entityRefs: fc.array(entityRef, { maxLength: 2 }),
  schemaUrl: text,
})

/** Any scope. */
export const scope = record<Scope>({ name: text, version: text, attributes, droppedAttributesCount: uint32, schemaUrl: text })

const scopeSpans = record({ scope, spans: fc.array(anySpan, { maxLength: 3 }) })

const resourceSpans = record<ResourceSpans>({ resource, scopeSpans: fc.array(scopeSpans, { maxLength: 2 }) })

/** Any request whose spans are all valid. */
export const anyTraces: fc.Arbitrary<TracesData> = record<TracesData>({ resourceSpans: fc.array(resourceSpans, { maxLength: 2 }) })

/** An object with such fields. */
export function record<T extends object>(model: { readonly [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<T> {
  return fc.record<T>(model, { noNullPrototype: true })
}
