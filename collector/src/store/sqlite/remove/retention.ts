/** Keeps the store within its limits: the oldest goes first, whole sessions, after a notice. One step is one slice of background work. */
import type { RemovalReason } from '../../../domain/removal.ts'
import {
  NOTICE_DAYS,
  NOTICE_HOURS,
  NOTICE_SHARE,
  type RetentionForecast,
  type RetentionPolicy,
  TARGET_SHARE,
  URGENT_SHARE,
} from '../../../domain/retention.ts'
import type { SqliteDatabase } from '../database.ts'
import { fileUseOf } from './file-use.ts'
import { type LooseNeeds, looseLogs, loosePoints } from './loose-items.ts'
import { createNotices, type RetentionClock } from './notices.ts'
import { retentionLines } from './retention-lines.ts'
import { createRecordWriter, type RetentionRecord, readRetentionRecord } from './retention-record.ts'
import { createSight, NS_PER_DAY, type OldSession } from './retention-sight.ts'

/** What retention works with. */
export interface RetentionNeeds extends LooseNeeds {
  /** Begins to remove a session. To be called in a transaction. */
  readonly beginRemoval: (sessionId: number, reason: LimitReason) => void
  /** Takes note of the largest integers of rows, before any is deleted. */
  readonly saveHighWater: () => void
  readonly clock: RetentionClock
  readonly log: (line: string) => void
}

type LimitReason = Exclude<RemovalReason, 'asked'>

/** How things stand at a look. */
interface Standing {
  readonly nowNs: bigint
  readonly usedBytes: number
  readonly session: OldSession | undefined
  /** The oldest log or point without a session. */
  readonly looseNs: bigint | undefined
}

/** How often it is looked while nothing is to be removed. */
const LOOK_MS = 60_000
const NOTICE_NS = BigInt(NOTICE_HOURS) * 3_600_000_000_000n

