import type { AttributeValue } from '../domain/attribute.ts'
import { toJsonText } from '../domain/value-text.ts'

export { objectText, toJsonText } from '../domain/value-text.ts'

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
