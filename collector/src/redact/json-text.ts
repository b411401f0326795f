import type { Rule } from './rule.ts'

/** Whether a text that is JSON was changed to one that is JSON as well. A text that is not JSON may become anything. */
export function keepsJson(before: string, after: string): boolean {
  return !isJson(before) || isJson(after)
}

/**
 * Whether a text is a JSON object, list or string, or a piece of a list: an element after `[` or `,`. A number is taken for plain
 * text.
 */
function isJson(text: string): boolean {
  const body = /^\s*,/.test(text) ? text.slice(text.indexOf(',') + 1) : text
  const first = /^\s*([[{"])/.exec(body)?.[1]
  if (first === undefined) return false
  return parses(body) || (first === '[' && parses(body.slice(body.indexOf('[') + 1)))
}

function parses(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    // Not JSON, which is an answer.
    return false
  }
}

/** What is to be replaced in a text, and by what. */
export interface Replacement {
  readonly find: Rule['find']
  readonly marker: string
}

/** Replaces within each string and number of a JSON text by itself, so that no match can take a part of its structure. */
export function replaceInJson(text: string, replacement: Replacement): string {
  let result = ''
  let from = 0
  for (let quote = text.indexOf('"'); quote !== -1; quote = text.indexOf('"', from)) {
    const end = stringEnd(text, quote)
    result += replaceNumbers(text.slice(from, quote), replacement) + replaceString(text.slice(quote, end), replacement)
    from = end
  }
  return result + replaceNumbers(text.slice(from), replacement)
}

function replaceString(literal: string, { find, marker }: Replacement): string {
  const content: unknown = JSON.parse(literal)
  if (typeof content !== 'string') return literal
  const stretches = find(content)
  if (stretches.length === 0) return literal
  let result = ''
  let from = 0
  for (const { start, end } of stretches) {
    result += content.slice(from, start) + marker
    from = end
  }
  return JSON.stringify(result + content.slice(from))
}

function replaceNumbers(between: string, { find, marker }: Replacement): string {
  return between.replace(/-?\d[\d.eE+-]*/g, (number) => (find(number).length > 0 ? JSON.stringify(marker) : number))
}

/** Behind the quote that closes the string opened at `start`. */
function stringEnd(text: string, start: number): number {
  let end = text.indexOf('"', start + 1)
  while (end !== -1 && isEscaped(text, end)) end = text.indexOf('"', end + 1)
  return end === -1 ? text.length : end + 1
}

function isEscaped(text: string, index: number): boolean {
  let backslashes = 0
  while (text[index - 1 - backslashes] === '\\') backslashes++
  return backslashes % 2 === 1
}
