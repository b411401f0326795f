import type { Rule } from './rule.ts'

/**
 * Which rules can match a text at all, in one scan: signs of three characters are looked up in a table. It says "perhaps" too often
 * where characters share a class, never "no" for a text with a sign.
 */
export type FindCandidates = (text: string) => readonly Rule[]

/** Number of classes of characters: 26 letters of both cases, digits, `-`, `_`, `@`, `/`, anything else. */
const CLASSES = 32
const OTHER = 0
const CLASS_OF = classTable()

function classTable(): Uint8Array {
  const table = new Uint8Array(0x10000)
  for (let letter = 0; letter < 26; letter++) {
    table[65 + letter] = letter + 1
    table[97 + letter] = letter + 1
  }
  table.fill(27, 48, 58)
  ;['-', '_', '@', '/'].forEach((character, index) => {
    table[character.charCodeAt(0)] = 28 + index
  })
  return table
}

/** Rules that share a bit are asked together. */
const BITS = 31

/** @param rules in the order in which they are to be asked */
export function candidateFinder(rules: readonly Rule[]): FindCandidates {
  const table = new Uint32Array(CLASSES ** 3)
  let always = 0
  rules.forEach(({ signs }, index) => {
    const bit = 1 << (index % BITS)
    if (signs.length === 0) always |= bit
    for (const sign of signs) for (const slot of slotsOf(sign)) table[slot] = (table[slot] ?? 0) | bit
  })
  return (text) => {
    const mask = scan(text, table) | always
    return mask === 0 ? NONE : rules.filter((_, index) => mask & (1 << (index % BITS)))
  }
}

const NONE: readonly Rule[] = []

function scan(text: string, table: Uint32Array): number {
  let slot = 0
  let mask = 0
  for (let i = 0; i < text.length; i++) {
    slot = ((slot << 5) | (CLASS_OF[text.charCodeAt(i)] as number)) & 0x7fff
    mask |= table[slot] as number
  }
  return mask
}

/** The table's places of a sign; one of a single character stands for itself between any two others. */
function slotsOf(sign: string): readonly number[] {
  const classes = [...sign].map((character) => CLASS_OF[character.charCodeAt(0)] ?? OTHER)
  const [first = OTHER, second = OTHER, third = OTHER] = classes
  if (classes.length === 3) return [(first << 10) | (second << 5) | third]
  return Array.from({ length: CLASSES * CLASSES }, (_, at) => ((at >> 5) << 10) | (first << 5) | (at & 31))
}

/** The sign of a literal that a match must contain: its three characters that are rarest in texts; `undefined` when it is shorter. */
export function signOf(literal: string): string | undefined {
  if (literal.length < 3) return undefined
  const candidates = Array.from({ length: literal.length - 2 }, (_, at) => literal.slice(at, at + 3))
  const letters = (sign: string): number => sign.replace(/[^A-Za-z ]/g, '').length
  return candidates.reduce((best, sign) => (letters(sign) <= letters(best) ? sign : best))
}
