/** What redaction leaves in the place of a text, whatever its mode and rules. */
const MARK = /\[(?:redacted:[a-z0-9-]{1,40}|off:\d{1,10} characters|hashed:[0-9a-f]{32})\]/g

/** How many marks of redaction stand in the texts of a value, of any depth. */
export function countMarks(value: unknown): number {
  if (typeof value === 'string') return value.match(MARK)?.length ?? 0
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return 0
  return Object.values(value).reduce((sum: number, each: unknown) => sum + countMarks(each), 0)
}

/** Whether a value is another one of which something was taken out: wherever the two differ, it has a text with a mark. */
export function isRedactionOf(value: unknown, original: unknown): boolean {
  if (Object.is(value, original)) return true
  if (typeof value === 'string') return countMarks(value) > 0
  if (typeof value !== 'object' || typeof original !== 'object' || value === null || original === null) return false
  const keys = Object.keys(value)
  return (
    keys.length === Object.keys(original).length &&
    keys.every((key) => Object.hasOwn(original, key) && isRedactionOf(Reflect.get(value, key), Reflect.get(original, key)))
  )
}
