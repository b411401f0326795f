import { ACTING, ACTING_BUT_NEWLINE } from '@ai-tracker/collector'

/**
 * Text from telemetry, made harmless for a terminal. Anything that a terminal obeys (escape sequences), that reorders what is read
 * (bidi overrides) or that cannot be seen comes out as a visible escape such as `\x1b` or `\u202e`.
 */

const BLANKS = /[\t\n\v\f\r\u0085\u2028\u2029]+/gu

/** No script needs more marks on one letter; a pile of them paints over the lines around it. */
const PILED_MARKS = /([\p{M}\u200c\u200d]{8})[\p{M}\u200c\u200d]+/gu

/** No line of a terminal shows more; what follows must not cost time. */
const MAX_LINE = 2_000

/** One line: line breaks and tabs become a space, the rest of what is unsafe an escape; cut after 2,000 characters. */
export function safeLine(text: string): string {
  return visible(text.slice(0, MAX_LINE).replace(BLANKS, ' '), ACTING)
}

/** Several lines: the same, but line feeds stay and nothing is cut. */
export function safeLines(text: string): string {
  return visible(text, ACTING_BUT_NEWLINE)
}

/**
 * JSON text with the same value, in which what is unsafe is written as an escape of JSON.
 * @param indent spaces for each level; 0 = all in one line
 */
export function safeJson(value: unknown, indent = 2): string {
  // Line feeds of the layout are outside of strings; all other unsafe characters are inside.
  return JSON.stringify(value, null, indent).replace(ACTING_BUT_NEWLINE, (char) =>
    Array.from({ length: char.length }, (_, index) => `\\u${hex(char.charCodeAt(index), 4)}`).join(''),
  )
}

/** Makes the pieces of one long document safe, one after the other; a character may be cut by the border of two pieces of bytes. */
export function safeDocument(): (piece: string | Uint8Array) => string {
  const decoder = new TextDecoder()
  return (piece) => safeLines(typeof piece === 'string' ? piece : decoder.decode(piece, { stream: true }))
}

function visible(text: string, unsafe: RegExp): string {
  return text.toWellFormed().replace(unsafe, escapeOf).replace(PILED_MARKS, '$1')
}

function escapeOf(char: string): string {
  const code = char.codePointAt(0) ?? 0
  if (code <= 0xff) return `\\x${hex(code, 2)}`
  return code <= 0xffff ? `\\u${hex(code, 4)}` : `\\u{${hex(code, 5)}}`
}

function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, '0')
}
