import { once } from 'node:events'
import type { Transform } from 'node:stream'
import { createGunzip, createZstdDecompress } from 'node:zlib'
import { AppError } from '@ai-tracker/collector'
import type { PieceReader } from './pieces.ts'

/** How a file is compressed. */
export type Compression = 'gzip' | 'zstd'

/** Bytes that are enough for `compressionOf`. */
export const MAGIC_BYTES = 4
/** Output comes in pieces of this size, as fast as it is taken: what a bomb inflates to is never in memory. */
const PIECE_BYTES = 64 * 1024

/** By the first bytes, as names of files may be lost; `undefined` = not compressed. */
export function compressionOf([a, b, c, d]: Uint8Array): Compression | undefined {
  if (a === 0x1f && b === 0x8b) return 'gzip'
  return a === 0x28 && b === 0xb5 && c === 0x2f && d === 0xfd ? 'zstd' : undefined
}

/**
 * What compressed bytes inflate to, also when they are several files one behind the other.
 * @throws AppError `invalid`, behind everything that could be read, when the end is missing or something is not of this compression
 */
export async function* inflated(reader: PieceReader, compression: Compression): AsyncGenerator<Uint8Array> {
  for (let head = await reader.peek(1); head.length > 0; head = await reader.peek(1)) {
    const stream = open(compression)
    const feeding = feed(stream, reader).catch((error: Error) => void stream.destroy(error))
    try {
      yield* outputOf(stream)
      await feeding
    } catch (error) {
      throw asFault(error, compression)
    } finally {
      stream.destroy()
    }
  }
}

type Inflater = Transform & { readonly bytesWritten: number }

function open(compression: Compression): Inflater {
  if (compression === 'zstd') return createZstdDecompress({ chunkSize: PIECE_BYTES })
  return createGunzip({ chunkSize: PIECE_BYTES })
}

/** Gives the stream what it takes, one piece at a time, and puts back what stands behind its end. */
async function feed(stream: Inflater, reader: PieceReader): Promise<void> {
  const over = new Promise<void>((resolve) => {
    for (const event of ['end', 'error', 'close']) stream.once(event, () => resolve())
  })
  let fedBytes = 0
  for (let piece = await reader.next(); piece; piece = await reader.next()) {
    const current = piece
    fedBytes += current.length
    // Node drops the callback of a write during which the stream finds its end.
    await Promise.race([new Promise<void>((resolve) => void stream.write(current, () => resolve())), over])
    if (stream.bytesWritten === fedBytes && !stream.destroyed) continue
    // `bytesWritten` counts what the format used; the rest stands behind its end.
    await over
    reader.unread(current.subarray(current.length - (fedBytes - stream.bytesWritten)))
    return
  }
  // Where the end is missing, `end` is an error, and that throws away what nobody has taken.
  while (stream.readableLength > 0) await Promise.race([once(stream, 'data'), over])
  stream.end()
}

/** The output of a stream, at most a few pieces ahead of who takes it. What comes before a fault is given before it is thrown. */
async function* outputOf(stream: Transform): AsyncGenerator<Uint8Array> {
  const waiting: Uint8Array[] = []
  let isOver = false
  let fault: unknown
  let wake = (): void => undefined
  stream.on('data', (piece: Uint8Array) => {
    waiting.push(piece)
    stream.pause()
    wake()
  })
  const end = (error?: unknown): void => {
    isOver = true
    fault ??= error
    wake()
  }
  stream.once('error', end)
  stream.once('end', () => end())
  while (waiting.length > 0 || !isOver) {
    const piece = waiting.shift()
    if (piece) yield piece
    else {
      const woken = new Promise<void>((resolve) => {
        wake = resolve
      })
      stream.resume()
      await woken
    }
  }
  if (fault) throw fault
}

function asFault(error: unknown, compression: Compression): unknown {
  if (!(error instanceof Error) || error instanceof AppError || !('code' in error)) return error
  if (error.message === 'unexpected end of file')
    return new AppError('invalid', `the compressed file ends too early (${compression}); there may be more behind it`, { cause: error })
  return new AppError('invalid', `its ${compression} data is damaged (${error.message}); what stands behind was not read`, { cause: error })
}
