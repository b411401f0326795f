/** Remembers what parts of texts were cut into. Histories are sent again with every call, and most of a text is known therefore. */
import type { TextPart } from './text-pieces.ts'

/** Pieces of parts, as signed ids. */
export interface PartMemory {
  get(part: TextPart): readonly number[] | undefined
  set(part: TextPart, pieces: readonly number[]): void
  clear(): void
}

interface Entry {
  readonly text: string
  readonly pieces: readonly number[]
}

/** What an entry takes beside its text, in UTF-16 units. */
const ENTRY_UNITS = 200
/** Characters of beginning, middle and end that stand for a text. */
const SAMPLE = 24

/**
 * Parts are found by samples of their texts, then compared: to hash a text takes ten times as long as to compare it.
 * @param maxUnits UTF-16 units that are kept; when half of them are used, what did not come since the last time is forgotten
 */
export function createPartMemory(maxUnits: number): PartMemory {
  let young = new Map<string, Entry>()
  let old = new Map<string, Entry>()
  let youngUnits = 0

  function keep(key: string, entry: Entry): void {
    const units = entry.text.length + ENTRY_UNITS
    if (units > maxUnits / 2) return
    if (youngUnits + units > maxUnits / 2) {
      old = young
      young = new Map()
      youngUnits = 0
    }
    young.set(key, entry)
    youngUnits += units
  }

  return {
    get({ kind, text }) {
      const key = keyOf(kind, text)
      const entry = young.get(key)
      if (entry?.text === text) return entry.pieces
      const found = old.get(key)
      if (found?.text !== text) return undefined
      keep(key, found)
      return found.pieces
    },
    set({ kind, text }, pieces) {
      if (text.isWellFormed()) keep(keyOf(kind, text), { text: ownText(text), pieces })
    },
    clear() {
      young = new Map()
      old = new Map()
      youngUnits = 0
    },
  }
}

function keyOf(kind: TextPart['kind'], text: string): string {
  const { length } = text
  if (length <= 3 * SAMPLE) return `${kind}${text}`
  const middle = length >> 1
  return `${kind}${length} ${text.slice(0, SAMPLE)}${text.slice(middle, middle + SAMPLE)}${text.slice(-SAMPLE)}`
}

/** A slice of a string keeps the whole of it in memory; a copy does not. */
function ownText(text: string): string {
  return Buffer.from(text).toString()
}
