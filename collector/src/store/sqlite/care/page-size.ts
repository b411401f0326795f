/** Which size the pages of a damaged file have: https://sqlite.org/fileformat.html#b_tree_pages. */
import { closeSync, openSync, readSync } from 'node:fs'
import { PAGE_SIZE } from '../own-file.ts'

/** Sizes that files of ours have or had, the smaller one first. */
const [SMALL, LARGE] = [4096, 8192] as const
/** How much of a file is looked at, in blocks of the larger size. */
const MAX_BLOCKS = 2_000

/**
 * The size that the header names, if files of ours can have it; else the one that the pages have. Where they do not tell, that of new files.
 * @param file is only read
 */
export function pageSizeOf(file: string): number {
  const fd = openSync(file, 'r')
  try {
    const block = Buffer.alloc(LARGE)
    const inHeader = readSync(fd, block, 0, LARGE, 0) < 18 ? 0 : block.readUInt16BE(16)
    if (inHeader === SMALL || inHeader === LARGE) return inHeader
    let votes = 0
    for (let at = 1; at < MAX_BLOCKS && readSync(fd, block, 0, LARGE, at * LARGE) === LARGE; at++) votes += voteOf(block)
    if (votes === 0) return PAGE_SIZE
    return votes > 0 ? LARGE : SMALL
  } finally {
    closeSync(fd)
  }
}

const INTERIOR_INDEX = 2
const INTERIOR_TABLE = 5
const LEAF_INDEX = 10
const LEAF_TABLE = 13
/** Bytes in front of a page's pointers to its cells. */
const HEADER_BYTES: ReadonlyMap<number, number> = new Map([
  [INTERIOR_INDEX, 12],
  [INTERIOR_TABLE, 12],
  [LEAF_INDEX, 8],
  [LEAF_TABLE, 8],
])

/**
 * A block of the larger size begins with a page, whichever size pages have. Cells are put at the end of a page, so that the last of them
 * lies in the second half of a large page and never beyond the end of a small one.
 * @returns 1 for the larger size, -1 for the smaller one, 0 where the block does not tell
 */
function voteOf(block: Buffer): number {
  const headerBytes = HEADER_BYTES.get(block.readUInt8(0))
  const cells = block.readUInt16BE(3)
  if (headerBytes === undefined || cells === 0 || headerBytes + 2 * cells > LARGE) return 0
  const starts = Array.from({ length: cells }, (_, cell) => block.readUInt16BE(headerBytes + 2 * cell))
  if (starts.some((start) => start < headerBytes + 2 * cells || start >= LARGE)) return 0
  return starts.some((start) => start >= SMALL) ? 1 : -1
}
