import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gunzipSync } from 'node:zlib'
import type { Json } from './otlp-json.ts'
import { protobufToJson } from './otlp-json.ts'

/** A receiver that keeps what it is sent, in order of arrival. */
export interface Capture {
  readonly url: string
  /** Takes out what has arrived so far: one OTLP/JSON `ExportTraceServiceRequest` each. */
  readonly take: () => readonly Json[]
  readonly close: () => Promise<void>
}

/** Starts an OTLP/HTTP receiver for traces, protobuf or JSON, gzip or not, on a free port of 127.0.0.1. Logs and metrics are answered and dropped. */
export async function startCapture(): Promise<Capture> {
  let received: Json[] = []
  const server = createServer((request, response) => {
    answer(request, response, (traces) => received.push(traces)).catch((error: unknown) => response.writeHead(400).end(String(error)))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    take: () => {
      const taken = received
      received = []
      return taken
    },
    close: async () => {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

async function answer(request: IncomingMessage, response: ServerResponse, keep: (traces: Json) => void): Promise<void> {
  const parts: Buffer[] = []
  for await (const part of request as AsyncIterable<Buffer>) parts.push(part)
  const raw = Buffer.concat(parts)
  const bytes = request.headers['content-encoding'] === 'gzip' ? gunzipSync(raw) : raw
  const isJson = request.headers['content-type']?.startsWith('application/json') ?? false
  if (request.url === '/v1/traces') keep(isJson ? (JSON.parse(bytes.toString('utf8')) as Json) : protobufToJson(bytes))
  response.writeHead(200, { 'content-type': isJson ? 'application/json' : 'application/x-protobuf' }).end(isJson ? '{}' : '')
}
