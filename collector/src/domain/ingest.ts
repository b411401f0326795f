import type { ErrorCode } from './app-error.ts'
import type { Signal } from './signal.ts'

/** Where a request came from and how; nothing of it is trusted. */
export interface RequestOrigin {
  /** How it was sent: `http/protobuf`, `http/json`, `grpc`, or `http` where the request names no encoding that we know. */
  readonly transport: string
  /** `User-Agent`, cut and without control characters; empty when there was none. */
  readonly userAgent: string
  /** Bytes of the body as they were sent, before inflating. */
  readonly wireBytes: number
}

/** One export request after inflating, before decoding. */
export interface IngestRequest {
  /** What the request holds, by the path or the service that it was sent to. */
  readonly signal: Signal
  /** Key of the codec table, such as `application/x-protobuf`. */
  readonly mediaType: string
  /** Inflated bytes. The receiver gives them away: it must not touch them again. */
  readonly body: Uint8Array<ArrayBuffer>
  readonly workspaceId: number
  readonly origin: RequestOrigin
}

/** A request that the edge refused itself: nothing of it was decoded. */
export interface RefusedRequest {
  /** `undefined` when it was sent to no path or service of ours. */
  readonly signal: Signal | undefined
  readonly origin: RequestOrigin
  readonly code: ErrorCode
  readonly message: string
}

/** The answer to one export request. */
export type IngestReply =
  | {
      readonly status: 'stored'
      /** Items that were not stored because they are invalid; the sender must not retry them. */
      readonly rejectedItems: number
      /** Why; empty when nothing was rejected. */
      readonly message: string
    }
  | {
      readonly status: 'refused'
      /** Nothing of the request was stored. `unavailable` = a retry helps; everything else is final. */
      readonly code: ErrorCode
      readonly message: string
    }

/** Where the receiver hands its requests to. */
export interface IngestPort {
  /** Resolves after the request's transaction was committed and synced, or refused. Never rejects. */
  submit(request: IngestRequest): Promise<IngestReply>
  /** Takes note of a request that the edge refused, for the receipts. Does not wait and never throws. */
  refused(request: RefusedRequest): void
  /** Inflated bytes that were submitted and not yet answered. */
  readonly waitingBytes: number
}
