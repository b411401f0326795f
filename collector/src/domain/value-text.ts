import { type AttributeValue, isKeyValueList, isList } from './attribute.ts'

/** Deeper values are written as null: no sender means them, and a reader's stack is finite. */
const MAX_DEPTH = 64

/** What a value says, for people: a text as it is, anything else as JSON text. */
export function valueText(value: AttributeValue): string {
  return typeof value === 'string' ? value : toJsonText(value)
}

/** Any attribute value as JSON text: integers exact, bytes as base64, not-a-number as null. */
export function toJsonText(value: AttributeValue, depth = 0): string {
  if (typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'bigint') return value.toString()
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : 'null'
  if (typeof value === 'boolean') return String(value)
  if (value === null || depth > MAX_DEPTH) return 'null'
  if (value instanceof Uint8Array) return JSON.stringify(Buffer.from(value).toString('base64'))
  if (isList(value)) return `[${value.map((element) => toJsonText(element, depth + 1)).join(',')}]`
  if (isKeyValueList(value)) return objectText(value.entries.map(({ key, value: inner }) => [key, toJsonText(inner, depth + 1)]))
  return 'null'
}

/** JSON text of an object from keys and JSON texts; of a repeated key the last stays. */
export function objectText(members: readonly (readonly [key: string, json: string])[]): string {
  return `{${[...new Map(members)].map(([key, json]) => `${JSON.stringify(key)}:${json}`).join(',')}}`
}
