/** Longer texts are not parsed: nobody reads them formatted. */
const MAX_FORMATTED = 200_000
/** Indentation grows with the square of the depth: a text that would become longer is left as it is. */
const MAX_SHOWN = 2_000_000

/** JSON text with line breaks and indentation; undefined when the text is none, holds no list or object, or is too long. Digits stay as sent. */
export function formattedJson(text: string): string | undefined {
  if (text.length > MAX_FORMATTED || !/^\s*[[{]/.test(text)) return undefined
  try {
    JSON.parse(text)
  } catch {
    return undefined // not JSON after all
  }
  return indented(text)
}

/** Puts line breaks between the tokens, so that numbers which do not fit a double keep their digits. Undefined when that is too long. */
function indented(json: string): string | undefined {
  const pieces: string[] = []
  let [depth, length, isFirst] = [0, 0, false]
  for (const [token] of json.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{},:]|[^\s[\]{},:"]+/g)) {
    const isEnd = token === '}' || token === ']'
    if (isEnd) depth--
    // An empty list or object stays on its line.
    const piece = isFirst === isEnd ? spaced(token, depth) : `${line(depth)}${token}`
    isFirst = token === '{' || token === '['
    if (isFirst) depth++
    pieces.push(piece)
    length += piece.length
    if (length > MAX_SHOWN) return undefined
  }
  return pieces.join('')
}

/** A token that goes on the line of the one before it. */
function spaced(token: string, depth: number): string {
  if (token === ',') return `,${line(depth)}`
  return token === ':' ? ': ' : token
}

function line(depth: number): string {
  return `\n${'  '.repeat(depth)}`
}
