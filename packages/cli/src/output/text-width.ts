/** How many cells of a terminal a text takes, and how to make it fit. Texts are safe lines: no control characters. */

const ASCII = /^[ -~]*$/
const MARKS = /^[\p{M}\u200c\u200d]$/u
const EMOJI = /\p{Emoji_Presentation}|\ufe0f/u
/** East Asian Wide and Fullwidth of UAX #11, in whole blocks. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{16fe0}-\u{18dff}\u{1aff0}-\u{1b2ff}\u{1f200}-\u{1f2ff}\u{20000}-\u{3fffd}]/u

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** Cells that a text takes: 2 for wide characters and emoji, 0 for marks that stand on another character. */
export function textWidth(text: string): number {
  if (ASCII.test(text)) return text.length
  return graphemes(text).reduce((sum, grapheme) => sum + graphemeWidth(grapheme), 0)
}

/** The text in at most `width` cells; `…` stands for what was cut off. */
export function truncate(text: string, width: number): string {
  if (textWidth(text) <= width) return text
  if (width < 1) return ''
  return `${takeCells(text, width - 1).trimEnd()}…`
}

/** The text filled up with spaces on its right, or its left. */
export function pad(text: string, width: number, align: 'left' | 'right'): string {
  const fill = ' '.repeat(Math.max(0, width - textWidth(text)))
  return align === 'left' ? text + fill : fill + text
}

/** How a text is broken. */
export interface Wrapping {
  /** Cells in a line. */
  readonly width: number
  readonly maxLines: number
}

/** The text in lines, broken at spaces where there are some; `…` ends the last line if there is more. */
export function wrap(text: string, { width, maxLines }: Wrapping): readonly string[] {
  const lines: string[] = []
  let rest = text.trim()
  while (lines.length < maxLines - 1 && textWidth(rest) > width) {
    const full = takeCells(rest, width)
    if (full === '') break // not even one character fits
    const space = rest.startsWith(' ', full.length) ? full.length : full.lastIndexOf(' ')
    const end = space > 0 ? space : full.length
    lines.push(rest.slice(0, end).trimEnd())
    rest = rest.slice(end).trimStart()
  }
  return [...lines, truncate(rest, width)]
}

/** The text in lines that end at spaces; a word that is longer than a line stays whole, so that it can be copied. */
export function wrapWords(text: string, width: number): readonly string[] {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && textWidth(last) + 1 + textWidth(word) <= width) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines
}

/** As many whole graphemes from the start as fit. */
function takeCells(text: string, width: number): string {
  let taken = ''
  let used = 0
  for (const grapheme of graphemes(text)) {
    used += graphemeWidth(grapheme)
    if (used > width) break
    taken += grapheme
  }
  return taken
}

function graphemes(text: string): readonly string[] {
  return Array.from(segmenter.segment(text), ({ segment }) => segment)
}

function graphemeWidth(grapheme: string): number {
  if (EMOJI.test(grapheme)) return 2
  return Array.from(grapheme).reduce((sum, char) => sum + charWidth(char), 0)
}

function charWidth(char: string): number {
  if (MARKS.test(char)) return 0
  return WIDE.test(char) ? 2 : 1
}
