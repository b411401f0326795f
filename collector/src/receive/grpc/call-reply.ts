import type { OutgoingHttpHeaders, ServerHttp2Stream } from 'node:http2'
import { AppError } from '../../domain/app-error.ts'
import { WIRE_STATUS } from '../../domain/error-status.ts'
import type { ReplyCodec } from '../reply.ts'
import { wireText } from '../wire-text.ts'
import { ACCEPTED_MESSAGE_CODINGS } from './call-head.ts'

/** How a call ends: a number of `google.rpc.Code` and its reason. */
export interface CallStatus {
  readonly rpc: number
  readonly message: string
}

/** The frame head of a message that is not compressed. */
const FRAME_HEAD_BYTES = 5
const HEADERS: OutgoingHttpHeaders = {
  ':status': 200,
  'content-type': 'application/grpc',
  'grpc-accept-encoding': ACCEPTED_MESSAGE_CODINGS,
}
/** How long an answered sender may go on sending before its call is cut. */
const LINGER_MS = 1_000
/** The code whose senders are told when to come back. */
const UNAVAILABLE = WIRE_STATUS.unavailable.rpc
/** `google.rpc.RetryInfo` with a `retry_delay` (1) of 1 second (1). */
const RETRY_INFO = Buffer.from([0x0a, 0x02, 0x08, 0x01])
const RETRY_INFO_TYPE = Buffer.from('type.googleapis.com/google.rpc.RetryInfo')

/** The status of an error; anything but an `AppError` is a bug, whose text stays inside. */
export function statusOf(error: unknown): CallStatus {
  const { code, message } = error instanceof AppError ? error : new AppError('internal', 'internal error')
  return { rpc: WIRE_STATUS[code].rpc, message: wireText(message) }
}

/** Ends a call with its message and status 0. */
export function sendMessage(stream: ServerHttp2Stream, message: Uint8Array): void {
  if (!isOpen(stream)) return
  const frame = Buffer.alloc(FRAME_HEAD_BYTES + message.length)
  frame.writeUInt32BE(message.length, 1)
  frame.set(message, FRAME_HEAD_BYTES)
  stream.respond(HEADERS, { waitForTrailers: true })
  stream.once('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }))
  stream.end(frame)
}

/** Ends a call without a message. */
export function sendStatus(stream: ServerHttp2Stream, status: CallStatus, codec: ReplyCodec): void {
  if (!isOpen(stream)) return
  const { rpc, message } = status
  const details = rpc === UNAVAILABLE && { 'grpc-status-details-bin': retryDetails(status, codec) }
  stream.respond({ ...HEADERS, 'grpc-status': String(rpc), 'grpc-message': percentEncoded(message), ...details }, { endStream: true })
  endSoon(stream)
}

/** Answers a request that is no gRPC; HTTP/2 has a status for it. */
export function sendHttpError(stream: ServerHttp2Stream, status: number, json: Uint8Array): void {
  if (!isOpen(stream)) return
  stream.respond({ ':status': status, 'content-type': 'application/json' })
  stream.end(json)
  endSoon(stream)
}

/** A sender that has its answer may stop sending. Who does not is cut off: a reset at once could overtake the answer. */
function endSoon(stream: ServerHttp2Stream): void {
  stream.resume()
  const timer = setTimeout(() => stream.close(), LINGER_MS)
  stream.once('close', () => clearTimeout(timer))
}

function isOpen(stream: ServerHttp2Stream): boolean {
  return !stream.destroyed && !stream.closed && !stream.headersSent
}

/** `google.rpc.Status` with one detail: 3 `details` (repeated Any), of which 1 is the type and 2 the value. */
function retryDetails({ rpc, message }: CallStatus, codec: ReplyCodec): string {
  const any = Buffer.concat([lengthDelimited(1, RETRY_INFO_TYPE), lengthDelimited(2, RETRY_INFO)])
  return Buffer.concat([codec.encodeStatus(rpc, message), lengthDelimited(3, any)]).toString('base64')
}

/** A protobuf field of less than 128 bytes. */
function lengthDelimited(field: number, bytes: Uint8Array): Buffer {
  return Buffer.concat([Uint8Array.of((field << 3) | 2, bytes.length), bytes])
}

/** `grpc-message`: visible ASCII and spaces as they are, every other byte of the UTF-8 form, and `%`, as `%XX`. */
function percentEncoded(message: string): string {
  let encoded = ''
  for (const byte of Buffer.from(message)) {
    const isPlain = byte >= 0x20 && byte <= 0x7e && byte !== 0x25
    encoded += isPlain ? String.fromCharCode(byte) : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
  }
  return encoded
}
