import type { AttributeValue } from '../domain/attribute.ts'
import { isKeyValueList, isList } from '../domain/attribute.ts'

/** Deeper values are written as null: no sender means them, and a reader's stack is finite. */
const MAX_DEPTH = 64

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

/** The value of a JSON text, or `undefined` when it is not JSON. */
export function parseJson(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined // not JSON is an answer here, see the type
  }
}

/** A parsed value as JSON text; null for one so deeply nested that it cannot be written. */
export function writeJson(value: unknown): string {
  try {
    return JSON.stringify(value) ?? 'null'
  } catch {
    return 'null' // a text can nest deeper than the stack that writing it needs; the text itself is kept as an attribute
  }
}

/** Whether a text is JSON. */
export function isJson(value: string): boolean {
  return parseJson(value) !== undefined
}

/** Whether a text starts like a JSON list, object or string: a cheap look, not a check. */
export function looksLikeJson(value: string): boolean {
  return /^\s*(?:[{"]|\[(?!redacted:|hashed:|off:))/.test(value)
}

/** Content as it was sent where it is a string, else as JSON text. `undefined` for nothing and for placeholders. */
export function contentText(value: AttributeValue | undefined): string | undefined {
  if (value === undefined || value === null) return undefined
  if (typeof value !== 'string') return toJsonText(value)
  return value === '' || value === '{}' || value === '[]' || value === 'null' ? undefined : value
}

/** A value for a column of JSON text: a string that is JSON as it was sent, any other value written as JSON. */
export function jsonColumn(value: AttributeValue | undefined): string | undefined {
  if (value === undefined || value === null || value === '') return undefined
  return typeof value === 'string' && isJson(value) ? value : toJsonText(value)
}
