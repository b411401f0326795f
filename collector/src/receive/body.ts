import type { Readable } from 'node:stream'
import { AppError } from '../domain/app-error.ts'
import type { Admission, Lease } from './admission.ts'
import { type Coding, createInflater } from './inflate.ts'

/** A body that sends no byte for this long holds memory that others could use; the sender may try again. */
export const STALL_MS = 15_000

/** What bounds a body. */
export interface BodyLimits {
  /** The most bytes of one body, as sent and again after inflating. */
  readonly maxBodyBytes: number
  readonly admission: Admission
  readonly stallMs?: number
}

/** A request body and what its headers say about it. */
export interface BodySource {
  /** Starts the body; called once, after all headers were checked. `undefined` = the request has no body. */
  open(): Readable | undefined
  readonly coding: Coding
  /** `Content-Length`; `undefined` for chunked bodies. */
  readonly declaredBytes: number | undefined
  /** Told how many bytes have arrived so far, before inflating. */
  readonly received?: (bytes: number) => void
  /** Told that the sender stalls; must end the stream. By default it is destroyed, and with it its connection. */
  readonly gaveUp?: (error: AppError) => void
}

/** A body in memory. `lease` is the caller's to release once the bytes were given away and answered. */
export interface Body {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly lease: Lease
}

/** The error for a body over the limit; names the setting, because a sender drops such a batch for good. */
function tooLarge(maxBodyBytes: number): AppError {
  return new AppError(
    'too_large',
    `the body is larger than ${maxBodyBytes} bytes (before or after inflating); raise TRACKER_MAX_BODY_BYTES or send smaller batches`,
  )
}

/**
 * Reads and inflates a body in memory that is bounded from the first byte on.
 * @throws `too_large`, `unavailable` (no budget, or the sender stalls) or `invalid` (bad coding, cut connection); the budget is free again then
 */
export async function readBody(source: BodySource, limits: BodyLimits): Promise<Body> {
  const declared = source.declaredBytes ?? 0
  if (declared > limits.maxBodyBytes) throw tooLarge(limits.maxBodyBytes)
  const lease = limits.admission.admit(declared)
  try {
    return { bytes: await inflated(source, limits, lease), lease }
  } catch (error) {
    lease.release()
    throw error
  }
}

async function inflated(source: BodySource, limits: BodyLimits, lease: Lease): Promise<Uint8Array<ArrayBuffer>> {
  const pieces: Uint8Array[] = []
  let size = 0
  const keep = (piece: Uint8Array): void => {
    size += piece.length
    if (size > limits.maxBodyBytes) throw tooLarge(limits.maxBodyBytes)
    lease.grow(size)
    pieces.push(piece)
  }
  const received = receivedBytes(source, limits)
  if (source.coding === 'identity') for await (const piece of received) keep(piece)
  else await inflateInto(received, source.coding, keep)
  return concat(pieces, size)
}

async function inflateInto(
  received: AsyncIterable<Uint8Array>,
  coding: 'gzip' | 'deflate',
  keep: (piece: Uint8Array) => void,
): Promise<void> {
  const inflater = createInflater(coding, keep)
  try {
    for await (const piece of received) await inflater.write(piece)
    await inflater.end()
  } finally {
    inflater.destroy()
  }
}

/** The bytes as they arrive. Ending early leaves the connection open, so that an answer can still be sent. */
async function* receivedBytes(source: BodySource, limits: BodyLimits): AsyncGenerator<Uint8Array> {
  const stream = source.open()
  if (!stream) return
  const { gaveUp = (error) => void stream.destroy(error) } = source
  let stall: AppError | undefined
  const timer = setTimeout(() => {
    stall = stalled()
    gaveUp(stall)
  }, limits.stallMs ?? STALL_MS)
  let receivedSize = 0
  try {
    for await (const piece of stream.iterator({ destroyOnReturn: false })) {
      timer.refresh()
      receivedSize += piece.length
      source.received?.(receivedSize)
      if (receivedSize > limits.maxBodyBytes) throw tooLarge(limits.maxBodyBytes)
      yield piece
    }
  } catch (error) {
    throw error instanceof AppError ? error : (stall ?? brokenOff(error))
  } finally {
    clearTimeout(timer)
  }
  if (stall) throw stall
}

/** The error for a sender that stopped sending. */
export function stalled(): AppError {
  return new AppError('unavailable', 'the body stopped arriving')
}

function brokenOff(cause: unknown): AppError {
  return new AppError('invalid', 'the connection ended before the body did', { cause })
}

/** One buffer of its own, which can be transferred to another thread. */
function concat(pieces: readonly Uint8Array[], size: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size)
  let offset = 0
  for (const piece of pieces) {
    bytes.set(piece, offset)
    offset += piece.length
  }
  return bytes
}
