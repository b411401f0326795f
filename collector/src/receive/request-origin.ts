import type { RequestOrigin } from '../domain/ingest.ts'
import { wireText } from './wire-text.ts'

/** Enough for every exporter's name and version. */
const MAX_USER_AGENT_CHARS = 200

/** Names of the encodings over HTTP, as `OTEL_EXPORTER_OTLP_PROTOCOL` has them. */
const HTTP_TRANSPORTS: Readonly<Record<string, string>> = {
  'application/json': 'http/json',
  'application/x-protobuf': 'http/protobuf',
  'application/protobuf': 'http/protobuf',
}

/** What is known of a request before it is decoded. */
interface OriginParts {
  readonly transport: string
  /** The header as it came. */
  readonly userAgent: string | undefined
  readonly wireBytes: number
}

/** Where a request came from, in a form that can be stored and shown. */
export function requestOrigin({ transport, userAgent = '', wireBytes }: OriginParts): RequestOrigin {
  return { transport, userAgent: wireText(userAgent, MAX_USER_AGENT_CHARS), wireBytes }
}

/** By the media type of the request's codec; `http` where it has none. */
export function httpTransport(mediaType: string | undefined): string {
  return HTTP_TRANSPORTS[mediaType ?? ''] ?? 'http'
}
