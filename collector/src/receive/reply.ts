import type { Readable } from 'node:stream'
import { AppError, type ErrorCode } from '../domain/app-error.ts'
import { WIRE_STATUS } from '../domain/error-status.ts'
import type { Signal } from '../domain/signal.ts'
import { ACCEPTED_CODINGS } from './inflate.ts'
import { wireText } from './wire-text.ts'

/** Writes replies in one encoding of OTLP. */
export interface ReplyCodec {
  /** Sent back as `Content-Type`, bare: exporters compare the whole header and ignore partial success otherwise. */
  readonly mediaType: string
  /** Encodes the signal's `Export…ServiceResponse`; without `partial` it is a full success. */
  encodeResponse(signal: Signal, partial?: { readonly rejected: number; readonly message: string }): Uint8Array
  /** Encodes `google.rpc.Status`. */
  encodeStatus(code: number, message: string): Uint8Array
}

/** The codecs that replies are written with. */
export interface ReplyCodecs {
  /** By a `Content-Type` header; `undefined` when it names no encoding of OTLP. */
  codecFor(contentType: string | undefined): ReplyCodec | undefined
  /** For errors of requests whose encoding is unknown. */
  readonly json: ReplyCodec
}

/** Exporters give a whole export 10 s: a longer wait would mean that they give up. */
const RETRY_AFTER_SECONDS = 1
/** How long, and for how many bytes, an answered sender may go on sending before the connection is cut. */
const LINGER_MS = 1_000
const LINGER_BYTES = 64 * 1024 * 1024

/** What an error adds to its reply. */
const HEADERS: Readonly<Partial<Record<ErrorCode, Readonly<Record<string, string>>>>> = {
  unauthorized: { 'WWW-Authenticate': 'Bearer' },
  method_not_allowed: { Allow: 'POST' },
  too_large: { Connection: 'close' },
  unsupported: { 'Accept-Encoding': ACCEPTED_CODINGS },
  unavailable: { 'Retry-After': String(RETRY_AFTER_SECONDS) },
}

/** What an accepted request is answered with. */
export interface ReplyForm {
  readonly codec: ReplyCodec
  readonly signal: Signal
}

/** The message of an accepted request. Full success is an empty protobuf message, or `{}`. */
export function acceptedMessage({ codec, signal }: ReplyForm, rejectedItems: number, message: string): Uint8Array<ArrayBuffer> {
  const isFull = rejectedItems === 0 && message === ''
  return new Uint8Array(codec.encodeResponse(signal, isFull ? undefined : { rejected: rejectedItems, message: wireText(message) }))
}

/** The reply to an accepted request. */
export function acceptedReply(form: ReplyForm, rejectedItems: number, message: string): Response {
  const bytes = acceptedMessage(form, rejectedItems, message)
  return new Response(bytes, { status: 200, headers: replyHeaders(form.codec, bytes) })
}

/**
 * The reply to a request that failed: a `google.rpc.Status`. Anything but an `AppError` is a bug; its text stays inside.
 * @param unread the request's stream when a part of its body was not read: it is drained for a moment, so that the sender sees the reply
 */
export function errorReply(codec: ReplyCodec, error: unknown, unread?: Readable): Response {
  const { code, message } = error instanceof AppError ? error : new AppError('internal', 'internal error')
  const { http, rpc } = WIRE_STATUS[code]
  const bytes = new Uint8Array(codec.encodeStatus(rpc, wireText(message)))
  const body = code === 'too_large' && unread ? lingering(bytes, unread) : bytes
  return new Response(body, { status: http, headers: { ...replyHeaders(codec, bytes), ...HEADERS[code] } })
}

function replyHeaders(codec: ReplyCodec, bytes: Uint8Array): Record<string, string> {
  return { 'Content-Type': codec.mediaType, 'Content-Length': String(bytes.length) }
}

/**
 * Sends `bytes` at once but ends the reply only when the sender is done or the time is up. Closing with unread input resets
 * the connection, and the sender would see "connection reset" instead of the reason.
 */
function lingering(bytes: Uint8Array, unread: Readable): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start: (controller) => controller.enqueue(bytes),
    async pull(controller) {
      await drained(unread)
      controller.close()
    },
  })
}

function drained(stream: Readable): Promise<void> {
  if (stream.readableEnded || stream.destroyed) return Promise.resolve()
  const { promise, resolve } = Promise.withResolvers<void>()
  let bytes = 0
  const timer = setTimeout(resolve, LINGER_MS)
  stream.on('data', (piece: Uint8Array) => {
    bytes += piece.length
    if (bytes > LINGER_BYTES) resolve()
  })
  for (const event of ['end', 'close', 'error']) stream.once(event, () => resolve())
  return promise.finally(() => clearTimeout(timer))
}
