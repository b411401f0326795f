import { type Attributes, type AttributeValue, isList } from '../../domain/attribute.ts'
import { jsonString } from '../../domain/json-string.ts'

/** An object of the members that are not `''`. */
export function object(...members: readonly string[]): string {
  return `{${members.filter((member) => member !== '').join(',')}}`
}

/** A member whose value is JSON text. */
export function member(name: string, json: string): string {
  return `"${name}":${json}`
}

/** A string member, unless it is empty. */
export function text(name: string, value: string): string {
  return value === '' ? '' : `"${name}":${jsonString(value)}`
}

/** A number member, unless it is 0. */
export function number(name: string, value: number): string {
  return value === 0 ? '' : `"${name}":${value}`
}

/** A 64-bit integer member, as decimal digits in a string. */
export function long(name: string, value: bigint): string {
  return `"${name}":"${value}"`
}

/** A double member, unless it was not sent. */
export function double(name: string, value: number | undefined): string {
  return value === undefined ? '' : `"${name}":${doubleToJson(value)}`
}

/** A list member, unless it is empty. */
export function list<T>(name: string, items: readonly T[], toJson: (item: T) => string): string {
  return items.length === 0 ? '' : `"${name}":[${items.map(toJson).join(',')}]`
}

/** A member of attributes, unless there are none. */
export function attributeList(name: string, attributes: Attributes): string {
  return list(name, attributes, keyValueToJson)
}

function keyValueToJson({ key, value }: Attributes[number]): string {
  return `{"key":${jsonString(key)},"value":${anyValueToJson(value)}}`
}

/** AnyValue: `{}` for one without content. */
export function anyValueToJson(value: AttributeValue): string {
  if (typeof value === 'string') return `{"stringValue":${jsonString(value)}}`
  if (typeof value === 'bigint') return `{"intValue":"${value}"}`
  if (typeof value === 'number') return `{"doubleValue":${doubleToJson(value)}}`
  if (typeof value === 'boolean') return `{"boolValue":${value}}`
  if (value === null) return '{}'
  if (value instanceof Uint8Array) return `{"bytesValue":"${base64(value)}"}`
  if (isList(value)) return `{"arrayValue":{"values":[${value.map(anyValueToJson).join(',')}]}}`
  return `{"kvlistValue":{"values":[${value.entries.map(keyValueToJson).join(',')}]}}`
}

/** A double; what JSON has no number for as text. */
export function doubleToJson(value: number): string {
  if (!Number.isFinite(value)) return `"${value}"`
  return Object.is(value, -0) ? '-0' : String(value)
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')
}
