import { STATUS_CODES } from 'node:http'
import type { ReplyCodec } from './reply.ts'

/** What node reports about bytes that are not a request it can read. */
type ClientError = NodeJS.ErrnoException & { readonly rawPacket?: Buffer }

const REPLIES: Readonly<Record<string, { readonly http: number; readonly rpc: number; readonly message: string }>> = {
  HPE_HEADER_OVERFLOW: { http: 431, rpc: 3, message: 'the request headers are too large' },
  HPE_CHUNK_EXTENSIONS_OVERFLOW: { http: 413, rpc: 8, message: 'the chunk extensions are too large' },
  ERR_HTTP_REQUEST_TIMEOUT: { http: 408, rpc: 4, message: 'the request did not arrive in time' },
}
const MALFORMED = { http: 400, rpc: 3, message: 'this is not an HTTP/1.1 request' }

/** Whether the client speaks HTTP/2, as a gRPC exporter does that was given the wrong port. */
export function isHttp2Preface(error: ClientError): boolean {
  return error.code === 'HPE_PAUSED_H2_UPGRADE' || error.rawPacket?.subarray(0, 14).toString('latin1') === 'PRI * HTTP/2.0'
}

/** A whole HTTP reply for a connection whose request could not be read: OTLP wants a body even then. */
export function clientErrorReply(error: ClientError, codec: ReplyCodec): Buffer {
  const { http, rpc, message } = REPLIES[error.code ?? ''] ?? MALFORMED
  const body = codec.encodeStatus(rpc, message)
  const head = [
    `HTTP/1.1 ${http} ${STATUS_CODES[http] ?? ''}`,
    'Connection: close',
    `Content-Type: ${codec.mediaType}`,
    `Content-Length: ${body.length}`,
  ]
  return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`, 'latin1'), body])
}
