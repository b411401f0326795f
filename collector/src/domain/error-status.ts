import type { ErrorCode } from './app-error.ts'

/** How an error travels: the HTTP status, and the number of `google.rpc.Code` for OTLP bodies and gRPC. */
interface WireStatus {
  readonly http: 400 | 401 | 403 | 404 | 405 | 409 | 413 | 415 | 500 | 501 | 503
  readonly rpc: number
}

/**
 * The one table from our errors to what a caller sees, of OTLP and of REST. Senders retry exactly 429, 502, 503 and 504, so only
 * `unavailable` may be one of these: everything else would come back for ever.
 * Source: OTLP specification, "Failures"; `google/rpc/code.proto`.
 */
export const WIRE_STATUS = {
  invalid: { http: 400, rpc: 3 },
  unauthorized: { http: 401, rpc: 16 },
  forbidden: { http: 403, rpc: 7 },
  not_found: { http: 404, rpc: 5 },
  method_not_allowed: { http: 405, rpc: 12 },
  ambiguous: { http: 409, rpc: 9 },
  too_large: { http: 413, rpc: 8 },
  unsupported: { http: 415, rpc: 3 },
  unimplemented: { http: 501, rpc: 12 },
  unavailable: { http: 503, rpc: 14 },
  internal: { http: 500, rpc: 13 },
} as const satisfies Record<ErrorCode, WireStatus>
