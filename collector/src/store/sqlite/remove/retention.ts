/** Keeps the store within its limits: the oldest goes first, whole sessions, after a notice. One step is one slice of background work. */
import { type RetentionForecast, type RetentionPolicy, TARGET_SHARE } from '../../../domain/retention.ts'
import type { SqliteDatabase } from '../database.ts'
import { fileUseOf } from './file-use.ts'
import { type LooseItems, type LooseNeeds, looseLogs, loosePoints } from './loose-items.ts'
import { type ClockLook, createClockWatch, NS_PER_DAY, type RetentionClock } from './notices.ts'
import { retentionLines } from './retention-lines.ts'
import { createRecordWriter, type RetentionRecord, readRetentionRecord } from './retention-record.ts'
import { decide, ended, type LimitReason, later, mayMissOlder, prospect, type Standing, underPolicy } from './retention-rules.ts'
import { createSight, type OldSession } from './retention-sight.ts'

/** What retention works with. */
export interface RetentionNeeds extends LooseNeeds {
  /** Begins to remove a session. To be called in a transaction. */
  readonly beginRemoval: (sessionId: number, reason: LimitReason) => void
  /** Takes note of the largest integers of rows, before any is deleted. */
  readonly saveHighWater: () => void
  readonly clock: RetentionClock
  readonly log: (line: string) => void
}

/** What is looked at first. */
interface FirstLook extends ClockLook {
  readonly usedBytes: number
  /** When the oldest log or point came that has no session. */
  readonly looseNs: bigint | undefined
  /** Up to when it is known which came, if there are more to look at. */
  readonly scannedNs: bigint | undefined
}

/** How things stand, and what would be the first to go. */
interface Found extends Standing {
  readonly session: OldSession | undefined
  readonly looseNs: bigint | undefined
}

interface Removed {
  readonly sessions: number
  readonly looseItems: number
}

/** How often it is looked while nothing is to be removed, and how often it is counted what would go. */
const LOOK_MS = 60_000

/** Opens retention over the writing connection. It removes nothing before it is given a policy. */
export function createRetention(db: SqliteDatabase, needs: RetentionNeeds) {
  const { clock } = needs
  const loose = [looseLogs(db, needs), loosePoints(db, needs)]
  const look = createLook(db, clock, loose)
  const removeOldest = createOldestRemoval(db, needs, loose)
  const write = createRecordWriter(db)
  let record: RetentionRecord | undefined
  let nextLookMs = 0

  /** @returns whether there is more to do now */
  function step(known: RetentionRecord): boolean {
    const isDue = clock.uptimeMs() >= nextLookMs
    const first = look.first(known)
    if (mayMissOlder(known.policy, first.scannedNs, first)) return true
    const at = look.around(first, isDue)
    const { verdict, record: decided } = decide(known, at)
    const reason = verdict === 'size' || verdict === 'age' ? verdict : undefined
    const next = isDue || !reason ? look.ahead(decided, at) : known.next
    if (isDue) nextLookMs = clock.uptimeMs() + LOOK_MS
    const noted = { ...decided, next }
    record = reason ? counted(noted, { reason, at, removed: removeOldest(noted.policy, reason, at) }) : ended(noted, at.usedBytes)
    for (const line of retentionLines(known, record)) needs.log(line)
    write(record)
    return reason !== undefined
  }

  const stepOnce = db.transaction(() => (record ? step(record) : false))
  const inForce = (policy: RetentionPolicy, known: RetentionRecord) => underPolicy(known, policy, fileUseOf(db).usedBytes)
  return {
    /** Has a policy kept from now on. A new one gives notice anew. */
    retain(policy: RetentionPolicy): void {
      const known = readRetentionRecord(db)
      record = inForce(policy, known)
      for (const line of retentionLines(known, record)) needs.log(line)
      nextLookMs = 0
    },
    /** Looks when it is time to, and removes one slice of what has to go. @returns whether there is more to do now */
    work(): boolean {
      if (!record || (record.run === null && clock.uptimeMs() < nextLookMs)) return false
      return stepOnce.immediate()
    },
    /** To be called after a failed transaction. */
    rollback(): void {
      if (record) record = inForce(record.policy, readRetentionRecord(db))
    },
  }
}

