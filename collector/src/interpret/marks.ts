import type { Attributes } from '../domain/attribute.ts'
import type { Dialect } from './dialect.ts'

/** Which dialects the keys of a span mark, one bit for each in the order of their list. */
export type Marks = (attributes: Attributes) => number

interface Mark {
  readonly prefix: string
  readonly bit: number
}

/**
 * A function that finds the dialects that a span's keys mark, in one pass. Prefixes are grouped by their first character,
 * so that most keys of a plain span are dismissed after a look at one character.
 */
export function createMarks(dialects: readonly Dialect[]): Marks {
  const byFirst: (Mark[] | undefined)[] = []
  dialects.forEach(({ prefixes }, index) => {
    for (const prefix of prefixes) {
      const first = prefix.charCodeAt(0)
      byFirst[first] ??= []
      byFirst[first].push({ prefix, bit: 1 << index })
    }
  })
  return (attributes) => {
    let marks = 0
    for (const { key } of attributes) {
      const candidates = byFirst[key.charCodeAt(0)]
      if (candidates) for (const { prefix, bit } of candidates) if ((marks & bit) === 0 && key.startsWith(prefix)) marks |= bit
    }
    return marks
  }
}
