/**
 * Elements of a JSON list without parsing all of it. A conversation is sent again with every call; what people want
 * to read (the last user message, the system message) is at its ends.
 * Right for valid JSON; for anything else the slices do not parse, which the caller has to expect.
 */

const QUOTE = 0x22
const COMMA = 0x2c
const OPEN_BRACKET = 0x5b
const BACKSLASH = 0x5c
const CLOSE_BRACKET = 0x5d
const OPEN_BRACE = 0x7b
const CLOSE_BRACE = 0x7d

/** The texts of a list's elements, the last one first; nothing when the text does not end a list. */
export function* elementsBackward(json: string): Generator<string> {
  const last = lastCharacter(json)
  if (json.charCodeAt(last) !== CLOSE_BRACKET) return
  let depth = 0
  let end = last
  for (let at = last - 1; at >= 0; at--) {
    const code = json.charCodeAt(at)
    if (code === QUOTE) at = openingQuote(json, at)
    else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) depth++
    else if (code === OPEN_BRACE || code === OPEN_BRACKET) depth--
    if (depth < 0 || (depth === 0 && code === COMMA)) {
      yield json.slice(at + 1, end)
      end = at
    }
    if (depth < 0) return
  }
}

/** The texts of a list's elements that are whole, and where each ends, the first one first; also of a list that breaks off. */
export function* elementsForward(json: string): Generator<{ readonly element: string; readonly end: number }> {
  let start = json.search(/\S/)
  if (start < 0 || json.charCodeAt(start) !== OPEN_BRACKET) return
  start += 1
  let depth = 0
  for (let at = start; at < json.length; at++) {
    const code = json.charCodeAt(at)
    if (code === QUOTE) at = closingQuote(json, at)
    else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) depth--
    else if (code === OPEN_BRACE || code === OPEN_BRACKET) depth++
    if (depth < 0 || (depth === 0 && code === COMMA)) {
      yield { element: json.slice(start, at), end: at }
      start = at + 1
    }
    if (depth < 0) return
  }
}

/** The text of a list's first element, or `undefined` when there is none. */
export function firstElement(json: string): string | undefined {
  const start = json.search(/\S/)
  if (start < 0 || json.charCodeAt(start) !== OPEN_BRACKET) return undefined
  let depth = 0
  for (let at = start + 1; at < json.length; at++) {
    const code = json.charCodeAt(at)
    if (code === QUOTE) at = closingQuote(json, at)
    else if (code === OPEN_BRACE || code === OPEN_BRACKET) depth++
    else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) depth--
    if (depth < 0 || (depth === 0 && code === COMMA)) return json.slice(start + 1, at)
  }
  return undefined
}

function lastCharacter(json: string): number {
  let at = json.length - 1
  while (at >= 0 && json.charCodeAt(at) <= 0x20) at--
  return at
}

/** Index of the quote that opens the string which the quote at `closing` ends; -1 when there is none. */
function openingQuote(json: string, closing: number): number {
  let at = closing
  do {
    if (at === 0) return -1
    at = json.lastIndexOf('"', at - 1)
  } while (at >= 0 && isEscaped(json, at))
  return at
}

function closingQuote(json: string, opening: number): number {
  let at = opening
  do {
    at = json.indexOf('"', at + 1)
  } while (at >= 0 && isEscaped(json, at))
  return at < 0 ? json.length : at
}

/** Whether an odd number of backslashes stands before the quote at `at`. */
function isEscaped(json: string, at: number): boolean {
  let backslashes = 0
  while (json.charCodeAt(at - 1 - backslashes) === BACKSLASH) backslashes++
  return backslashes % 2 === 1
}
