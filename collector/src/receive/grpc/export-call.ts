import type { IncomingHttpHeaders, ServerHttp2Stream } from 'node:http2'
import { AppError } from '../../domain/app-error.ts'
import { WIRE_STATUS } from '../../domain/error-status.ts'
import type { IngestPort, IngestReply } from '../../domain/ingest.ts'
import type { Signal } from '../../domain/signal.ts'
import type { BodyLimits } from '../body.ts'
import { type IsOwnAuthority, mustBeOwn } from '../host-guard.ts'
import { WORKSPACE_ID } from '../otlp-http.ts'
import { acceptedMessage, type ReplyCodec, type ReplyCodecs } from '../reply.ts'
import { requestOrigin } from '../request-origin.ts'
import type { CheckToken } from '../token-guard.ts'
import { isGrpcRequest, messageCoding, signalOfMethod, single, timeoutMsOf } from './call-head.ts'
import { type CallStatus, sendHttpError, sendMessage, sendStatus, statusOf } from './call-reply.ts'
import { readMessage } from './read-message.ts'

/** What the gRPC edge needs from outside; all of it is shared with HTTP. */
export interface GrpcNeeds {
  readonly ingest: IngestPort
  readonly codecs: ReplyCodecs
  /** The most bytes of one message, as sent and again after inflating, and the budget for all. */
  readonly limits: BodyLimits
  readonly isOwnAuthority: IsOwnAuthority
  readonly checkToken: CheckToken
  /** Told about errors that are bugs of ours. */
  readonly report: (error: unknown) => void
  /** An export call was answered with this number of `google.rpc.Code`. */
  readonly countCall: (rpc: number) => void
  /** The longest that a call may take, where its `grpc-timeout` does not say less. */
  readonly callMs?: number
}

/** As long as a whole request over HTTP may take. */
const CALL_MS = 120_000
/** The key of the codec table; gRPC has no other encoding here. */
const MEDIA_TYPE = 'application/x-protobuf'
const DEADLINE_EXCEEDED: CallStatus = { rpc: 4, message: 'the deadline of the call has passed' }
const UNSUPPORTED = WIRE_STATUS.unsupported
const NOT_GRPC = 'this port takes OTLP/gRPC; send OTLP/HTTP to the HTTP port'

/** One call while it is answered. */
interface Call {
  readonly stream: ServerHttp2Stream
  readonly headers: IncomingHttpHeaders
  readonly codec: ReplyCodec
  /** Bytes of the message that have arrived. */
  wireBytes: number
}

/** Answers one HTTP/2 request: bounds, inflates and hands over, as the HTTP edge does. Never throws. */
export function answerCall(stream: ServerHttp2Stream, headers: IncomingHttpHeaders, needs: GrpcNeeds): void {
  // What breaks a stream off is told to whoever reads it.
  stream.on('error', () => undefined)
  const codec = needs.codecs.codecFor(MEDIA_TYPE) ?? needs.codecs.json
  if (isGrpcRequest(headers)) void answer({ stream, headers, codec, wireBytes: 0 }, needs)
  else sendHttpError(stream, UNSUPPORTED.http, needs.codecs.json.encodeStatus(UNSUPPORTED.rpc, NOT_GRPC))
}

async function answer(call: Call, needs: GrpcNeeds): Promise<void> {
  const { stream, codec } = call
  let rpc = 0
  const end = (status: CallStatus): void => {
    rpc ||= status.rpc
    sendStatus(stream, status, codec)
  }
  const timer = startDeadline(call, needs, end)
  try {
    const { reply, signal } = await exportMessage(call, needs)
    if (reply.status === 'refused') end(statusOf(new AppError(reply.code, reply.message)))
    else sendMessage(stream, acceptedMessage({ codec, signal }, reply.rejectedItems, reply.message))
  } catch (error) {
    refuse(call, error, needs)
    end(statusOf(error))
  } finally {
    clearTimeout(timer)
    needs.countCall(rpc)
  }
}

/** The deadline that the sender named, within ours. A call that is being stored is answered, but not undone: its sender tries again. */
function startDeadline({ headers }: Call, { callMs = CALL_MS }: GrpcNeeds, end: (status: CallStatus) => void): NodeJS.Timeout {
  return setTimeout(() => end(DEADLINE_EXCEEDED), Math.min(callMs, timeoutIn(headers) ?? callMs))
}

function timeoutIn(headers: IncomingHttpHeaders): number | undefined {
  try {
    return timeoutMsOf(single(headers['grpc-timeout']))
  } catch {
    return undefined // refused where the head is checked
  }
}

interface Exported {
  readonly reply: IngestReply
  readonly signal: Signal
}

async function exportMessage(call: Call, { ingest, limits, ...guards }: GrpcNeeds): Promise<Exported> {
  const { signal, coding } = checkHead(call.headers, guards)
  const received = (bytes: number): void => {
    call.wireBytes = bytes
  }
  const gaveUp = (error: AppError): void => sendStatus(call.stream, statusOf(error), call.codec)
  const { bytes, lease } = await readMessage({ stream: call.stream, coding, received, gaveUp }, limits)
  try {
    const request = { signal, mediaType: call.codec.mediaType, body: bytes, workspaceId: WORKSPACE_ID, origin: originOf(call) }
    return { reply: await ingest.submit(request), signal }
  } finally {
    lease.release()
  }
}

/** Everything that can be refused before a byte of the message is read; the guards first, as for HTTP. */
function checkHead(headers: IncomingHttpHeaders, { isOwnAuthority, checkToken }: Pick<GrpcNeeds, 'isOwnAuthority' | 'checkToken'>) {
  mustBeOwn(headers[':authority'] ?? headers.host ?? '', isOwnAuthority)
  checkToken(headers.authorization)
  const signal = signalOfMethod(headers[':path'])
  if (!signal) throw new AppError('unimplemented', 'this collector has the Export methods of traces, logs and metrics; it has no other')
  timeoutMsOf(single(headers['grpc-timeout']))
  return { signal, coding: messageCoding(single(headers['grpc-encoding'])) }
}

function refuse(call: Call, error: unknown, { ingest, report }: GrpcNeeds): void {
  if (!(error instanceof AppError)) report(error)
  const { code, message } = error instanceof AppError ? error : new AppError('internal', 'internal error')
  ingest.refused({ signal: signalOfMethod(call.headers[':path']), origin: originOf(call), code, message })
}

function originOf({ headers, wireBytes }: Call): ReturnType<typeof requestOrigin> {
  return requestOrigin({ transport: 'grpc', userAgent: headers['user-agent'], wireBytes })
}
