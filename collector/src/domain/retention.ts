import type { RemovalProgress, RemovalReason } from './removal.ts'

/** How long and how much is kept. What is pinned is kept in any case. */
export interface RetentionPolicy {
  /** Whole days since a session's last sign of life by our clock; `null` = no limit. */
  readonly maxAgeDays: number | null
  /** Bytes of the database that are in use; `null` = no limit. */
  readonly maxBytes: number | null
}

/** Everything is kept until the database is this large. */
export const DEFAULT_RETENTION: RetentionPolicy = { maxAgeDays: null, maxBytes: 20_000_000_000 }

/** Share of the size limit from which notice is given. */
export const NOTICE_SHARE = 0.8
/** Share of the size limit down to which is removed. */
export const TARGET_SHARE = 0.9
/** Share of the size limit from which no notice is waited for, where the store was within the limit before. */
export const URGENT_SHARE = 1.25
/** Notice of an age is given this many days before it is reached. */
export const NOTICE_DAYS = 3
/** Nothing is removed before its notice has stood this long. */
export const NOTICE_HOURS = 24
/** A running session with a sign of life in this time is never removed by the policy. */
export const ALIVE_MINUTES = 30

/** What would be removed next if nothing changes. */
export interface RetentionForecast {
  readonly reason: Exclude<RemovalReason, 'asked'>
  /** Sessions that would go. */
  readonly sessions: number
  /** Roughly the bytes that this would free. */
  readonly bytes: number
  /** Last sign of life of the oldest of them, nanoseconds since 1970; `null` when only logs and metrics without a session would go. */
  readonly oldestReceivedNs: bigint | null
  /** Not before this time, nanoseconds since 1970. */
  readonly atNs: bigint
}

/** What the policy removed last: one run, up to the moment in which nothing was over a limit any more. */
export interface LastRetention {
  readonly atNs: bigint
  readonly reason: Exclude<RemovalReason, 'asked'>
  readonly sessions: number
  /** Logs and metric points that belonged to no session. */
  readonly looseItems: number
  /** Bytes that were in use before and are not any more; 0 while the run is under way. */
  readonly freedBytes: number
}

/** How things stand with the limits, as the writer found them last (it looks once a minute). */
export interface RetentionState {
  /** The policy that the writer was started with; both `null` before any was. */
  readonly policy: RetentionPolicy
  /** Bytes of the database file, without its write-ahead log. */
  readonly fileBytes: number
  /** Bytes of it that are in use: what `maxBytes` is compared with. */
  readonly usedBytes: number
  /** `false` = an old file, which `tracker db compact` makes smaller; space that is freed is used again. */
  readonly shrinks: boolean
  /** Since when the notice stands, nanoseconds since 1970; `null` = there is none. */
  readonly noticeSinceNs: bigint | null
  /** Set when a notice stands and there is something that may be removed. */
  readonly next: RetentionForecast | null
  /** The database is over its size and nothing that may be removed is left: pinned and running sessions fill it. */
  readonly stuck: boolean
  readonly pinnedSessions: number
  readonly last: LastRetention | null
  readonly removal: RemovalProgress
}
