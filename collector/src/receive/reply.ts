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

/** What an error adds to its reply, by its code. */
const HEADERS: Readonly<Partial<Record<ErrorCode, Readonly<Record<string, string>>>>> = {
  unauthorized: { 'WWW-Authenticate': 'Bearer' },
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

/** The reply to a request that failed: a `google.rpc.Status`. Anything but an `AppError` is a bug; its text stays inside. */
export function errorReply(codec: ReplyCodec, error: unknown): Response {
  const { code, message, methods } = error instanceof AppError ? error : new AppError('internal', 'internal error')
  const allowed = methods.length > 0 ? { Allow: methods.join(', ') } : {}
  const { http, rpc } = WIRE_STATUS[code]
  const bytes = new Uint8Array(codec.encodeStatus(rpc, wireText(message)))
  return new Response(bytes, { status: http, headers: { ...replyHeaders(codec, bytes), ...HEADERS[code], ...allowed } })
}

function replyHeaders(codec: ReplyCodec, bytes: Uint8Array): Record<string, string> {
  return { 'Content-Type': codec.mediaType, 'Content-Length': String(bytes.length) }
}
