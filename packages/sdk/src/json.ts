/** Longer texts are cut, so that one value can neither fill the memory nor be refused by the receiver. */
export const MAX_TEXT_LENGTH = 4 * 1024 * 1024

/** What a value that cannot be written becomes. Deeper, or more numerous, parts of it are left out. */
const MAX_DEPTH = 64
const MAX_NODES = 200_000

/** A text within the limit; what is cut says so. */
export function bounded(text: string, maxLength = MAX_TEXT_LENGTH): string {
  if (text.length <= maxLength) return text
  return `${text.slice(0, maxLength)}… (cut, ${text.length} characters in all)`
}

/** Longer than what `bounded` adds. */
const NOTE_LENGTH = 60

/**
 * JSON text within the limit that is still JSON: of its texts, the longest are cut until all of it fits. What is too long even without
 * them becomes one text.
 */
function boundedJson(json: string): string {
  if (json.length <= MAX_TEXT_LENGTH) return json
  const value: unknown = JSON.parse(json)
  const lengths: number[] = []
  JSON.stringify(value, (_, part) => {
    if (typeof part === 'string') lengths.push(jsonLength(part))
    return part
  })
  const cap = longestPart(
    lengths.toSorted((a, b) => b - a),
    json.length - MAX_TEXT_LENGTH,
  )
  if (cap === undefined) return JSON.stringify(bounded(json, MAX_TEXT_LENGTH / 4))
  return JSON.stringify(value, (_, part) => (typeof part === 'string' ? cutTo(part, cap) : part))
}

/** A text that, but for the note, takes at most so many characters in JSON, where some take several. */
function cutTo(text: string, cap: number): string {
  if (jsonLength(text) <= cap + NOTE_LENGTH) return text
  let kept = cap
  for (let length = jsonLength(text.slice(0, kept)); length > cap; length = jsonLength(text.slice(0, kept)))
    kept = Math.floor((kept * cap) / length)
  return bounded(text, kept)
}

function jsonLength(text: string): number {
  return JSON.stringify(text).length
}

/**
 * How long texts may be so that all of them are `excess` characters shorter than they are.
 * @param lengths longest first
 */
function longestPart(lengths: readonly number[], excess: number): number | undefined {
  let sum = 0
  for (const [index, length] of lengths.entries()) {
    sum += length
    const cap = Math.floor((sum - excess) / (index + 1)) - 2 * NOTE_LENGTH
    if (cap >= (lengths[index + 1] ?? 0)) return cap
  }
  return undefined
}

/**
 * Any value as JSON text; `undefined` for what has none (`undefined`, functions). Never throws: cycles, BigInt, getters and `toJSON`
 * that throw, revoked proxies, depth and size only cost the part that they stand for.
 */
export function toJson(value: unknown): string | undefined {
  if (value === undefined) return undefined
  try {
    const text = JSON.stringify(value)
    return text === undefined ? undefined : boundedJson(text)
  } catch {
    return carefulJson(value)
  }
}

/** A text as it is, anything else as JSON. */
export function toText(value: unknown): string | undefined {
  return typeof value === 'string' ? bounded(value) : toJson(value)
}

function carefulJson(value: unknown): string | undefined {
  try {
    const text = JSON.stringify(plainCopy(value, { above: new Set(), nodes: 0 }))
    return text === undefined ? undefined : boundedJson(text)
  } catch {
    return '"[not serialisable]"'
  }
}

interface Walk {
  /** Objects on the way here: one that comes again is a cycle. */
  readonly above: Set<object>
  nodes: number
}

function plainCopy(value: unknown, walk: Walk): unknown {
  if (typeof value === 'bigint') return value.toString()
  if (typeof value === 'symbol' || typeof value === 'function') return undefined
  if (typeof value !== 'object' || value === null) return value
  if (walk.above.has(value)) return '[circular]'
  if (walk.above.size >= MAX_DEPTH || ++walk.nodes > MAX_NODES) return '[cut]'
  walk.above.add(value)
  try {
    return copyObject(value, walk)
  } catch {
    return '[not readable]'
  } finally {
    walk.above.delete(value)
  }
}

function copyObject(value: object, walk: Walk): unknown {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString()
  if (value instanceof Error) return { name: value.name, message: value.message }
  if (value instanceof Map) return plainCopy(Object.fromEntries(value), walk)
  if (value instanceof Set) return plainCopy([...value], walk)
  if (Array.isArray(value)) return Array.from(value.slice(0, MAX_NODES), (_, index) => readMember(value, index, walk))
  return Object.fromEntries(Object.keys(value).map((key) => [key, readMember(value, key, walk)]))
}

function readMember(owner: object, key: string | number, walk: Walk): unknown {
  try {
    return plainCopy(Reflect.get(owner, key), walk)
  } catch {
    return '[not readable]'
  }
}
