import type { Signal } from '../domain/signal.ts'
import type { DecodedBySignal } from './decoded.ts'
import { decodeLogsJson } from './json/read-logs.ts'
import { decodeMetricsJson } from './json/read-metrics.ts'
import { decodeTracesJson } from './json/read-traces.ts'
import { responseToJson, statusToJson } from './json/response.ts'
import type { PartialSuccess } from './partial-success.ts'
import { decodeLogs } from './protobuf/read-logs.ts'
import { decodeMetrics } from './protobuf/read-metrics.ts'
import { decodeTraces } from './protobuf/read-traces.ts'
import { encodeExportResponse, encodeStatus } from './protobuf/response.ts'

/** One encoding of OTLP, both directions. */
export interface Codec {
  /** What the reply's `Content-Type` must be, exactly: some clients compare the whole header. */
  readonly mediaType: string
  /** @throws AppError `invalid` when the bytes are no request of this signal, `too_large` when they hold too many objects */
  decode<S extends Signal>(signal: S, bytes: Uint8Array): DecodedBySignal[S]
  /** The body of a 200; without `partial`, of a full success. */
  encodeResponse(signal: Signal, partial?: PartialSuccess): Uint8Array
  /** The body of an error: `google.rpc.Status`. */
  encodeStatus(code: number, message: string): Uint8Array
}

type Decoders = { readonly [S in Signal]: (bytes: Uint8Array) => DecodedBySignal[S] }

const JSON_DECODERS: Decoders = { traces: decodeTracesJson, logs: decodeLogsJson, metrics: decodeMetricsJson }
const PROTOBUF_DECODERS: Decoders = { traces: decodeTraces, logs: decodeLogs, metrics: decodeMetrics }

/** OTLP/JSON; also the encoding of errors whose request had none that we know. */
export const jsonCodec: Codec = {
  mediaType: 'application/json',
  decode: (signal, bytes) => JSON_DECODERS[signal](bytes),
  encodeResponse: (signal, partial) => Buffer.from(responseToJson(signal, partial)),
  encodeStatus: (code, message) => Buffer.from(statusToJson(code, message)),
}

/** Binary protobuf. The responses of all signals have the same form. */
export const protobufCodec: Codec = {
  mediaType: 'application/x-protobuf',
  decode: (signal, bytes) => PROTOBUF_DECODERS[signal](bytes),
  encodeResponse: (_signal, partial) => encodeExportResponse(partial),
  encodeStatus,
}

const CODECS: ReadonlyMap<string, Codec> = new Map(
  [jsonCodec, protobufCodec, { ...protobufCodec, mediaType: 'application/protobuf' }].map((codec) => [codec.mediaType, codec]),
)

/** Character sets that JSON may be in; US-ASCII is part of UTF-8. */
const JSON_CHARSETS: ReadonlySet<string> = new Set(['utf-8', 'utf8', 'us-ascii', 'ascii'])

/**
 * The codec for a request's `Content-Type`; `undefined` = unsupported (415).
 * The type is compared as a whole and without regard to case; of the parameters only `charset` counts, and only for JSON.
 */
export function codecFor(contentType: string | undefined): Codec | undefined {
  const [type = '', ...parameters] = (contentType ?? '').split(';')
  const codec = CODECS.get(type.trim().toLowerCase())
  if (codec !== jsonCodec) return codec
  return parameters.every(isAcceptable) ? codec : undefined
}

/** Whether JSON may have this parameter of a content type, such as ` charset="UTF-8"`. */
function isAcceptable(parameter: string): boolean {
  const [name = '', value = ''] = parameter.split('=', 2)
  return (
    name.trim().toLowerCase() !== 'charset' ||
    JSON_CHARSETS.has(
      value
        .trim()
        .replace(/^"(.*)"$/, '$1')
        .toLowerCase(),
    )
  )
}
