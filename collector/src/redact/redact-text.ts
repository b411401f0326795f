import { keepsJson, type Replacement, replaceInJson } from './json-text.ts'
import { markerOf, type Rule, type Stretch } from './rule.ts'
import { candidateFinder, type FindCandidates } from './signs.ts'

/** A text without what rules forbid; how often each rule found something, by its name. */
export interface RedactedText {
  /** The same string when nothing was found. */
  readonly text: string
  readonly counts: ReadonlyMap<string, number>
}

/** Rules ready for use. */
export interface RuleBook {
  readonly candidates: FindCandidates
  /** What these rules leave behind. Names of other rules do not count: a secret could pose as one. */
  readonly marker: RegExp
}

/** @param rules in the order in which they are applied; their names are letters, digits and `-` */
export function createRuleBook(rules: readonly Rule[]): RuleBook {
  const names = rules.map(({ name }) => name).join('|')
  return { candidates: candidateFinder(rules), marker: new RegExp(String.raw`\[redacted:(?:${names})\]`, 'g') }
}

/**
 * Replacements can bring together what makes a new match; texts are gone through until nothing is found, so that doing it again
 * changes nothing. Rules of our own need two rounds; an odd one of somebody else's must not go on for ever.
 */
const MAX_ROUNDS = 6
const NO_COUNTS: ReadonlyMap<string, number> = new Map()

/** Applies rules to a text. JSON stays JSON: a text that was, also as an element of a list with its comma, still is. */
export function redactText(text: string, book: RuleBook): RedactedText {
  let current = text
  let counts: Map<string, number> | undefined
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const before = current
    for (const rule of book.candidates(current)) {
      const find = (part: string): readonly Stretch[] => newStretches(part, rule, book.marker)
      const stretches = find(current)
      const changed = stretches.length === 0 ? current : replaceAll(current, stretches, { find, marker: markerOf(rule.name) })
      if (changed === current) continue
      counts ??= new Map()
      counts.set(rule.name, (counts.get(rule.name) ?? 0) + stretches.length)
      current = changed
    }
    if (current === before) break
  }
  return { text: current, counts: counts ?? NO_COUNTS }
}

function replaceAll(text: string, stretches: readonly Stretch[], replacement: Replacement): string {
  let result = ''
  let from = 0
  for (const stretch of stretches) {
    const quote = missingQuote(text, stretch)
    result += text.slice(from, stretch.start) + quote + replacement.marker + quote
    from = stretch.end
  }
  result += text.slice(from)
  return keepsJson(text, result) ? result : replaceInJson(text, replacement)
}

/** The value of a JSON member that has no quotes is a number; what replaces it needs those that its key has: `\"`, where the JSON is a string. */
function missingQuote(text: string, { start, end }: Stretch): string {
  const key = /(\\{0,15}")[ \t]*:[ \t]*$/.exec(text.slice(Math.max(0, start - 40), start))
  return key?.[1] !== undefined && /^[\s,}\]\\]|^$/.test(text.slice(end, end + 1)) ? key[1] : ''
}

/** What a rule finds beyond what was replaced already, never half of an escape. Both lists ascend. */
function newStretches(text: string, { find }: Rule, marker: RegExp): readonly Stretch[] {
  const found = find(text)
  if (found.length === 0) return found
  const markers = text.includes('[redacted:') ? [...text.matchAll(marker)] : []
  let next = 0
  let after = 0
  return found.flatMap((stretch) => {
    const { start, end } = wholeEscapes(text, stretch)
    if (end <= start || start < after) return []
    while (next < markers.length && endOf(markers[next]) <= start) next++
    const cutsFirst = isInside(start, markers[next])
    while (next < markers.length && endOf(markers[next]) < end) next++
    if (cutsFirst || isInside(end - 1, markers[next])) return []
    after = end
    return [{ start, end }]
  })
}

function isInside(at: number, marker: RegExpExecArray | undefined): boolean {
  return marker !== undefined && marker.index <= at && at < endOf(marker)
}

function endOf(marker: RegExpExecArray | undefined): number {
  return marker === undefined ? 0 : marker.index + marker[0].length
}

/** The stretch without halves of escapes at its ends, as they stand in JSON: `\n` and `\u00e9`. */
function wholeEscapes(text: string, { start, end }: Stretch): Stretch {
  const first = escapeAround(text, start)
  const last = escapeAround(text, end)
  return { start: first ? first.end : start, end: last ? last.start : end }
}

/** The escape in whose middle a place is. */
function escapeAround(text: string, place: number): Stretch | undefined {
  const from = Math.max(0, place - 5)
  const start = from + text.slice(from, place).lastIndexOf('\\')
  if (start < from) return undefined
  let backslashes = 1
  while (text[start - backslashes] === '\\') backslashes++
  if (backslashes % 2 === 0) return undefined
  const end = start + (/^u[0-9A-Fa-f]{4}/.test(text.slice(start + 1, start + 6)) ? 6 : 2)
  return place < end ? { start, end } : undefined
}
