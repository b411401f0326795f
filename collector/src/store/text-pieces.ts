/**
 * Cuts a long text into pieces, so that texts which share parts share pieces. Pure: the same text always gives the same pieces,
 * and the pieces joined are the text.
 *
 * A JSON list of objects (the messages of a conversation) is cut at its elements: the next call's list is this one plus an element.
 * Anything else is cut where its content says so (content-defined chunking by a rolling hash), so that an insertion changes only
 * the pieces around it.
 */

const MIN_CHUNK = 512
const MAX_CHUNK = 16_384
/** One boundary in 2,048 positions on average, beyond the minimum. */
const BOUNDARY_MASK = 0x7ff00000

/** Elements shorter than this on average are numbers or words, not messages. */
const MIN_MEAN_ELEMENT = 64

/** One pseudo-random number for each byte value: the "gear" of the rolling hash. Fixed for ever, as stored pieces depend on it. */
const GEAR = gearTable()

function gearTable(): Int32Array {
  const table = new Int32Array(256)
  let state = 0x9e3779b9
  for (let i = 0; i < 256; i++) {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    table[i] = state
  }
  return table
}

/** Cuts `text` into pieces; one piece when it is short. */
export function piecesOf(text: string): readonly string[] {
  return cutList(text) ?? cutChunks(text)
}

/** Pieces of a JSON list of objects: `[` and the first element, `,` and each further one, the rest. `undefined` for anything else. */
function cutList(text: string): readonly string[] | undefined {
  if (text.charCodeAt(0) !== OPEN_BRACKET) return undefined
  const ends = elementEnds(text)
  if (!ends || text.length / ends.length < MIN_MEAN_ELEMENT) return undefined
  const pieces: string[] = []
  let start = 0
  for (const end of [...ends, text.length]) {
    if (end > start) pieces.push(text.slice(start, end))
    start = end
  }
  return pieces
}

const OPEN_BRACKET = 0x5b
const CLOSE_BRACKET = 0x5d
const OPEN_BRACE = 0x7b
const CLOSE_BRACE = 0x7d
const QUOTE = 0x22
const BACKSLASH = 0x5c

/** Where the objects of a JSON list end, found by brackets and strings alone; `undefined` when it is not a list of objects. */
function elementEnds(text: string): number[] | undefined {
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

/** Index of the quote that closes the string opened at `start`; the end of the text when there is none. */
function stringEnd(text: string, start: number): number {
  let end = text.indexOf('"', start + 1)
  while (end !== -1 && isEscaped(text, end)) end = text.indexOf('"', end + 1)
  return end === -1 ? text.length : end
}

function isEscaped(text: string, index: number): boolean {
  let backslashes = 0
  while (text.charCodeAt(index - 1 - backslashes) === BACKSLASH) backslashes++
  return backslashes % 2 === 1
}

function cutChunks(text: string): readonly string[] {
  const pieces: string[] = []
  let start = 0
  while (start < text.length) {
    const end = chunkEnd(text, start)
    pieces.push(text.slice(start, end))
    start = end
  }
  return pieces
}

function chunkEnd(text: string, start: number): number {
  const limit = Math.min(text.length, start + MAX_CHUNK)
  let hash = 0
  for (let i = start; i < limit; i++) {
    const code = text.charCodeAt(i)
    hash = (hash << 1) + (GEAR[(code ^ (code >>> 8)) & 0xff] as number)
    if ((hash & BOUNDARY_MASK) === 0 && i - start >= MIN_CHUNK) return wholeCharacter(text, i + 1)
  }
  return wholeCharacter(text, limit)
}

/** Moves a cut behind the second half of a surrogate pair. */
function wholeCharacter(text: string, end: number): number {
  const last = text.charCodeAt(end - 1)
  return last >= 0xd800 && last <= 0xdbff && end < text.length ? end + 1 : end
}
