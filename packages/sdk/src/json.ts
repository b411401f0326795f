/** Longer texts are cut, so that one value can neither fill the memory nor be refused by the receiver. */
export const MAX_TEXT_LENGTH = 4 * 1024 * 1024

/** What a value that cannot be written becomes. Deeper, or more numerous, parts of it are left out. */
const MAX_DEPTH = 64
const MAX_NODES = 200_000

/** A text within the limit; what is cut says so. */
export function bounded(text: string): string {
  if (text.length <= MAX_TEXT_LENGTH) return text
  return `${text.slice(0, MAX_TEXT_LENGTH)}… (cut, ${text.length} characters in all)`
}

/**
 * Any value as JSON text; `undefined` for what has none (`undefined`, functions). Never throws: cycles, BigInt, getters and `toJSON`
 * that throw, revoked proxies, depth and size only cost the part that they stand for.
 */
export function toJson(value: unknown): string | undefined {
  if (value === undefined) return undefined
  try {
    const text = JSON.stringify(value)
    return text === undefined ? undefined : bounded(text)
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
    return text === undefined ? undefined : bounded(text)
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
