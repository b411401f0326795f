import { zstdDecompress } from 'node:zlib'
import { AppError } from '@ai-tracker/collector'
import { compressionOf, MAGIC_BYTES } from './inflate.ts'
import type { PieceReader } from './pieces.ts'

/** Where a request stands in its file. */
export interface Place {
  /** `message`: behind its length. */
  readonly form: 'line' | 'message'
  /** From 1. */
  readonly number: number
}

/** One request of a file. */
export interface Frame extends Place {
  readonly bytes: Uint8Array
  /** Whether nothing says that it is whole: a last line without a line feed. */
  readonly mayBeTorn: boolean
}

/** What stands in place of a request. */
export interface BadFrame extends Place {
  readonly problem: string
  /** `torn`: the writer was stopped in the middle of it. `foreign`: it is no part of a file of OTLP. */
  readonly kind: 'refused' | 'torn' | 'foreign'
}

/** A line that never ends is not searched for its end for ever: it would be a bomb, a device or no text at all. */
const MAX_SKIPPED_BYTES = 1024 * 1024 * 1024
const LINE_FEED = 0x0a
const LENGTH_BYTES = 4
/** Lengths up to 144 MiB begin with a byte that no text of JSON begins with. */
const MAX_LENGTH_START = 0x08
/** The first byte of a request: a field of protobuf, an object of JSON, a frame of zstd. */
const MESSAGE_STARTS: ReadonlySet<number> = new Set([0x0a, 0x7b, 0x28])

/** Whether a file has messages behind their lengths, as the Collector writes protobuf and what it compresses one by one. */
export function hasLengths(head: Uint8Array): boolean {
  return head.length > 0 && (head[0] ?? 0) <= MAX_LENGTH_START
}

/**
 * Lines, numbered from 1, blank ones left out. One that is longer than allowed is passed over in memory that is bounded.
 * @throws AppError `too_large` for a line without an end
 */
export async function* linesOf(pieces: AsyncIterable<Uint8Array>, maxBytes: number): AsyncGenerator<Frame | BadFrame> {
  let number = 1
  let parts: Uint8Array[] = []
  let size = 0
  const add = (part: Uint8Array): void => {
    size += part.length
    if (size <= maxBytes) parts.push(part)
    else parts = []
    if (size > MAX_SKIPPED_BYTES)
      throw new AppError('too_large', 'this line goes on for more than 1 GiB; the rest of the file was not read')
  }
  const take = (mayBeTorn: boolean): Frame | BadFrame | undefined => {
    const place: Place = { form: 'line', number }
    const line: Frame | BadFrame = size > maxBytes ? tooLarge(place, maxBytes) : { ...place, bytes: joined(parts), mayBeTorn }
    number++
    parts = []
    size = 0
    return 'bytes' in line && isBlank(line.bytes) ? undefined : line
  }
  for await (const piece of pieces) {
    let start = 0
    for (let end = piece.indexOf(LINE_FEED); end >= 0; end = piece.indexOf(LINE_FEED, start)) {
      add(piece.subarray(start, end))
      const line = take(false)
      if (line) yield line
      start = end + 1
    }
    if (start < piece.length) add(piece.subarray(start))
  }
  const last = take(true)
  if (last) yield last
}

/** Messages behind their lengths of four bytes, most significant first. Each may be compressed by itself. */
export async function* messagesOf(reader: PieceReader, maxBytes: number): AsyncGenerator<Frame | BadFrame> {
  for (let number = 1; ; number++) {
    const place: Place = { form: 'message', number }
    const length = await takeBytes(reader, LENGTH_BYTES)
    if (length.length === 0) return
    const size = length.length < LENGTH_BYTES ? 0 : Buffer.from(length).readUInt32BE()
    const isTooLarge = size > maxBytes
    const bytes = isTooLarge ? undefined : await takeBytes(reader, size)
    const isTorn = length.length < LENGTH_BYTES || (bytes ? bytes.length < size : (await skipBytes(reader, size)) < size)
    if (isTorn && number === 1 && !isBegun(bytes))
      yield { ...place, problem: 'it has no message where its first bytes say so', kind: 'foreign' }
    else if (isTorn) yield { ...place, problem: 'the file ends in the middle of this message', kind: 'torn' }
    else if (!bytes) yield tooLarge(place, maxBytes)
    else if (bytes.length > 0) yield await uncompressed({ ...place, bytes, mayBeTorn: false }, maxBytes)
  }
}

/** Whether the beginning of a message may become one; `undefined` = it would be larger than allowed. */
function isBegun(bytes: Uint8Array | undefined): boolean {
  const [first] = bytes ?? [0]
  return first === undefined || MESSAGE_STARTS.has(first)
}

async function uncompressed(frame: Frame, maxBytes: number): Promise<Frame | BadFrame> {
  const { bytes, form, number } = frame
  if (compressionOf(bytes.subarray(0, MAGIC_BYTES)) !== 'zstd') return frame
  const { promise, resolve } = Promise.withResolvers<Frame | BadFrame>()
  zstdDecompress(bytes, { maxOutputLength: maxBytes }, (error, output) => {
    if (!error) resolve({ ...frame, bytes: output })
    else if ('code' in error && error.code === 'ERR_BUFFER_TOO_LARGE') resolve(tooLarge(frame, maxBytes))
    else resolve({ form, number, problem: `the message is not valid zstd: ${error.message}`, kind: 'refused' })
  })
  return promise
}

function tooLarge({ form, number }: Place, maxBytes: number): BadFrame {
  return {
    form,
    number,
    problem: `the ${form} is larger than ${maxBytes} bytes; raise TRACKER_MAX_BODY_BYTES to import it`,
    kind: 'refused',
  }
}

/** So many bytes, or fewer at the end. */
async function takeBytes(reader: PieceReader, count: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  await walkBytes(reader, count, (part) => parts.push(part))
  return joined(parts)
}

/** @returns how many there were */
async function skipBytes(reader: PieceReader, count: number): Promise<number> {
  return await walkBytes(reader, count, () => undefined)
}

async function walkBytes(reader: PieceReader, count: number, visit: (part: Uint8Array) => unknown): Promise<number> {
  let left = count
  while (left > 0) {
    const piece = await reader.next()
    if (!piece) break
    visit(piece.subarray(0, left))
    if (piece.length > left) reader.unread(piece.subarray(left))
    left -= Math.min(left, piece.length)
  }
  return count - left
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const [first] = parts
  return first && parts.length === 1 ? first : Buffer.concat(parts)
}

function isBlank(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0d)
}
