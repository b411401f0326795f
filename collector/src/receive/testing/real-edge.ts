import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { onTestFinished } from 'vitest'
import { AppError } from '../../domain/app-error.ts'
import { createAdmission } from '../admission.ts'
import { edge } from '../edge.ts'
import { ownAuthorities } from '../host-guard.ts'
import { type HttpServer, listen } from '../http-server.ts'
import { createMetrics } from '../metrics.ts'
import { markedCodecs, recordingIngest } from './recording-ingest.ts'

/** The largest body of the edge under test. */
export const MAX = 1_000_000

/** Errors of REST, marked. */
const restError = (error: unknown): Response =>
  Response.json({ error: { message: error instanceof Error ? error.message : '' } }, { status: error instanceof AppError ? 400 : 500 })

/** The whole edge behind real sockets, with a recording ingest port. */
export async function start(host = 'localhost') {
  const ingest = recordingIngest()
  const admission = createAdmission(10 * MAX)
  const hints: number[] = []
  const stopping = new AbortController()
  let server: HttpServer | undefined
  const app = edge({
    ingest,
    codecs: markedCodecs,
    limits: { maxBodyBytes: MAX, admission },
    report: () => undefined,
    checkReady: () => Promise.resolve(),
    metrics: createMetrics({ bytesHeld: () => 0, requestsWaiting: () => 0 }),
    isOwnAuthority: ownAuthorities({ host, ports: () => [server?.port ?? 0], allowedHosts: [] }),
    token: undefined,
    isPagePath: () => false,
    stopping: stopping.signal,
    apps: [],
    restError,
  })
  server = await listen({ host, port: 0, fetch: app.fetch, codecs: markedCodecs, restError, onHttp2: () => hints.push(1) })
  const { port, close } = server
  onTestFinished(() => close(0))
  const stop = (graceMs: number) => {
    stopping.abort()
    return close(graceMs)
  }
  return { port, url: server.url, stop, ingest, admission, hints }
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
