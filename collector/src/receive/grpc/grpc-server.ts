import { createServer as createHttp2Server, type Http2Server, type ServerHttp2Session } from 'node:http2'
import { createServer, type Socket } from 'node:net'
import { authorityOf, bindAll, type Drainable } from '../bind.ts'
import { answerCall, type GrpcNeeds } from './export-call.ts'
import { type Protocol, protocolOf } from './first-bytes.ts'

/** Where to listen and what answers. */
export interface GrpcOptions extends GrpcNeeds {
  /** `localhost` (also `127.0.0.1`) = both loopback addresses. */
  readonly host: string
  /** 0 = any free one. */
  readonly port: number
  /** Called for each connection of a client that does not speak HTTP/2 without TLS. */
  readonly onWrongProtocol: (protocol: Protocol) => void
  /** Body of the answer to a client of HTTP/1: a `google.rpc.Status` in JSON that says where its port is. */
  readonly http1Answer: () => Uint8Array
  readonly connections?: Partial<GrpcConnectionLimits>
}

/** What a connection may do. */
export interface GrpcConnectionLimits {
  /** A client must say what it speaks within this time; HTTP/2 clients do at once. */
  readonly firstBytesMs: number
  /** A connection on which nothing moves is closed after this, far above the exporters' intervals. */
  readonly idleMs: number
  readonly maxConnections: number
  /** Calls at one time on one connection; the next ones wait at their sender. */
  readonly maxCalls: number
}

/** The listening sockets; one port, one or two addresses. */
export interface GrpcServer {
  readonly port: number
  /** `127.0.0.1:4317`, as it was asked for: a wildcard stays one. */
  readonly listensAt: string
  /** Stops accepting, lets calls in flight end for at most `graceMs`, then cuts them off. Safe twice. */
  close(graceMs: number): Promise<void>
}

/** The limits of every connection. */
export const GRPC_CONNECTION_LIMITS: GrpcConnectionLimits = {
  firstBytesMs: 10_000,
  idleMs: 600_000,
  maxConnections: 2_000,
  maxCalls: 100,
}
/** As large as the headers of HTTP/1 may be in Node. */
const MAX_HEADER_BYTES = 16 * 1024
/**
 * What may wait in one connection. Node's own bound of 10 MiB is near what a hundred calls with full windows of 64 KiB and headers need;
 * beyond it calls are refused for good. Messages are bounded by the budget that all requests share.
 */
const SESSION_MIB = 32
/** How long a client of HTTP/1 may take to read its answer, and one of HTTP/2 the end of its session. */
const LINGER_MS = 1_000

/** Listens for OTLP/gRPC without TLS. @throws AppError `unavailable` when the port is in use, `invalid` when the address is not ours */
export async function listenGrpc(options: GrpcOptions): Promise<GrpcServer> {
  const { host, port: asked } = options
  const { port, close } = await bindAll({ host, port: asked, setting: '--grpc-port (TRACKER_GRPC_PORT)', open: () => openServer(options) })
  return { port, listensAt: authorityOf(host, port), close }
}

/** A socket server that looks at the first bytes and hands HTTP/2 on: anything else gets an answer that it understands. */
function openServer(options: GrpcOptions): Drainable {
  const limits = { ...GRPC_CONNECTION_LIMITS, ...options.connections }
  const sockets = new Set<Socket>()
  /** Those that have not told yet what they speak. */
  const silent = new Set<Socket>()
  const sessions = new Set<ServerHttp2Session>()
  const http2 = createCalls(options, { limits, sessions })
  const server = createServer((socket) => {
    for (const set of [sockets, silent]) {
      set.add(socket)
      socket.once('close', () => set.delete(socket))
    }
    tellProtocol(socket, limits.firstBytesMs, (protocol) => {
      silent.delete(socket)
      if (protocol === 'http2') return http2.emit('connection', socket)
      options.onWrongProtocol(protocol)
      return protocol === 'http1' ? answerHttp1(socket, options.http1Answer()) : socket.destroy()
    })
  })
  server.maxConnections = limits.maxConnections
  let ended: Promise<void> | undefined
  return {
    server,
    drain(graceMs) {
      ended ??= new Promise((resolve) => void server.close(() => resolve()))
      for (const session of sessions) session.close()
      for (const socket of silent) socket.destroy()
      const cut = setTimeout(() => sockets.forEach((socket) => void socket.destroy()), graceMs)
      return ended.finally(() => clearTimeout(cut))
    },
  }
}

interface SessionNeeds {
  readonly limits: GrpcConnectionLimits
  /** Takes the sessions that are open. */
  readonly sessions: Set<ServerHttp2Session>
}

function createCalls(needs: GrpcNeeds, { limits, sessions }: SessionNeeds): Http2Server {
  const http2 = createHttp2Server({
    maxSessionMemory: SESSION_MIB,
    settings: { maxConcurrentStreams: limits.maxCalls, maxHeaderListSize: MAX_HEADER_BYTES },
  })
  http2.on('session', (session) => {
    sessions.add(session)
    session.once('close', () => sessions.delete(session))
    // A client that breaks the protocol ends its own connection and nothing else.
    session.on('error', () => undefined)
    session.setTimeout(limits.idleMs, () => endSession(session))
  })
  http2.on('stream', (stream, headers) => answerCall(stream, headers, needs))
  return http2
}

/** Ends a session on which nothing moves: in good order, unless replies wait in it for a client that does not read. */
function endSession(session: ServerHttp2Session): void {
  session.close()
  const timer = setTimeout(() => session.destroy(), LINGER_MS)
  session.once('close', () => clearTimeout(timer))
}

/** Reads until it is clear what the client speaks, and puts what was read back. */
function tellProtocol(socket: Socket, timeoutMs: number, tell: (protocol: Protocol) => void): void {
  let seen: Buffer = Buffer.alloc(0)
  const timer = setTimeout(() => socket.destroy(), timeoutMs)
  const look = (): void => {
    const bytes: Buffer | null = socket.read()
    if (bytes === null) return
    seen = Buffer.concat([seen, bytes])
    const protocol = protocolOf(seen)
    if (protocol === 'open') return
    socket.off('readable', look)
    clearTimeout(timer)
    socket.unshift(seen)
    tell(protocol)
  }
  socket.on('readable', look)
  socket.on('error', () => undefined)
  socket.once('close', () => clearTimeout(timer))
}

/** The connection stays open for a moment: closing it with unread input would reset it, and the client would not see why. */
function answerHttp1(socket: Socket, body: Uint8Array): void {
  const head = ['HTTP/1.1 400 Bad Request', 'Connection: close', 'Content-Type: application/json', `Content-Length: ${body.length}`]
  socket.end(Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`, 'latin1'), body]))
  socket.resume()
  const timer = setTimeout(() => socket.destroy(), LINGER_MS)
  socket.once('close', () => clearTimeout(timer))
}
