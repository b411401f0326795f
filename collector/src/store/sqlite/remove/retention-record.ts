/** What the writer remembers of retention: between looks, over restarts, and for whoever asks how things stand. */
import type { LastRetention, RetentionForecast, RetentionPolicy } from '../../../domain/retention.ts'
import type { SqliteDatabase } from '../database.ts'

export interface RetentionRecord {
  readonly policy: RetentionPolicy
  /** Since when notice of a limit of size stands; `null` = it does not. */
  readonly sizeNoticeNs: bigint | null
  /** The same for a limit of age. */
  readonly ageNoticeNs: bigint | null
  /** Whether the store was once seen within its limit of size under this policy. */
  readonly wasWithin: boolean
  /** What the clock showed when it was looked at, give or take an hour; `null` = never. A leap while no collector runs is told by it. */
  readonly seenNs: bigint | null
  readonly next: RetentionForecast | null
  readonly stuck: boolean
  /** Removing that is under way, and the bytes that were in use before. */
  readonly run: (LastRetention & { readonly usedBefore: number }) | null
  readonly last: LastRetention | null
}

const NO_RECORD: RetentionRecord = {
  policy: { maxAgeDays: null, maxBytes: null },
  sizeNoticeNs: null,
  ageNoticeNs: null,
  wasWithin: false,
  seenNs: null,
  next: null,
  stuck: false,
  run: null,
  last: null,
}

const READ = "SELECT value FROM settings WHERE key = 'retention'"
const WRITE = "INSERT INTO settings (key, value) VALUES ('retention', ?) ON CONFLICT DO UPDATE SET value = excluded.value"

/** The record as it is stored; one that says nothing if there is none. */
export function readRetentionRecord(db: SqliteDatabase): RetentionRecord {
  const stored = db.prepare(READ).pluck().get() as string | undefined
  return stored === undefined ? NO_RECORD : { ...NO_RECORD, ...(JSON.parse(stored, timesAsBigint) as RetentionRecord) }
}

/** Writes the record where it says something new. */
export function createRecordWriter(db: SqliteDatabase): (record: RetentionRecord) => void {
  const read = db.prepare(READ).pluck()
  const write = db.prepare(WRITE)
  return (record) => {
    const json = JSON.stringify(record, (_key, value: unknown) => (typeof value === 'bigint' ? value.toString() : value))
    if (json !== read.get()) write.run(json)
  }
}

/** JSON has no integers of 64 bits: times are text in it. */
function timesAsBigint(key: string, value: unknown): unknown {
  return key.endsWith('Ns') && typeof value === 'string' ? BigInt(value) : value
}
