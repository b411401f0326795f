import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { AppError } from '../domain/app-error.ts'
import { authorityOf, bindAll } from './bind.ts'
import { clientErrorReply, isHttp2Preface } from './client-error.ts'
import { type DrainingServer, withDrain } from './draining-server.ts'
import { protocolOf } from './grpc/first-bytes.ts'
import { isOtlpRequest } from './otlp-paths.ts'
import { errorReply, type ReplyCodecs } from './reply.ts'
import { secured } from './security-headers.ts'

/** Where to listen and what answers. */
export interface ListenOptions {
  /** `localhost` (also `127.0.0.1`) = both loopback addresses. */
  readonly host: string
  /** 0 = any free one. */
  readonly port: number
  readonly fetch: Parameters<typeof getRequestListener>[0]
  readonly codecs: ReplyCodecs
  /** Answers, in the format of REST, an error of a request that is not OTLP. */
  readonly restError: (error: unknown) => Response
  /** Called once, when a client speaks HTTP/2, as a gRPC exporter does that was given this port. */
  readonly onHttp2: () => void
  /** Called whenever a client begins with TLS. */
  readonly onTls: () => void
  readonly limits?: Partial<ConnectionLimits>
}

/** What a connection may do. */
export interface ConnectionLimits {
  /** An idle connection is closed after this. */
  readonly keepAliveMs: number
  /** The headers of a request may take this long in all. */
  readonly headersMs: number
  /** A whole request may take this long. */
  readonly requestMs: number
  /** How often connections are looked at for these two. */
  readonly checkEveryMs: number
  /** A connection on which nothing moves, in either direction, is closed after this: replies wait in memory for whoever does not read. */
  readonly silentMs: number
  readonly maxConnections: number
}

/** The listening sockets of the process; one port, one or two addresses. */
export interface HttpServer {
  readonly port: number
  /** An address at which this machine reaches us. */
  readonly url: string
  /** The same as it was asked for: a wildcard stays one. */
  readonly listensAt: string
  /** Stops accepting, waits for the requests in flight for at most `graceMs`, then cuts them off. Safe twice. */
  close(graceMs: number): Promise<void>
}

/**
 * The idle time is above the exporters' intervals (5 s to 60 s): a server that closes when a client reuses makes it send twice.
 * The others are against senders that trickle.
 */
export const CONNECTION_LIMITS: ConnectionLimits = {
  keepAliveMs: 75_000,
  headersMs: 80_000,
  requestMs: 120_000,
  checkEveryMs: 5_000,
  silentMs: 120_000,
  maxConnections: 2_000,
}

/** Listens. @throws `unavailable` when the port is in use or the address is not ours */
export async function listen(options: ListenOptions): Promise<HttpServer> {
  const { host, port: asked } = options
  const onHttp2 = once(options.onHttp2)
  const open = () => createHttpServer({ ...options, onHttp2 })
  const { port, close } = await bindAll({ host, port: asked, setting: '--http-port (TRACKER_HTTP_PORT)', open })
  return { port, url: `http://${authorityOf(callable(host), port)}`, listensAt: `http://${authorityOf(host, port)}`, close }
}

function createHttpServer(options: ListenOptions): DrainingServer {
  const { codecs, restError, onHttp2, onTls } = options
  const limits = { ...CONNECTION_LIMITS, ...options.limits }
  const listener = (errorHandler: (error: unknown) => Response) =>
    getRequestListener(options.fetch, { errorHandler: (error) => lastReply(errorHandler(error)), autoCleanupIncoming: false })
  const otlpListener = listener((error) => errorReply(codecs.json, requestError(error)))
  const restListener = listener((error) => restError(requestError(error)))
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    draining.track(request.socket, response)
    void (isOtlp(request) ? otlpListener : restListener)(request, response)
  }
  const server = createServer(
    {
      keepAliveTimeout: limits.keepAliveMs,
      headersTimeout: limits.headersMs,
      requestTimeout: limits.requestMs,
      connectionsCheckingInterval: limits.checkEveryMs,
      // The listener answers a missing Host itself, with a body that says so.
      requireHostHeader: false,
    },
    answer,
  )
  const draining = withDrain(server)
  server.maxConnections = limits.maxConnections
  server.setTimeout(limits.silentMs)
  server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
    // The OTLP edge sends 100 only after the headers have passed; everybody else wants the body in any case.
    if (!isOtlp(request)) response.writeContinue()
    answer(request, response)
  })
  server.on('clientError', (error: NodeJS.ErrnoException & { rawPacket?: Buffer }, socket: Socket) => {
    if (isHttp2Preface(error)) onHttp2()
    if (error.rawPacket && protocolOf(error.rawPacket) === 'tls') onTls()
    if (!socket.writable) return socket.destroy()
    void clientErrorReply(error, { codec: codecs.json, restError }).then((reply) => socket.end(reply))
  })
  return draining
}

function isOtlp({ method = '', url = '' }: IncomingMessage): boolean {
  return isOtlpRequest(method, url)
}

/** The reply to what never reached the app, which bounds what is read of a body: the connection ends with it. */
function lastReply(reply: Response): Response {
  reply.headers.set('Connection', 'close')
  return secured(reply)
}

function requestError(error: unknown): unknown {
  const isRefused = error instanceof Error && error.name === 'RequestError'
  return isRefused ? new AppError('invalid', 'the request line or the Host header is malformed') : error
}

/** A wildcard is no address to call: loopback stands for it. */
function callable(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1'
  return host === '::' || host === '[::]' ? '::1' : host
}

function once(action: () => void): () => void {
  let isDone = false
  return () => {
    if (!isDone) action()
    isDone = true
  }
}
