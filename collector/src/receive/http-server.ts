import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { AppError } from '../domain/app-error.ts'
import { clientErrorReply, isHttp2Preface } from './client-error.ts'
import { type DrainingServer, withDrain } from './draining-server.ts'
import { isOtlpRequest } from './otlp-http.ts'
import { errorReply, type ReplyCodecs } from './reply.ts'

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

/** Above the exporters' intervals (5 s to 60 s): a server that closes when a client reuses makes it send twice. */
const KEEP_ALIVE_MS = 75_000
const HEADERS_TIMEOUT_MS = 80_000
/** A body may take this long in all. Against senders that trickle. */
const REQUEST_TIMEOUT_MS = 120_000
const MAX_CONNECTIONS = 2_000
/** Another program may take the port of one address between our two calls. */
const PORT_ATTEMPTS = 10

/** Listens. @throws `unavailable` when the port is in use or the address is not ours */
export async function listen(options: ListenOptions): Promise<HttpServer> {
  const addresses = addressesOf(options.host)
  for (let attempt = 1; ; attempt++) {
    try {
      return await listenOnce(options, addresses)
    } catch (error) {
      const canRetry = options.port === 0 && isAddressInUse(error) && attempt < PORT_ATTEMPTS
      if (!canRetry) throw listenError(error, options)
    }
  }
}

async function listenOnce(options: ListenOptions, addresses: readonly string[]): Promise<HttpServer> {
  const servers: DrainingServer[] = []
  let port = options.port
  try {
    for (const address of addresses) {
      const server = createHttpServer(options)
      const isSecond = servers.length > 0
      const bound = await bind(server.server, port, address).catch((error: unknown) => {
        // A machine without IPv6 is served on IPv4 alone.
        if (isSecond && isAddressMissing(error)) return undefined
        throw error
      })
      if (bound === undefined) continue
      port = bound
      servers.push(server)
    }
  } catch (error) {
    await Promise.all(servers.map((server) => server.drain(0)))
    throw error
  }
  return {
    port,
    url: urlOf(callable(options.host), port),
    listensAt: urlOf(options.host, port),
    close: (graceMs) => drainAll(servers, graceMs),
  }
}

function createHttpServer(options: ListenOptions): DrainingServer {
  const { codecs, restError } = options
  const onHttp2 = once(options.onHttp2)
  const otlpListener = getRequestListener(options.fetch, { errorHandler: (error) => errorReply(codecs.json, requestError(error)) })
  const restListener = getRequestListener(options.fetch, { errorHandler: (error) => restError(requestError(error)) })
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    draining.track(request.socket, response)
    void (isOtlp(request) ? otlpListener : restListener)(request, response)
  }
  const server = createServer(
    {
      keepAliveTimeout: KEEP_ALIVE_MS,
      headersTimeout: HEADERS_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      // The listener answers a missing Host itself, with a body that says so.
      requireHostHeader: false,
    },
    answer,
  )
  const draining = withDrain(server)
  server.maxConnections = MAX_CONNECTIONS
  server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
    // The OTLP edge sends 100 only after the headers have passed; everybody else wants the body in any case.
    if (!isOtlp(request)) response.writeContinue()
    answer(request, response)
  })
  server.on('clientError', (error: NodeJS.ErrnoException & { rawPacket?: Buffer }, socket: Socket) => {
    if (isHttp2Preface(error)) onHttp2()
    if (!socket.writable) return socket.destroy()
    void clientErrorReply(error, { codec: codecs.json, restError }).then((reply) => socket.end(reply))
  })
  return draining
}

function isOtlp({ method = '', url = '' }: IncomingMessage): boolean {
  return isOtlpRequest(method, url)
}

function requestError(error: unknown): unknown {
  const isRefused = error instanceof Error && error.name === 'RequestError'
  return isRefused ? new AppError('invalid', 'the request line or the Host header is malformed') : error
}

function bind(server: Server, port: number, address: string): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  server.once('error', reject)
  server.listen({ port, host: address, ipv6Only: address === '::1' }, () => {
    server.off('error', reject)
    resolve(portOf(server.address(), port))
  })
  return promise
}

function portOf(address: AddressInfo | string | null, asked: number): number {
  return typeof address === 'object' && address ? address.port : asked
}

async function drainAll(servers: readonly DrainingServer[], graceMs: number): Promise<void> {
  await Promise.all(servers.map((server) => server.drain(graceMs)))
}

function addressesOf(host: string): readonly string[] {
  return host === 'localhost' || host === '127.0.0.1' ? ['127.0.0.1', '::1'] : [host.replace(/^\[(.*)\]$/, '$1')]
}

/** A wildcard is no address to call: loopback stands for it. */
function callable(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1'
  return host === '::' || host === '[::]' ? '::1' : host
}

function urlOf(host: string, port: number): string {
  const name = host === 'localhost' ? '127.0.0.1' : host
  return `http://${name.includes(':') && !name.startsWith('[') ? `[${name}]` : name}:${port}`
}

function once(action: () => void): () => void {
  let isDone = false
  return () => {
    if (!isDone) action()
    isDone = true
  }
}

function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}

function isAddressInUse(error: unknown): boolean {
  return errorCode(error) === 'EADDRINUSE'
}

function isAddressMissing(error: unknown): boolean {
  return ['EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EINVAL'].includes(errorCode(error))
}

function listenError(error: unknown, { host, port }: ListenOptions): unknown {
  const code = errorCode(error)
  if (code === 'EADDRINUSE') {
    return new AppError('unavailable', `port ${port} on ${host} is in use; stop the other program or set --http-port (TRACKER_HTTP_PORT)`, {
      cause: error,
    })
  }
  if (code === 'EACCES')
    return new AppError('forbidden', `port ${port} needs more rights; set --http-port (TRACKER_HTTP_PORT) above 1023`, { cause: error })
  if (['EADDRNOTAVAIL', 'ENOTFOUND', 'EAFNOSUPPORT', 'EINVAL', 'EAI_AGAIN'].includes(code)) {
    return new AppError('invalid', `cannot listen on ${host} (${code}); set --host (TRACKER_HOST) to an address of this machine`, {
      cause: error,
    })
  }
  return error
}
