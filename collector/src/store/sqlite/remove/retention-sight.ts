/** What the policy of retention would remove. Only reads. */
import { ALIVE_MINUTES, TARGET_SHARE } from '../../../domain/retention.ts'
import type { SqliteDatabase } from '../database.ts'

const NS_PER_MINUTE = 60_000_000_000n

/** A session that may be removed. */
export interface OldSession {
  readonly id: number
  readonly receivedNs: bigint
}

/** Sessions that would go, and roughly what they hold. */
export interface Affected {
  readonly sessions: number
  readonly bytes: number
  readonly oldestReceivedNs: bigint | null
}

/** Neither pinned, nor running with a sign of life a short time ago. */
const MAY_GO = `NOT (s.running_traces > 0 AND s.received_ns >= +@aliveNs)
  AND NOT EXISTS (SELECT 1 FROM pins p WHERE p.workspace_id = s.workspace_id AND p.key = s.key AND p.key_scope = s.key_scope)`

/** Opens the look over any connection. */
export function createSight(db: SqliteDatabase) {
  const oldest = db
    .prepare(`SELECT s.id, s.received_ns AS receivedNs FROM session_rows s WHERE ${MAY_GO} ORDER BY s.received_ns LIMIT 1`)
    .safeIntegers()
  const before = db
    .prepare(`SELECT count(*) AS sessions, coalesce(sum(s.span_count), 0) AS spans, min(s.received_ns) AS oldestNs
      FROM session_rows s WHERE s.received_ns < +@beforeNs AND ${MAY_GO}`)
    .safeIntegers()
  const byAge = db
    .prepare(`SELECT s.received_ns AS receivedNs, s.span_count AS spans FROM session_rows s WHERE ${MAY_GO} ORDER BY s.received_ns`)
    .safeIntegers()
  const spans = db.prepare('SELECT coalesce(sum(span_count), 0) FROM session_rows').pluck()
  const newest = db
    .prepare('SELECT max(coalesce((SELECT max(received_ns) FROM session_rows), 0), coalesce((SELECT max(received_ns) FROM receipts), 0))')
    .pluck()
    .safeIntegers()
  const aliveNs = (nowNs: bigint): bigint => nowNs - BigInt(ALIVE_MINUTES) * NS_PER_MINUTE
  /** What a span takes with all that hangs on it, roughly: sessions are not weighed one by one. */
  const bytesPerSpan = (usedBytes: number): number => usedBytes / Math.max(Number(spans.get()), 1)

  return {
    oldestSession(nowNs: bigint): OldSession | undefined {
      const row = oldest.get({ aliveNs: aliveNs(nowNs) }) as { id: bigint; receivedNs: bigint } | undefined
      return row && { id: Number(row.id), receivedNs: row.receivedNs }
    },
    /** The latest sign of life of anything. */
    newestNs: (): bigint => newest.get() as bigint,
    /** Sessions whose last sign of life was before a time. */
    olderThan(beforeNs: bigint, at: { readonly nowNs: bigint; readonly usedBytes: number }): Affected {
      const row = before.get({ beforeNs, aliveNs: aliveNs(at.nowNs) }) as { sessions: bigint; spans: bigint; oldestNs: bigint | null }
      const bytes = Math.round(Number(row.spans) * bytesPerSpan(at.usedBytes))
      return { sessions: Number(row.sessions), bytes, oldestReceivedNs: row.oldestNs }
    },
    /** The oldest sessions that have to go once the limit is reached. */
    overSize(maxBytes: number, { nowNs, usedBytes }: { readonly nowNs: bigint; readonly usedBytes: number }): Affected {
      const bytes = Math.round(Math.max(usedBytes, maxBytes) - maxBytes * TARGET_SHARE)
      const perSpan = bytesPerSpan(usedBytes)
      let [sessions, freed] = [0, 0]
      let oldestReceivedNs: bigint | null = null
      for (const row of byAge.iterate({ aliveNs: aliveNs(nowNs) }) as IterableIterator<{ receivedNs: bigint; spans: bigint }>) {
        if (freed >= bytes) break
        oldestReceivedNs ??= row.receivedNs
        freed += Number(row.spans) * perSpan
        sessions++
      }
      return { sessions, bytes, oldestReceivedNs }
    },
  }
}
