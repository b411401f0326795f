/**
 * Content-defined chunking: a text is cut where a rolling hash over its last characters says so, so that an insertion changes only the
 * chunks around it.
 */

const MIN_CHUNK = 512
const MAX_CHUNK = 16_384
/** One boundary in 2,048 positions on average, beyond the minimum. */
const BOUNDARY_MASK = 0x7ff00000

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

/** Cuts a text; the chunks joined are the text, and no surrogate pair is cut. */
export function cutChunks(text: string): readonly string[] {
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
