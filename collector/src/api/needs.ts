import type { SessionKeeper } from '../domain/removal.ts'
import type { TelemetryReader } from '../domain/telemetry-reader.ts'
import type { OtlpJson } from './otlp-stream.ts'

/** What the API is made of. */
export interface ApiOptions {
  readonly reader: TelemetryReader
  readonly otlpJson: OtlpJson
  /** Removes sessions and pins them. Without it nothing can be changed. */
  readonly keeper?: SessionKeeper
  /** Milliseconds since 1970. */
  readonly now?: () => number
  /** Calls back with the integers of sessions that changed, until the returned function is called. Without it nothing is live. */
  readonly subscribe?: (changed: (sessionIds: readonly number[]) => void) => () => void
  /** Aborted when the process stops: what streams without an end ends then. */
  readonly stopping?: AbortSignal
  /** Takes what was thrown by a bug of ours, and what broke off an answer that had begun. */
  readonly report: (error: unknown) => void
}

/** What routes get. */
export interface ApiNeeds extends ApiOptions {
  /** Nanoseconds since 1970. */
  readonly nowNs: () => bigint
  /** The only workspace there is yet; it will come from the token. */
  readonly workspaceId: number
  /** The integer of the session that a person means. */
  readonly sessionId: (text: string) => Promise<number>
}