/** Opens retention over the writing connection. It removes nothing before it is given a policy. */
export function createRetention(db: SqliteDatabase, needs: RetentionNeeds) {
  const { clock } = needs
  const sight = createSight(db)
  const loose = [looseLogs(db, needs), loosePoints(db, needs)]
  const write = createRecordWriter(db)
  const notices = createNotices(clock)
  let record: RetentionRecord | undefined
  let nextLookMs = 0

  function standing(): Standing {
    const times = loose.flatMap((items) => items.oldestNs() ?? [])
    const nowNs = clock.nowNs()
    const looseNs = times.reduce<bigint | undefined>((least, ns) => (least === undefined || ns < least ? ns : least), undefined)
    return { nowNs, usedBytes: fileUseOf(db).usedBytes, session: sight.oldestSession(nowNs), looseNs }
  }

  /** Notices that are due or over, and what they say. */
  function noticed(known: RetentionRecord, at: Standing): RetentionRecord {
    const { maxAgeDays, maxBytes } = known.policy
    const oldest = oldestOf(at)
    const agesNs = maxAgeDays === null ? undefined : at.nowNs - BigInt(maxAgeDays - NOTICE_DAYS) * NS_PER_DAY
    const isAging = agesNs !== undefined && oldest !== undefined && oldest < agesNs
    const isFilling = maxBytes !== null && at.usedBytes >= maxBytes * NOTICE_SHARE
    const since = {
      sizeNoticeNs: notices.since(known.sizeNoticeNs, isFilling, at.nowNs),
      ageNoticeNs: notices.since(known.ageNoticeNs, isAging, at.nowNs),
    }
    return { ...known, ...since, next: forecast({ ...known, ...since }, at) }
  }

  function forecast({ policy, sizeNoticeNs, ageNoticeNs }: RetentionRecord, at: Standing): RetentionForecast | null {
    const { maxAgeDays, maxBytes } = policy
    if (sizeNoticeNs !== null && maxBytes !== null && oldestOf(at) !== undefined) {
      const isUrgent = at.usedBytes > maxBytes * URGENT_SHARE
      return { reason: 'size', ...sight.overSize(maxBytes, at), atNs: isUrgent ? at.nowNs : sizeNoticeNs + NOTICE_NS }
    }
    if (ageNoticeNs === null || maxAgeDays === null) return null
    const maxAgeNs = BigInt(maxAgeDays) * NS_PER_DAY
    const affected = sight.olderThan(at.nowNs - maxAgeNs + BigInt(NOTICE_DAYS) * NS_PER_DAY, at)
    const reachedNs = (oldestOf(at) ?? at.nowNs) + maxAgeNs
    return { reason: 'age', ...affected, atNs: later(reachedNs, ageNoticeNs + NOTICE_NS) }
  }

  /** Why something has to go now; `undefined` = nothing has. */
  function dueReason({ policy, run, sizeNoticeNs, ageNoticeNs }: RetentionRecord, at: Standing): LimitReason | undefined {
    const { maxAgeDays, maxBytes } = policy
    const newestNs = sight.newestNs()
    if (maxBytes !== null) {
      if (run?.reason === 'size' && at.usedBytes > maxBytes * TARGET_SHARE) return 'size'
      const isNoticed = at.usedBytes > maxBytes * URGENT_SHARE || notices.hasStood(sizeNoticeNs, at.nowNs, newestNs)
      if (at.usedBytes > maxBytes && isNoticed) return 'size'
    }
    if (maxAgeDays === null) return undefined
    const oldest = oldestOf(at)
    const isOver = oldest !== undefined && oldest < at.nowNs - BigInt(maxAgeDays) * NS_PER_DAY
    return isOver && notices.hasStood(ageNoticeNs, at.nowNs, newestNs) ? 'age' : undefined
  }

  /** Whatever came first: a session, or some of what belongs to none. @returns what was removed; `undefined` = there is nothing */
  function removeOldest(
    { policy }: RetentionRecord,
    reason: LimitReason,
    at: Standing,
  ): { sessions: number; looseItems: number } | undefined {
    needs.saveHighWater()
    const { session, looseNs } = at
    if (looseNs !== undefined && (session === undefined || looseNs <= session.receivedNs)) {
      const ageNs = reason === 'age' ? at.nowNs - BigInt(policy.maxAgeDays ?? 0) * NS_PER_DAY : at.nowNs
      const upToNs = later(looseNs, session && session.receivedNs < ageNs ? session.receivedNs : ageNs)
      const isEnough = () => reason === 'size' && fileUseOf(db).usedBytes <= (policy.maxBytes ?? 0) * TARGET_SHARE
      return { sessions: 0, looseItems: loose.reduce((count, items) => count + items.remove(upToNs, isEnough), 0) }
    }
    if (!session) return undefined
    needs.beginRemoval(session.id, reason)
    return { sessions: 1, looseItems: 0 }
  }

  function removeSome(known: RetentionRecord, reason: LimitReason, at: Standing): RetentionRecord | undefined {
    const removed = removeOldest(known, reason, at)
    if (!removed) return undefined
    const began = { atNs: at.nowNs, reason, sessions: 0, looseItems: 0, freedBytes: 0, usedBefore: at.usedBytes }
    const run = known.run ?? began
    if (known.run === null) needs.log(`retention: the limit of ${reason} is reached; what is oldest is removed`)
    const counts = { sessions: run.sessions + removed.sessions, looseItems: run.looseItems + removed.looseItems }
    return { ...known, stuck: false, run: { ...run, ...counts } }
  }

  /** @returns whether there is more to do now */
  function step(known: RetentionRecord): boolean {
    const at = standing()
    const now = noticed(known, at)
    const reason = dueReason(now, at)
    const after = reason && removeSome(now, reason, at)
    record = after ?? ended({ ...now, stuck: reason === 'size' }, at)
    for (const line of retentionLines(known, record)) needs.log(line)
    write(record)
    if (after || (record.next && loose.some((items) => items.isScanning()))) return true
    nextLookMs = clock.uptimeMs() + LOOK_MS
    return false
  }

  const stepOnce = db.transaction(() => (record ? step(record) : false))
  /** Has a policy kept from now on. A new one gives notice anew. */
  function retain(policy: RetentionPolicy): void {
    const known = readRetentionRecord(db)
    const isSame = known.policy.maxAgeDays === policy.maxAgeDays && known.policy.maxBytes === policy.maxBytes
    record = isSame ? known : { ...known, policy, sizeNoticeNs: null, ageNoticeNs: null, next: null, stuck: false }
    nextLookMs = 0
  }
  return {
    retain,
    /** Looks when it is time to, and removes one slice of what has to go. @returns whether there is more to do now */
    work(): boolean {
      if (!record || (record.run === null && clock.uptimeMs() < nextLookMs)) return false
      return stepOnce.immediate()
    },
    /** To be called after a failed transaction. */
    rollback(): void {
      if (record) retain(record.policy)
    },
  }
}

/** What was under way is over. */
function ended(record: RetentionRecord, { usedBytes }: Standing): RetentionRecord {
  if (!record.run) return record
  const { usedBefore, ...run } = record.run
  return { ...record, run: null, last: { ...run, freedBytes: Math.max(usedBefore - usedBytes, 0) } }
}

function oldestOf({ session, looseNs }: Standing): bigint | undefined {
  if (!session || looseNs === undefined) return session?.receivedNs ?? looseNs
  return session.receivedNs < looseNs ? session.receivedNs : looseNs
}

function later(a: bigint, b: bigint): bigint {
  return a > b ? a : b
}
