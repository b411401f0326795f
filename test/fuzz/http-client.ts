import { Agent, type IncomingHttpHeaders, request } from 'node:http'
import type { RestRequest } from './rest-requests.ts'

/** What a request was answered with. */
export interface HttpAnswer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  /** `undefined` for a stream of events, which would not end. */
  readonly body: Buffer | undefined
  readonly ms: number
}

/** Sends what `fetch` would refuse to send, or put right first. */
export interface HttpClient {
  send(request: RestRequest | BytesRequest): Promise<HttpAnswer>
  close(): void
}

/** As `RestRequest`, with a body of bytes. */
export interface BytesRequest {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array | undefined
}

const TIMEOUT_MS = 60_000

/** A client with a few connections. */
export function createHttpClient(url: string): HttpClient {
  const { hostname, port } = new URL(url)
  const agent = new Agent({ keepAlive: true, maxSockets: 4 })
  const send = ({ method, path, headers, body }: RestRequest | BytesRequest) =>
    new Promise<HttpAnswer>((resolve, reject) => {
      const startMs = performance.now()
      const isChunked = Object.keys(headers).some((name) => name === 'Transfer-Encoding')
      const lengthHeader = body === undefined || isChunked ? {} : { 'Content-Length': Buffer.byteLength(body) }
      const sent = request({
        hostname,
        port,
        agent,
        method,
        path,
        headers: { ...headers, ...lengthHeader },
        timeout: TIMEOUT_MS,
        joinDuplicateHeaders: false,
      })
      sent.once('timeout', () => sent.destroy(new Error(`no answer within ${TIMEOUT_MS} ms`)))
      sent.once('error', reject)
      sent.once('response', (response) => {
        const pieces: Buffer[] = []
        const done = (withBody: boolean): void => {
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: withBody ? Buffer.concat(pieces) : undefined,
            ms: performance.now() - startMs,
          })
        }
        if (response.headers['content-type']?.startsWith('text/event-stream') && method !== 'HEAD') {
          done(false)
          response.destroy()
          return
        }
        response.on('data', (piece: Buffer) => pieces.push(piece))
        response.once('end', () => done(true))
        response.once('error', reject)
      })
      sent.end(body)
    })
  return { send, close: () => agent.destroy() }
}
