import type { Readable } from 'node:stream'
import { AppError } from '../../domain/app-error.ts'
import { type Body, type BodyLimits, readBody, STALL_MS, stalled } from '../body.ts'
import type { Coding } from '../inflate.ts'

/** One flag byte and the length, 4 bytes, big-endian. */
const PREFIX_BYTES = 5
const ENDINGS = ['end', 'close', 'error'] as const

/** A stream of one message. */
export interface MessageSource {
  readonly stream: Readable
  /** Of messages that are marked as compressed. */
  readonly coding: Coding
  /** Told how many bytes have arrived, without the prefix. */
  readonly received: (bytes: number) => void
  /** Told that the sender stalls; must end the stream. */
  readonly gaveUp: (error: AppError) => void
}

/**
 * Reads the one message of a unary call in bounded memory: its length is checked, and room for it taken, before it is read.
 * @throws AppError as `readBody`, and `invalid` when there is no message, more than one, or less than its prefix says
 */
export async function readMessage({ stream, coding, received, gaveUp }: MessageSource, limits: BodyLimits): Promise<Body> {
  const waiting = limits.admission.admit(0)
  const prefix = await readPrefix(stream, limits.stallMs ?? STALL_MS).finally(waiting.release)
  const isCompressed = flagOf(prefix)
  if (isCompressed && coding === 'identity')
    throw new AppError('invalid', 'the message is marked as compressed, but no grpc-encoding is named')
  const declaredBytes = prefix.readUInt32BE(1)
  let wireBytes = 0
  const body = await readBody(
    {
      coding: isCompressed ? coding : 'identity',
      declaredBytes,
      received: (bytes) => {
        wireBytes = bytes
        received(bytes)
      },
      gaveUp,
      open: () => stream,
    },
    limits,
  )
  if (wireBytes === declaredBytes) return body
  body.lease.release()
  throw new AppError('invalid', wireBytes < declaredBytes ? 'the message is cut short' : 'there are bytes behind the message')
}

function flagOf(prefix: Buffer): boolean {
  const flag = prefix.readUInt8(0)
  if (flag > 1) throw new AppError('invalid', 'the message has an unknown compression flag')
  return flag === 1
}

/** The prefix; what came behind it stays in the stream. */
function readPrefix(stream: Readable, stallMs: number): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>()
  // At once, not when the promise is heard: a second `readable` would take bytes of the message.
  const settle = (prefix: Buffer | AppError): void => {
    clearTimeout(timer)
    stream.off('readable', look)
    for (const event of ENDINGS) stream.off(event, end)
    if (prefix instanceof AppError) reject(prefix)
    else resolve(prefix)
  }
  const end = (): void => settle(new AppError('invalid', 'the call has no message'))
  const look = (): void => {
    const bytes: Buffer | null = stream.read(PREFIX_BYTES)
    if (bytes?.length === PREFIX_BYTES) settle(bytes)
    else if (bytes !== null) end()
  }
  const timer = setTimeout(() => settle(stalled()), stallMs)
  stream.on('readable', look)
  for (const event of ENDINGS) stream.on(event, end)
  return promise
}
