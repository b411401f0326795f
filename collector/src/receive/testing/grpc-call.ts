import { type ClientHttp2Session, type ClientHttp2Stream, connect, type OutgoingHttpHeaders } from 'node:http2'
import { onTestFinished } from 'vitest'

/** The methods of OTLP, by signal. */
export const METHODS = {
  traces: '/opentelemetry.proto.collector.trace.v1.TraceService/Export',
  logs: '/opentelemetry.proto.collector.logs.v1.LogsService/Export',
  metrics: '/opentelemetry.proto.collector.metrics.v1.MetricsService/Export',
} as const

/** Node's client refuses its own calls when it has more than 10 MiB to send. */
const CLIENT_MIB = 1024

/** How a call ended: all headers and trailers together, and the frames that came. */
export interface CallEnd {
  readonly headers: Readonly<Record<string, unknown>>
  /** `grpc-status`; `undefined` when there was none. */
  readonly rpc: number | undefined
  readonly message: string
  /** The response message without its prefix; `undefined` when there was none. */
  readonly body: string | undefined
  /** The code of a reset instead of an answer, 0 = none. */
  readonly reset: number
}

/** A message with its prefix. */
export function frame(message: string | Uint8Array, { flag = 0, length = message.length } = {}): Buffer {
  const prefix = Buffer.alloc(5)
  prefix.writeUInt8(flag)
  prefix.writeUInt32BE(length, 1)
  return Buffer.concat([prefix, Buffer.from(message)])
}

/** A client's connection, on the level of HTTP/2, so that a test can send what no library would. */
export function connection(port: number, host = '127.0.0.1'): ClientHttp2Session {
  const session = connect(`http://${host}:${port}`, { maxSessionMemory: CLIENT_MIB })
  session.on('error', () => undefined)
  onTestFinished(() => session.destroy())
  return session
}

/** Resolves when a connection is gone, in good order or reset. */
export function gone(session: ClientHttp2Session): Promise<void> {
  return new Promise((resolve) => void session.once('close', () => resolve()))
}

/** Opens a call; the caller writes its message. */
export function openCall(session: ClientHttp2Session, headers: OutgoingHttpHeaders = {}): ClientHttp2Stream {
  const stream = session.request({
    ':method': 'POST',
    ':path': METHODS.traces,
    'content-type': 'application/grpc',
    te: 'trailers',
    ...headers,
  })
  stream.on('error', () => undefined)
  return stream
}

/** What comes back on a call until its answer is complete. */
export async function endOf(stream: ClientHttp2Stream): Promise<CallEnd> {
  const headers: Record<string, unknown> = {}
  const pieces: Buffer[] = []
  stream.on('response', (found) => Object.assign(headers, found))
  stream.on('trailers', (found) => Object.assign(headers, found))
  stream.on('data', (piece: Buffer) => pieces.push(piece))
  const { promise, resolve } = Promise.withResolvers<void>()
  // Trailers are told behind the end that they bring.
  stream.once('end', () => setImmediate(resolve))
  stream.once('close', () => resolve())
  await promise
  const status = headers['grpc-status']
  const bytes = Buffer.concat(pieces)
  return {
    headers,
    rpc: status === undefined ? undefined : Number(status),
    message: decodeURIComponent(String(headers['grpc-message'] ?? '')),
    body: bytes.length >= 5 ? bytes.subarray(5).toString() : undefined,
    reset: stream.rstCode ?? 0,
  }
}

/** One whole call on a connection of its own. */
export async function call(port: number, message: string | Uint8Array, headers: OutgoingHttpHeaders = {}): Promise<CallEnd> {
  const stream = openCall(connection(port), headers)
  const end = endOf(stream)
  stream.end(message)
  return await end
}
