/**
 * Text from telemetry, made safe to read. The page shows it as text in any case; here what would reorder the line (bidi controls),
 * or cannot be seen (control characters), gets a visible mark.
 */

/** Control and format characters, line and paragraph separators. Tab and line feed are layout; the joiners belong to emoji and scripts. */
const UNSEEN = /[[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]--[\t\n\u200c\u200d]]/v
const UNSEEN_ALL = new RegExp(UNSEEN, 'gv')

/** No script needs more marks on one letter; a pile of them paints over the lines around it. */
const PILED_MARKS = /(\p{M}{8})\p{M}+/gu

/** A stretch of text; `isMark` stretches stand for a character that cannot be seen. */
export interface TextPiece {
  /** Where it begins in the text. */
  readonly at: number
  readonly text: string
  readonly isMark: boolean
}

/** The text in pieces: what is shown as it is, and marks such as `\u202e` and `\x1b`. */
export function textPieces(text: string): readonly TextPiece[] {
  const clean = readable(text)
  if (!UNSEEN.test(clean)) return clean === '' ? [] : [{ at: 0, text: clean, isMark: false }]
  const pieces: TextPiece[] = []
  let from = 0
  for (const match of clean.matchAll(UNSEEN_ALL)) {
    if (match.index > from) pieces.push({ at: from, text: clean.slice(from, match.index), isMark: false })
    const mark = markOf(match[0])
    const last = pieces.at(-1)
    // One piece per run: a megabyte of zero bytes must not become a million elements.
    if (last?.isMark) pieces[pieces.length - 1] = { ...last, text: last.text + mark }
    else pieces.push({ at: match.index, text: mark, isMark: true })
    from = match.index + match[0].length
  }
  if (from < clean.length) pieces.push({ at: from, text: clean.slice(from), isMark: false })
  return pieces
}

/** The text with its marks, for titles, labels and other places that hold nothing but text. */
export function visibleText(text: string): string {
  return readable(text).replace(UNSEEN_ALL, markOf)
}

/** The same as one line, as it is: line breaks and tabs become a space. */
export function oneLineOf(text: string): string {
  return text.replace(/[\t\n\v\f\r\u0085\u2028\u2029]+/gu, ' ')
}

/** One line with its marks. */
export function visibleLine(text: string): string {
  return visibleText(oneLineOf(text))
}

/** CRLF is a line break as any other; half a surrogate pair is shown as what it is. */
function readable(text: string): string {
  return text.toWellFormed().replaceAll('\r\n', '\n').replace(PILED_MARKS, '$1')
}

function markOf(char: string): string {
  const code = char.codePointAt(0) ?? 0
  if (code <= 0xff) return `\\x${code.toString(16).padStart(2, '0')}`
  return code <= 0xffff ? `\\u${code.toString(16).padStart(4, '0')}` : `\\u{${code.toString(16)}}`
}
