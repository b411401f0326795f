import { STATUS_CODES } from 'node:http'
import { AppError, type ErrorCode } from '../domain/app-error.ts'
import { WIRE_STATUS } from '../domain/error-status.ts'
import { isOtlpRequest } from './otlp-paths.ts'
import type { ReplyCodec } from './reply.ts'
import { SECURITY_HEADERS } from './security-headers.ts'

/** What node reports about bytes that are not a request it can read. */
type ClientError = NodeJS.ErrnoException & { readonly rawPacket?: Buffer }

/** How such an error is written, for OTLP and for REST. */
interface ErrorForms {
  readonly codec: ReplyCodec
  readonly restError: (error: unknown) => Response
}

interface Refusal {
  readonly code: ErrorCode
  readonly message: string
  /** Where HTTP has a status of its own. */
  readonly http?: number
  readonly rpc?: number
}

const REFUSALS: Readonly<Record<string, Refusal>> = {
  HPE_HEADER_OVERFLOW: { code: 'invalid', http: 431, message: 'the request headers are too large' },
  HPE_CHUNK_EXTENSIONS_OVERFLOW: { code: 'too_large', message: 'the chunk extensions are too large' },
  ERR_HTTP_REQUEST_TIMEOUT: { code: 'invalid', http: 408, rpc: 4, message: 'the request did not arrive in time' },
}
const MALFORMED: Refusal = { code: 'invalid', message: 'this is not an HTTP/1.1 request' }

/** Whether the client speaks HTTP/2, as a gRPC exporter does that was given the wrong port. */
export function isHttp2Preface(error: ClientError): boolean {
  return error.code === 'HPE_PAUSED_H2_UPGRADE' || error.rawPacket?.subarray(0, 14).toString('latin1') === 'PRI * HTTP/2.0'
}

/** A whole HTTP reply for a connection whose request could not be read: OTLP wants a body even then, and so does REST. */
export async function clientErrorReply(error: ClientError, { codec, restError }: ErrorForms): Promise<Buffer> {
  const { code, message, http = WIRE_STATUS[code].http, rpc = WIRE_STATUS[code].rpc } = REFUSALS[error.code ?? ''] ?? MALFORMED
  const isRest = isRestRequest(error.rawPacket)
  const body = isRest ? await bytesOf(restError(new AppError(code, message))) : codec.encodeStatus(rpc, message)
  const head = [
    `HTTP/1.1 ${http} ${STATUS_CODES[http] ?? ''}`,
    'Connection: close',
    `Content-Type: ${isRest ? 'application/json' : codec.mediaType}`,
    `Content-Length: ${body.length}`,
    ...SECURITY_HEADERS.map(([name, value]) => `${name}: ${value}`),
  ]
  return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`, 'latin1'), body])
}

async function bytesOf(response: Response): Promise<Uint8Array> {
  return new Uint8Array(await response.arrayBuffer())
}

/** Node's own limit for all headers and the request line. */
const MAX_HEAD_BYTES = 16_384

/** By the request line, where the bytes begin with one; it may be cut. The port is OTLP's otherwise. */
function isRestRequest(bytes: Buffer | undefined): boolean {
  const [, method, path] = /^([A-Z]+) (\/\S*)/.exec(bytes?.subarray(0, MAX_HEAD_BYTES).toString('latin1') ?? '') ?? []
  return method !== undefined && path !== undefined && !isOtlpRequest(method, path)
}
