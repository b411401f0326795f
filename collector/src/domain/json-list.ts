const OPEN_BRACKET = 0x5b
const CLOSE_BRACKET = 0x5d
const OPEN_BRACE = 0x7b
const CLOSE_BRACE = 0x7d
const QUOTE = 0x22
const BACKSLASH = 0x5c

/**
 * Cuts the text of a JSON list of objects, such as the messages of a conversation: `[` and the first element, `,` and each further one,
 * the rest. The pieces joined are the text. `undefined` for anything else. Only brackets and strings are looked at.
 * @param minMeanUnits of a list whose elements are shorter on average, in UTF-16 units, nothing is cut: `undefined`
 */
export function listPieces(text: string, minMeanUnits = 0): readonly string[] | undefined {
  if (text.charCodeAt(0) !== OPEN_BRACKET) return undefined
  const ends = elementEnds(text)
  if (!ends || text.length / ends.length < minMeanUnits) return undefined
  const pieces: string[] = []
  let start = 0
  for (const end of [...ends, text.length]) {
    if (end > start) pieces.push(text.slice(start, end))
    start = end
  }
  return pieces
}

/** Where the objects of the list end; `undefined` when it is not a list of objects. */
function elementEnds(text: string): readonly number[] | undefined {
  const ends: number[] = []
  let depth = 0
  for (let i = 1; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code === QUOTE) {
      if (depth === 0) return undefined
      i = stringEnd(text, i)
    } else if (code === OPEN_BRACE || code === OPEN_BRACKET) {
      if (depth === 0 && code !== OPEN_BRACE) return undefined
      depth++
    } else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) {
      if (depth === 0) return ends.length > 0 ? ends : undefined
      if (--depth === 0) ends.push(i + 1)
    }
  }
  return undefined
}

/** Index of the quote that closes the JSON string opened at `start`; the end of the text when there is none. */
export function stringEnd(text: string, start: number): number {
  let end = text.indexOf('"', start + 1)
  while (end !== -1 && isEscaped(text, end)) end = text.indexOf('"', end + 1)
  return end === -1 ? text.length : end
}

function isEscaped(text: string, index: number): boolean {
  let backslashes = 0
  while (text.charCodeAt(index - 1 - backslashes) === BACKSLASH) backslashes++
  return backslashes % 2 === 1
}
