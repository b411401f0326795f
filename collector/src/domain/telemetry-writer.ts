import type { Attributes } from './attribute.ts'
import type { CostDerivation } from './cost.ts'
import type { LogItem } from './log.ts'
import type { MetricItem } from './metric.ts'
import type { Receipt } from './receipt.ts'
import type { TrackerRecord } from './record.ts'
import type { ScopedKey } from './session-key.ts'
import type { Signal } from './signal.ts'
import type { Resource } from './span.ts'

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

/** The session that attributes name, with those of the resource around them; `undefined` = none. */
export type NameSession = (attributes: Attributes, resource: Resource) => ScopedKey | undefined

/** One request's worth of items, of one signal, and what is noted of the request. Without items it is a request that was refused. */
export interface RecordBatch {
  readonly records: readonly PricedRecord[]
  readonly logs?: readonly LogItem[]
  readonly metrics?: readonly MetricItem[]
  readonly arrival: Arrival
  readonly receipt?: Receipt
}

/** What a write did. */
export interface WriteOutcome {
  /** Items that are new or that replaced an earlier copy. */
  readonly accepted: number
  /** Items that were stored already, or lost against a better copy. */
  readonly duplicates: number
  /** Items that are not stored because they, or their trace, were removed by a person. */
  readonly deleted: number
  /** `accepted` by signal; of metrics, points. */
  readonly acceptedOf: Readonly<Record<Signal, number>>
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
