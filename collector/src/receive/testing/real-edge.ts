import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { onTestFinished } from 'vitest'
import { AppError } from '../../domain/app-error.ts'
import { createAdmission } from '../admission.ts'
import { edge } from '../edge.ts'
import { type GrpcConnectionLimits, listenGrpc } from '../grpc/grpc-server.ts'
import { ownAuthorities } from '../host-guard.ts'
import { type ConnectionLimits, type HttpServer, listen } from '../http-server.ts'
import { createMetrics } from '../metrics.ts'
import type { ReplyCodecs } from '../reply.ts'
import { createTokenCheck } from '../token-guard.ts'
import { markedCodecs, recordingIngest } from './recording-ingest.ts'

/** The largest body of the edge under test. */
export const MAX = 1_000_000

/** Errors of REST, marked. */
const restError = (error: unknown): Response =>
  Response.json({ error: { message: error instanceof Error ? error.message : '' } }, { status: error instanceof AppError ? 400 : 500 })

/** What a test may change about the edge; every limit has the value of the product otherwise, but the largest body and the budget. */
export interface EdgeOptions {
  readonly host?: string
  readonly token?: string
  readonly codecs?: ReplyCodecs
  readonly maxBodyBytes?: number
  readonly heldBytes?: number
  readonly maxRequests?: number
  readonly stallMs?: number
  readonly callMs?: number
  readonly limits?: Partial<ConnectionLimits>
  readonly connections?: Partial<GrpcConnectionLimits>
}

/** Everything of the edge but its sockets, with a recording ingest port. */
export function createParts({ host = 'localhost', token, codecs = markedCodecs, ...options }: EdgeOptions) {
  const { maxBodyBytes = MAX, heldBytes = 10 * MAX, maxRequests, stallMs } = options
  const ingest = recordingIngest()
  const admission = createAdmission(heldBytes, maxRequests)
  const reported: unknown[] = []
  const stopping = new AbortController()
  const ports: number[] = []
  const metrics = createMetrics({ bytesHeld: () => 0, requestsWaiting: () => 0 })
  const shared = {
    ingest,
    codecs,
    limits: { maxBodyBytes, admission, ...(stallMs !== undefined && { stallMs }) },
    report: (error: unknown) => void reported.push(error),
    isOwnAuthority: ownAuthorities({ host, ports: () => ports, allowedHosts: [] }),
    checkToken: createTokenCheck(token),
    countCall: metrics.countCall,
  }
  const app = edge({
    ...shared,
    checkReady: () => Promise.resolve(),
    metrics,
    token,
    isPagePath: () => false,
    stopping: stopping.signal,
    apps: [],
    restError,
  })
  return { host, app, shared, metrics, ports, ingest, admission, reported, stopping }
}

/** The whole HTTP edge behind real sockets. */
export async function start(options: EdgeOptions = {}) {
  const { host, app, shared, ports, ingest, admission, reported, stopping } = createParts(options)
  const hints: string[] = []
  const server: HttpServer = await listen({
    host,
    port: 0,
    fetch: app.fetch,
    codecs: shared.codecs,
    restError,
    onHttp2: () => hints.push('http2'),
    onTls: () => hints.push('tls'),
    ...(options.limits && { limits: options.limits }),
  })
  const { port, close } = server
  ports.push(port)
  onTestFinished(() => close(0))
  const stop = (graceMs: number) => {
    stopping.abort()
    return close(graceMs)
  }
  return { port, url: server.url, stop, ingest, admission, reported, hints }
}

/** The whole gRPC edge behind real sockets. */
export async function startGrpc(options: EdgeOptions = {}) {
  const { host, shared, metrics, ports, ingest, admission, reported } = createParts(options)
  const protocols: string[] = []
  const server = await listenGrpc({
    ...shared,
    host,
    port: 0,
    onWrongProtocol: (protocol) => protocols.push(protocol),
    http1Answer: () => shared.codecs.json.encodeStatus(3, 'wrong port'),
    ...(options.callMs !== undefined && { callMs: options.callMs }),
    ...(options.connections && { connections: options.connections }),
  })
  const { port, close } = server
  ports.push(port)
  onTestFinished(() => close(0))
  return { port, listensAt: server.listensAt, stop: close, ingest, admission, reported, protocols, metrics }
}

/** A request head as bytes on the wire. */
export const head = (port: number, ...lines: readonly string[]) =>
  `${['POST /v1/traces HTTP/1.1', `Host: localhost:${port}`, 'Content-Type: application/x-protobuf', ...lines].join('\r\n')}\r\n\r\n`

export async function open(port: number, address = '127.0.0.1'): Promise<Socket> {
  const socket = connect(port, address)
  socket.on('error', () => undefined)
  onTestFinished(() => void socket.destroy())
  await once(socket, 'connect')
  return socket
}

/** Everything that the server says until it closes the connection. */
export async function talk(port: number, ...parts: readonly (string | Uint8Array)[]): Promise<string> {
  const socket = await open(port)
  for (const part of parts) socket.write(part)
  return await text(socket)
}
