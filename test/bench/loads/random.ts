/** Numbers that look random and are the same in every run. */
export interface Random {
  /** A whole number from 0 up to, but not including, `bound`. */
  below(bound: number): number
  /** `bytes` bytes as lower-case hex, never all zero. */
  hex(bytes: number): string
  /** English-looking words of about `length` characters. */
  words(length: number): string
}

const SYLLABLES = ['ka', 'ro', 'mi', 'ten', 'sol', 'var', 'el', 'du', 'pha', 'ning', 'st', 'or', 'ance', 'qui', 'ble', 'ter']
const VOCABULARY = 2048

/** A source of numbers (mulberry32) that follows from `seed` alone. */
export function createRandom(seed: number): Random {
  let state = seed | 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return (mixed ^ (mixed >>> 14)) >>> 0
  }
  const below = (bound: number): number => next() % bound
  const hex = (bytes: number): string => {
    let digits = ''
    while (digits.length < bytes * 2) digits += next().toString(16).padStart(8, '0')
    return `1${digits.slice(1, bytes * 2)}`
  }
  const words = (length: number): string => {
    const parts: string[] = []
    for (let size = 0; size < length; size += 1 + (parts.at(-1)?.length ?? 0)) parts.push(WORDS[below(VOCABULARY)] ?? '')
    return parts.join(' ')
  }
  return { below, hex, words }
}

/** The vocabulary: two to four syllables a word. */
const WORDS: readonly string[] = Array.from({ length: VOCABULARY }, (_, index) =>
  [0, 4, 8, 12]
    .slice(0, 2 + (index % 3))
    .map((shift) => SYLLABLES[(Math.imul(index + 1, 0x9e3779b1) >>> (shift + 8)) % SYLLABLES.length] ?? '')
    .join(''),
)
