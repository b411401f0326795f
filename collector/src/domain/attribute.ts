/**
 * The value tree of OTLP (`AnyValue`), with every type kept apart.
 *
 * int64 is a `bigint` and double is a `number`, so `1` and `1.0` never become the same value.
 * Source: opentelemetry-proto `common/v1/common.proto`.
 */

/** A map value. A class of its own, because an OTLP map is an ordered list that may repeat keys. */
export interface KeyValueList {
  readonly entries: Attributes
}

/** One OTLP `AnyValue`. `null` is a value that was sent without content (`{}`), which differs from a missing key. */
export type AttributeValue = string | boolean | bigint | number | Uint8Array | readonly AttributeValue[] | KeyValueList | null

/** One attribute. */
export interface KeyValue {
  readonly key: string
  readonly value: AttributeValue
}

/** Attributes in the order in which they were sent; a repeated key stands more than once. */
export type Attributes = readonly KeyValue[]

/** Whether a value is a map. */
export function isKeyValueList(value: AttributeValue | undefined): value is KeyValueList {
  return typeof value === 'object' && value !== null && 'entries' in value && !Array.isArray(value) && !(value instanceof Uint8Array)
}

/** Whether a value is a list. (`Array.isArray` does not narrow readonly arrays.) */
export function isList(value: AttributeValue | undefined): value is readonly AttributeValue[] {
  return Array.isArray(value)
}

/** Attributes by key; of a repeated key the last value wins, as OTLP consumers agree on. */
export function attributeMap(attributes: Attributes): ReadonlyMap<string, AttributeValue> {
  const map = new Map<string, AttributeValue>()
  for (const { key, value } of attributes) map.set(key, value)
  return map
}
