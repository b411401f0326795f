import { isUtf8 } from 'node:buffer'
import { takeBlock, type WireReader } from './wire-reader.ts'

declare global {
  interface Buffer {
    /** What `toString('utf8', …)` calls; calling it directly saves a tenth of the time that decoding takes. */
    utf8Slice(start: number, end: number): string
  }
}

/**
 * Strings of protobuf messages. Telemetry repeats the same keys, names and short values endlessly, so short strings
 * are looked up by their bytes in a small table of what was read before: cheaper than making a new one, and equal
 * strings are then the same object. The table is bounded, and what it holds never changes a result.
 */
const SLOTS = 4096
const SLOT_BYTES = 64
const slotStrings: string[] = new Array<string>(SLOTS).fill('')
const slotLengths = new Uint8Array(SLOTS)
const slotBytes = new Uint8Array(SLOTS * SLOT_BYTES)
const slotView = new DataView(slotBytes.buffer)

/** Odd multiplier with well-mixed bits (2^32 divided by the golden ratio). */
const MIX = 0x9e3779b1

/** A string field. Invalid UTF-8 becomes U+FFFD per maximal subpart and is counted; a byte order mark is kept. */
export function readString(reader: WireReader): string {
  const start = takeBlock(reader)
  const length = reader.pos - start
  if (length === 0) return ''
  return length <= SLOT_BYTES ? known(reader, start, length) : fresh(reader, start)
}

function known(reader: WireReader, start: number, length: number): string {
  const slot = slotOf(reader, start, length)
  if (slotLengths[slot] === length && isSame(reader, start, slot * SLOT_BYTES)) return slotStrings[slot] ?? ''
  const repaired = reader.repairedStrings
  const text = fresh(reader, start)
  if (reader.repairedStrings === repaired) {
    const { bytes } = reader
    const offset = slot * SLOT_BYTES
    slotStrings[slot] = text
    slotLengths[slot] = length
    for (let i = 0; i < length; i++) slotBytes[offset + i] = bytes[start + i] ?? 0
  }
  return text
}

/** The slot of the string from `start` to `pos`. */
function slotOf(reader: WireReader, start: number, length: number): number {
  const { view, pos, bytes } = reader
  let hash = length
  let at = start
  for (; at + 4 <= pos; at += 4) hash = Math.imul(hash ^ view.getInt32(at, true), MIX)
  for (; at < pos; at++) hash = Math.imul(hash ^ (bytes[at] ?? 0), MIX)
  return (hash ^ (hash >>> 15)) & (SLOTS - 1)
}

/** Whether the bytes from `start` to `pos` are those of the slot at `offset`. */
function isSame(reader: WireReader, start: number, offset: number): boolean {
  const { view, pos, bytes } = reader
  const shift = offset - start
  let at = start
  for (; at + 4 <= pos; at += 4) if (view.getInt32(at, true) !== slotView.getInt32(at + shift, true)) return false
  for (; at < pos; at++) if (bytes[at] !== slotBytes[at + shift]) return false
  return true
}

/** The string from `start` to `pos`, newly made. */
function fresh(reader: WireReader, start: number): string {
  const { bytes, pos } = reader
  const text = bytes.utf8Slice(start, pos)
  if (text.includes('\ufffd') && !isUtf8(bytes.subarray(start, pos))) reader.repairedStrings += 1
  return text
}
