import type { ErrorCode } from './app-error.ts'

/** One export request after inflating, before decoding. */
export interface IngestRequest {
  /** Key of the codec table, such as `application/x-protobuf`. */
  readonly mediaType: string
  /** Inflated bytes. The receiver gives them away: it must not touch them again. */
  readonly body: Uint8Array<ArrayBuffer>
  readonly workspaceId: number
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
  /** Inflated bytes that were submitted and not yet answered. */
  readonly waitingBytes: number
}
