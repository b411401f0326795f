import { createGunzip, createInflate, createInflateRaw } from 'node:zlib'
import { AppError } from '../domain/app-error.ts'

/** What `Content-Encoding` may say, in the form in which we offer it. */
export const ACCEPTED_CODINGS = 'gzip, deflate, identity'

/** A content coding that we undo. */
export type Coding = 'identity' | 'gzip' | 'deflate'

const CODINGS: Readonly<Record<string, Coding>> = {
  '': 'identity',
  identity: 'identity',
  gzip: 'gzip',
  'x-gzip': 'gzip',
  deflate: 'deflate',
}

/** Output is taken in pieces of this size, so that a bomb is seen early and text does not need thousands of steps. */
const PIECE_BYTES = 64 * 1024

/** Undoes a content coding piece by piece, off the event loop. */
export interface Inflater {
  /** Takes compressed bytes; resolves when they were used up. Throws `invalid` when they are not of the coding. */
  write(bytes: Uint8Array): Promise<void>
  /** Ends the input; resolves when all output was given. Throws `invalid` when the stream is cut short or has bytes behind its end. */
  end(): Promise<void>
  /** Frees the memory of the stream at once; safe twice. */
  destroy(): void
}

/**
 * Reads a `Content-Encoding` header.
 * @throws `unsupported` for an unknown coding, and for more than one: each further one would multiply what a bomb inflates to
 */
export function parseCoding(header: string | undefined): Coding {
  const name = (header ?? '').trim().toLowerCase()
  const coding = Object.hasOwn(CODINGS, name) ? CODINGS[name] : undefined
  if (!coding) throw new AppError('unsupported', `this Content-Encoding is not supported; send one of ${ACCEPTED_CODINGS}`)
  return coding
}

/**
 * Opens an inflater. `onBytes` gets the output in order; what it throws (a limit) ends the stream and comes out of `write` or `end`.
 * `deflate` means the zlib format, as Python's exporter sends it, and raw deflate, as some others do.
 */
export function createInflater(coding: 'gzip' | 'deflate', onBytes: (bytes: Uint8Array) => void): Inflater {
  if (coding === 'gzip') return wrap(createGunzip({ chunkSize: PIECE_BYTES }), coding, onBytes)
  return createDeflateInflater(onBytes)
}

/** Waits for two bytes, which tell zlib from raw deflate. */
function createDeflateInflater(onBytes: (bytes: Uint8Array) => void): Inflater {
  let inner: Inflater | undefined
  let head: Uint8Array = new Uint8Array(0)
  const open = (): Inflater => {
    const stream = isZlib(head) ? createInflate({ chunkSize: PIECE_BYTES }) : createInflateRaw({ chunkSize: PIECE_BYTES })
    inner = wrap(stream, 'deflate', onBytes)
    return inner
  }
  return {
    async write(bytes) {
      if (inner) return inner.write(bytes)
      head = Buffer.concat([head, bytes])
      if (head.length >= 2) await open().write(head)
    },
    async end() {
      if (!inner) await open().write(head)
      await inner?.end()
    },
    destroy: () => inner?.destroy(),
  }
}

/** RFC 1950: the method is 8 and the first two bytes are a multiple of 31. */
function isZlib(head: Uint8Array): boolean {
  const [first = 0, second = 0] = head
  return (first & 0x0f) === 8 && ((first << 8) | second) % 31 === 0
}

function wrap(stream: ReturnType<typeof createGunzip>, coding: string, onBytes: (bytes: Uint8Array) => void): Inflater {
  let fedBytes = 0
  const ended = Promise.withResolvers<void>()
  ended.promise.catch(() => undefined) // told to whoever calls write or end
  stream.once('end', ended.resolve)
  stream.once('error', ended.reject)
  stream.on('data', (bytes: Uint8Array) => {
    try {
      onBytes(bytes)
    } catch (error) {
      stream.destroy(error instanceof Error ? error : new Error(String(error)))
    }
  })
  const fault = (error: unknown): unknown => (error instanceof AppError ? error : malformed(coding, error))
  return {
    async write(bytes) {
      fedBytes += bytes.length
      const used = Promise.withResolvers<void>()
      stream.write(bytes, (error) => (error ? used.reject(stream.errored ?? error) : used.resolve()))
      // Node drops the callback of a write during which the stream fails or finds its end.
      await Promise.race([used.promise, ended.promise]).catch((error: unknown) => Promise.reject(fault(error)))
    },
    async end() {
      stream.end()
      await ended.promise.catch((error: unknown) => Promise.reject(fault(error)))
      // `bytesWritten` counts what the format used; anything else stood behind its end.
      if (stream.bytesWritten !== fedBytes) throw new AppError('invalid', `the ${coding} body has bytes behind its end`)
    },
    destroy: () => stream.destroy(),
  }
}

function malformed(coding: string, cause: unknown): AppError {
  const reason = cause instanceof Error ? cause.message : 'unreadable'
  return new AppError('invalid', `the body is not valid ${coding}: ${reason}`, { cause })
}
