/** What redaction leaves in the place of a text, whatever its mode and rules. */
const MARK = /\[(?:redacted:[a-z0-9-]{1,40}|off:\d{1,10} characters|hashed:[0-9a-f]{32})\]/g
/** A mark with the quotes around it, which a number that is taken out of JSON did not have. */
const MARK_OF_JSON = new RegExp(String.raw`(?:\\*")?${MARK.source}(?:\\*")?`)
/** A text that is nothing but a mark: its kind, and how long a text of mode `off` was. */
const WHOLE_MARK = /^\[(?:redacted:[a-z0-9-]{1,40}|(off):(\d{1,10}) characters|(hashed):[0-9a-f]{32})\]$/

/** Deeper than any message; a text that is only brackets must not use up the stack. */
const MAX_DEPTH = 200

/** How many marks of redaction stand in the texts of a value, of any depth. */
export function countMarks(value: unknown): number {
  if (typeof value === 'string') return value.match(MARK)?.length ?? 0
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return 0
  return Object.values(value).reduce((sum: number, each: unknown) => sum + countMarks(each), 0)
}

/**
 * Whether a value is another one of which something was taken out: where the two differ it has a text with marks, and what stands
 * around the marks stands in the other one, too. What was under a mark cannot be told: two values that differ only there are taken for one.
 */
export function isRedactionOf(value: unknown, original: unknown): boolean {
  return isRedaction(value, original, 0)
}

function isRedaction(value: unknown, original: unknown, depth: number): boolean {
  if (Object.is(value, original)) return true
  if (depth > MAX_DEPTH) return false
  if (typeof value === 'string') return isRedactedText(value, original, depth)
  if (typeof value !== 'object' || typeof original !== 'object' || value === null || original === null) return false
  const [keys, others] = [Object.keys(value), Object.keys(original)]
  return (
    keys.length === others.length &&
    keys.every((key, at) => {
      const other = Object.hasOwn(original, key) ? key : (others[at] ?? '')
      const isSameKey = key === other || isRedactedText(key, other, depth)
      return isSameKey && isRedaction(Reflect.get(value, key), Reflect.get(original, other), depth + 1)
    })
  )
}

function isRedactedText(value: string, original: unknown, depth: number): boolean {
  const whole = WHOLE_MARK.exec(value)
  if (whole) return mayStandFor(whole, original)
  if (typeof original !== 'string') return false
  const between = value.split(MARK_OF_JSON)
  return between.length > 1 && (isRedactedJson(value, original, depth) ?? hasInOrder(original, between))
}

/** What a mark stands for: a text or, as a text of JSON, any other value. Of those of modes, two of one kind stand for two texts. */
function mayStandFor([, off, length, hashed]: RegExpExecArray, original: unknown): boolean {
  if (typeof original !== 'string') return true
  const [isMark, otherOff, , otherHashed] = WHOLE_MARK.exec(original) ?? []
  if (isMark !== undefined) return (off ?? hashed) === undefined || (off ?? hashed) !== (otherOff ?? otherHashed)
  // A text from which something was taken out before has the length of what is left.
  return off === undefined || Number(length) === original.length || countMarks(original) > 0
}

/** Whether a text begins with the first part and ends with the last one, and has the others between them in their order. */
function hasInOrder(text: string, parts: readonly string[]): boolean {
  const [first = '', last = ''] = [parts[0], parts.at(-1)]
  const end = text.length - last.length
  if (!text.startsWith(first) || !text.endsWith(last)) return false
  let from = first.length
  for (const part of parts.slice(1, -1)) {
    const at = text.indexOf(part, from)
    if (at === -1) return false
    from = at + part.length
  }
  return from <= end
}

/** Modes write JSON anew: without its spaces, and with a mark in the place of a structure. @returns undefined when one of them is not JSON */
function isRedactedJson(value: string, original: string, depth: number): boolean | undefined {
  const [of, to] = [parsed(value), parsed(original)]
  return of === undefined || to === undefined ? undefined : isRedaction(of, to, depth + 1)
}

function parsed(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined // not JSON
  }
}
