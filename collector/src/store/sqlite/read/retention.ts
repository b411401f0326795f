import type { RemovalProgress } from '../../../domain/removal.ts'
import type { LastRetention, RetentionState } from '../../../domain/retention.ts'
import type { SqliteDatabase } from '../database.ts'
import { fileUseOf } from '../remove/file-use.ts'
import { type RetentionRecord, readRetentionRecord } from '../remove/retention-record.ts'
import { queryFirst } from './rows.ts'

const COUNTS = `SELECT (SELECT count(*) FROM pins) AS pinned, (SELECT count(*) FROM removals) AS removals,
  EXISTS (SELECT 1 FROM settings WHERE key = 'purge_asked') AS purging, EXISTS (SELECT 1 FROM settings WHERE key = 'purge') AS givingBack`

interface Counts {
  readonly pinned: number
  readonly removals: number
  readonly purging: number
  readonly givingBack: number
}

/** How the store stands with its limits, as the writer found it at its last look; the bytes are those of now. */
export function retentionState(db: SqliteDatabase): RetentionState {
  const counts = queryFirst<Counts>(db, COUNTS)
  if (!counts) throw new Error('counts without a row')
  const record = readRetentionRecord(db)
  const { fileBytes, usedBytes, freeBytes, shrinks } = fileUseOf(db)
  const removal: RemovalProgress = {
    sessions: counts.removals,
    purging: counts.purging === 1 || counts.removals > 0,
    bytesToGiveBack: shrinks && counts.givingBack === 1 ? freeBytes : 0,
  }
  const { policy, next, stuck, sizeNoticeNs, ageNoticeNs } = record
  const noticeSinceNs = earlier(sizeNoticeNs, ageNoticeNs)
  return { policy, fileBytes, usedBytes, shrinks, noticeSinceNs, next, stuck, pinnedSessions: counts.pinned, last: lastOf(record), removal }
}

function lastOf({ run, last }: RetentionRecord): LastRetention | null {
  if (!run) return last
  const { usedBefore: _, ...underWay } = run
  return underWay
}

function earlier(a: bigint | null, b: bigint | null): bigint | null {
  if (a === null || b === null) return a ?? b
  return a < b ? a : b
}
