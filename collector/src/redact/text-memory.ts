import { hash } from 'node:crypto'

/** Answers for texts that come again and again. */
export interface TextMemory<T> {
  /** The answer that was given for this very text, else a new one. */
  recall(text: string, answer: (text: string) => T): T
}

/** What an entry takes besides its answer: the hash as a string, and its place in a map. */
const ENTRY_BYTES = 160

/**
 * Remembers answers by the SHA-256 of their texts, never the texts: a secret must not stay in memory. When half of `maxBytes` is full,
 * what was not asked for since the last time is forgotten.
 * @param sizeOf bytes that an answer keeps
 */
export function createTextMemory<T>(maxBytes: number, sizeOf: (answer: T) => number): TextMemory<T> {
  let young = new Map<string, T>()
  let old: ReadonlyMap<string, T> = new Map()
  let youngBytes = 0
  const keep = (key: string, answer: T): void => {
    const bytes = ENTRY_BYTES + sizeOf(answer)
    if (bytes > maxBytes / 2) return
    if (youngBytes + bytes > maxBytes / 2) {
      old = young
      young = new Map()
      youngBytes = 0
    }
    young.set(key, answer)
    youngBytes += bytes
  }
  return {
    recall(text, answer) {
      // Lone surrogates have no UTF-8: two texts would share a hash.
      if (!text.isWellFormed()) return answer(text)
      const key = hash('sha256', text, 'base64')
      const known = young.get(key)
      if (known !== undefined) return known
      const found = old.get(key) ?? answer(text)
      keep(key, found)
      return found
    },
  }
}
