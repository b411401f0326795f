import type { AttributeValue, KeyValue } from '../../domain/attribute.ts'
import type { SpanItem } from '../../domain/span.ts'

/** A span as fixtures and tests write it: plain JSON, where a whole number is an int and `{"$double": 1}` a double. */
export interface PlainItem {
  readonly name?: string
  readonly scope?: { readonly name?: string; readonly version?: string; readonly schemaUrl?: string }
  readonly resource?: Readonly<Record<string, unknown>>
  /** Default: some parent. `''` makes the span a root. */
  readonly parentSpanId?: string
  readonly startNs?: string
  readonly endNs?: string
  readonly status?: { readonly code: number; readonly message?: string }
  readonly droppedAttributesCount?: number
  readonly attributes?: Readonly<Record<string, unknown>>
  readonly events?: readonly { readonly name: string; readonly timeNs?: string; readonly attributes?: Readonly<Record<string, unknown>> }[]
}

/** The item of a plain description, with valid values for all that it leaves open. */
export function testItem(plain: PlainItem): SpanItem {
  const startNs = BigInt(plain.startNs ?? '1767225600000000000')
  return {
    resource: { attributes: attributesOf(plain.resource), droppedAttributesCount: 0, entityRefs: [], schemaUrl: '' },
    scope: {
      name: plain.scope?.name ?? '',
      version: plain.scope?.version ?? '',
      attributes: [],
      droppedAttributesCount: 0,
      schemaUrl: plain.scope?.schemaUrl ?? '',
    },
    span: {
      traceId: '0af7651916cd43dd8448eb211c80319c',
      spanId: 'b7ad6b7169203331',
      traceState: '',
      parentSpanId: plain.parentSpanId ?? '00f067aa0ba902b7',
      flags: 0,
      name: plain.name ?? 'work',
      kind: 1,
      startNs,
      endNs: plain.endNs === undefined ? startNs + 2_000_000_000n : BigInt(plain.endNs),
      attributes: attributesOf(plain.attributes),
      droppedAttributesCount: plain.droppedAttributesCount ?? 0,
      events: (plain.events ?? []).map(({ name, timeNs, attributes }) => ({
        name,
        timeNs: timeNs === undefined ? startNs + 1_000_000_000n : BigInt(timeNs),
        attributes: attributesOf(attributes),
        droppedAttributesCount: 0,
      })),
      droppedEventsCount: 0,
      links: [],
      droppedLinksCount: 0,
      status: { code: plain.status?.code ?? 0, message: plain.status?.message ?? '' },
    },
  }
}

/** Attributes of a JSON object. */
export function attributesOf(object: Readonly<Record<string, unknown>> = {}): readonly KeyValue[] {
  return Object.entries(object).map(([key, value]) => ({ key, value: toValue(value) }))
}

function toValue(value: unknown): AttributeValue {
  if (typeof value === 'string' || typeof value === 'boolean' || typeof value === 'bigint') return value
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : value
  if (value instanceof Uint8Array) return value
  if (Array.isArray(value)) return value.map(toValue)
  if (typeof value !== 'object' || value === null) return null
  if ('$double' in value && typeof value.$double === 'number') return value.$double
  return { entries: Object.entries(value).map(([key, inner]) => ({ key, value: toValue(inner) })) }
}
