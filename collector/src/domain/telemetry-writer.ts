import type { CostDerivation } from './cost.ts'
import type { TrackerRecord } from './record.ts'

/** A record and what its call cost; what the store takes. */
export interface PricedRecord {
  readonly record: TrackerRecord
  /** Set when the record has a call. */
  readonly cost?: CostDerivation
}

/** Facts about the arrival of a batch. Nothing that is derived from telemetry depends on them. */
export interface Arrival {
  /** Nanoseconds since 1970 by our clock. */
  readonly receivedNs: bigint
  /** Comes from the token, never from telemetry. */
  readonly workspaceId: number
}

/** One request's worth of records. */
export interface RecordBatch {
  readonly records: readonly PricedRecord[]
  readonly arrival: Arrival
}

/** What a write did. */
export interface WriteOutcome {
  /** Items that are new or that replaced an earlier copy. */
  readonly accepted: number
  /** Items that were stored already, or lost against a better copy. */
  readonly duplicates: number
  /** Integers of the sessions that changed, for live updates. */
  readonly changedSessions: readonly number[]
}

/** The writing half of a telemetry store. One writer owns a store. */
export interface TelemetryWriter {
  /**
   * Writes all batches in one transaction: all or nothing, idempotent (an item sent twice leaves one row), in any order the same rows.
   * It is on disk, synced, when the promise resolves. A failure leaves the store as it was; `unavailable` says that a later try can work.
   */
  write(batches: readonly RecordBatch[]): Promise<WriteOutcome>
  /** Works off one bounded slice of the background jobs that writes left behind. Resolves to whether there is more to do. */
  work(): Promise<boolean>
  /** Ends the store's use; safe twice. */
  close(): Promise<void>
}
