import type { SqlValue } from '@ai-tracker/collector'

/** A value as text, exactly: blobs as hex digits, reals with a point. `null` = NULL. */
export function textOf(value: SqlValue): string | null {
  if (value === null || typeof value === 'string') return value
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex')
  return typeof value === 'number' && Number.isInteger(value) ? `${value}.0` : String(value)
}

/** A value for JSON: an integer that a JavaScript number cannot hold exactly is text, as are blobs and infinities. */
export function jsonValueOf(value: SqlValue): string | number | null {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value)
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value)
  return value instanceof Uint8Array ? textOf(value) : value
}

/** Names of columns as keys of an object: a name that comes again gets a number behind it. */
export function keysOf(columns: readonly string[]): readonly string[] {
  const keys = new Set<string>()
  for (const column of columns) {
    let key = column
    for (let number = 1; keys.has(key); number++) key = `${column}:${number}`
    keys.add(key)
  }
  return [...keys]
}