/** @returns what looks how things stand, and what is going to go */
function createLook(db: SqliteDatabase, clock: RetentionClock, loose: readonly LooseItems[]) {
  const sight = createSight(db)
  const watch = createClockWatch(clock)
  let newestNs: bigint | undefined

  return {
    /** Looks at the clocks, the size, and the next rows that may belong to no session. */
    first({ seenNs }: RetentionRecord): FirstLook {
      const clocks = watch.tick(seenNs)
      const found = loose.map((items) => items.look(clocks.nowNs))
      const looseNs = earliest(found.map(({ oldestNs }) => oldestNs))
      return { ...clocks, usedBytes: fileUseOf(db).usedBytes, looseNs, scannedNs: earliest(found.map((items) => items.scannedNs)) }
    },
    /** @param isDue whether the minute is over; between the removals of a run only what they change is looked at */
    around(first: FirstLook, isDue: boolean): Found {
      if (isDue || newestNs === undefined) {
        newestNs = sight.newestNs()
        for (const items of loose) items.lookAgain()
      }
      const session = sight.oldestSession(first.nowNs)
      return { ...first, newestNs, oldestNs: earliest([session?.receivedNs, first.looseNs]), session }
    },
    /** Goes over all sessions. */
    ahead(record: RetentionRecord, at: Standing): RetentionForecast | null {
      const what = prospect(record, at)
      if (!what) return null
      const affected = what.reason === 'size' ? sight.overSize(what.maxBytes, at) : sight.olderThan(what.beforeNs, at)
      return { reason: what.reason, ...affected, atNs: what.atNs }
    },
  }
}

/** @returns what removes whatever came first: a session, or some of what belongs to none */
function createOldestRemoval(db: SqliteDatabase, needs: RetentionNeeds, loose: readonly LooseItems[]) {
  return ({ maxAgeDays, maxBytes }: RetentionPolicy, reason: LimitReason, { session, looseNs, nowNs }: Found): Removed => {
    needs.saveHighWater()
    if (looseNs !== undefined && (session === undefined || looseNs <= session.receivedNs)) {
      const ageNs = reason === 'age' ? nowNs - BigInt(maxAgeDays ?? 0) * NS_PER_DAY : nowNs
      const upToNs = later(looseNs, session && session.receivedNs < ageNs ? session.receivedNs : ageNs)
      const isEnough = () => reason === 'size' && fileUseOf(db).usedBytes <= (maxBytes ?? 0) * TARGET_SHARE
      return { sessions: 0, looseItems: loose.reduce((count, items) => count + items.remove({ upToNs, nowNs }, isEnough), 0) }
    }
    if (session) needs.beginRemoval(session.id, reason)
    return { sessions: session ? 1 : 0, looseItems: 0 }
  }
}

/** What was removed belongs to the run that is under way, or begins one. */
function counted(
  record: RetentionRecord,
  { reason, at, removed }: { readonly reason: LimitReason; readonly at: Standing; readonly removed: Removed },
): RetentionRecord {
  const began = { atNs: at.nowNs, reason, sessions: 0, looseItems: 0, freedBytes: 0, usedBefore: at.usedBytes }
  const run = record.run ?? began
  return { ...record, run: { ...run, sessions: run.sessions + removed.sessions, looseItems: run.looseItems + removed.looseItems } }
}

function earliest(times: readonly (bigint | undefined)[]): bigint | undefined {
  return times.reduce<bigint | undefined>((least, ns) => (ns === undefined || (least !== undefined && least <= ns) ? least : ns), undefined)
}
