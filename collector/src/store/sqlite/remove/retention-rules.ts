/** Decides what the policy of retention does now, from what is remembered and how things stand. In doubt everything stays. */
import type { RemovalReason } from '../../../domain/removal.ts'
import { NOTICE_DAYS, NOTICE_HOURS, NOTICE_SHARE, type RetentionPolicy, TARGET_SHARE, URGENT_SHARE } from '../../../domain/retention.ts'
import { type ClockLook, NS_PER_DAY } from './notices.ts'
import type { RetentionRecord } from './retention-record.ts'

export type LimitReason = Exclude<RemovalReason, 'asked'>

/** How things stand at a look. */
export interface Standing extends ClockLook {
  readonly usedBytes: number
  /** The latest sign of life of anything. */
  readonly newestNs: bigint
  /** When the oldest came that may go; `undefined` = nothing may. */
  readonly oldestNs: bigint | undefined
}

/** What is done, and what is remembered from then on. */
export interface Decision {
  /** `notice` = one stands; `stuck` = over the size, and nothing may go; else why the oldest goes now. */
  readonly verdict: 'wait' | 'notice' | 'stuck' | LimitReason
  readonly record: RetentionRecord
}

/** What will go if nothing changes: the oldest down to a share of the size, or what came before a time. */
export type Prospect =
  | { readonly reason: 'size'; readonly maxBytes: number; readonly atNs: bigint }
  | { readonly reason: 'age'; readonly beforeNs: bigint; readonly atNs: bigint }

const NS_PER_HOUR = 3_600_000_000_000n
const NOTICE_NS = BigInt(NOTICE_HOURS) * NS_PER_HOUR
const NOTICE_MS = NOTICE_HOURS * 3_600_000

/** Decides about one look. What it says to remove is one slice: the next look decides anew. */
export function decide(known: RetentionRecord, at: Standing): Decision {
  const noticed = noticedRecord(known, at)
  const reason = dueReason(noticed, at)
  const isNoticed = noticed.sizeNoticeNs !== null || noticed.ageNoticeNs !== null
  const verdict = reason === undefined ? (isNoticed ? 'notice' : 'wait') : at.oldestNs === undefined ? 'stuck' : reason
  return { verdict, record: { ...noticed, stuck: verdict === 'stuck' } }
}

/**
 * Whether what was not looked at yet may be older than all that was, where that matters: then that comes first.
 * @param scannedNs up to when it is known what came; `undefined` = all of it is
 */
export function mayMissOlder(
  { maxAgeDays, maxBytes }: RetentionPolicy,
  scannedNs: bigint | undefined,
  { usedBytes, nowNs }: Pick<Standing, 'usedBytes' | 'nowNs'>,
): boolean {
  if (scannedNs === undefined) return false
  if (maxBytes !== null && usedBytes >= maxBytes * NOTICE_SHARE) return true
  return maxAgeDays !== null && scannedNs < noticeLimitNs(maxAgeDays, nowNs)
}

/** What is remembered once a policy is in force. With another one than before everything begins anew, and what was under way ends. */
export function underPolicy(known: RetentionRecord, policy: RetentionPolicy, usedBytes: number): RetentionRecord {
  if (known.policy.maxAgeDays === policy.maxAgeDays && known.policy.maxBytes === policy.maxBytes) return known
  return { ...ended(known, usedBytes), policy, sizeNoticeNs: null, ageNoticeNs: null, next: null, stuck: false, wasWithin: false }
}

/** What was under way is over. */
export function ended(record: RetentionRecord, usedBytes: number): RetentionRecord {
  if (!record.run) return record
  const { usedBefore, ...run } = record.run
  return { ...record, run: null, last: { ...run, freedBytes: Math.max(usedBefore - usedBytes, 0) } }
}

/** What the notice that stands is about, if one does. */
export function prospect({ policy, sizeNoticeNs, ageNoticeNs, wasWithin }: RetentionRecord, at: Standing): Prospect | undefined {
  const { maxAgeDays, maxBytes } = policy
  if (sizeNoticeNs !== null && maxBytes !== null && at.oldestNs !== undefined) {
    const isUrgent = wasWithin && at.usedBytes > maxBytes * URGENT_SHARE
    return { reason: 'size', maxBytes, atNs: isUrgent ? at.nowNs : sizeNoticeNs + NOTICE_NS }
  }
  if (ageNoticeNs === null || maxAgeDays === null) return undefined
  const reachedNs = (at.oldestNs ?? at.nowNs) + BigInt(maxAgeDays) * NS_PER_DAY
  return { reason: 'age', beforeNs: noticeLimitNs(maxAgeDays, at.nowNs), atNs: later(reachedNs, ageNoticeNs + NOTICE_NS) }
}

/** The later of two times. */
export function later(a: bigint, b: bigint): bigint {
  return a > b ? a : b
}

/** What came before this time is old, or will be soon. */
function noticeLimitNs(maxAgeDays: number, nowNs: bigint): bigint {
  return nowNs - BigInt(maxAgeDays - NOTICE_DAYS) * NS_PER_DAY
}

/** With the notices that begin, stand on, or end. */
function noticedRecord(known: RetentionRecord, at: Standing): RetentionRecord {
  const { maxAgeDays, maxBytes } = known.policy
  const isAging = maxAgeDays !== null && at.oldestNs !== undefined && at.oldestNs < noticeLimitNs(maxAgeDays, at.nowNs)
  const isFilling = maxBytes !== null && at.usedBytes >= maxBytes * NOTICE_SHARE
  return {
    ...known,
    sizeNoticeNs: isFilling ? standingSince(known.sizeNoticeNs, at) : null,
    ageNoticeNs: isAging ? standingSince(known.ageNoticeNs, at) : null,
    wasWithin: known.wasWithin || (maxBytes !== null && at.usedBytes <= maxBytes),
    seenNs: isAboutNow(known.seenNs, at.nowNs) ? known.seenNs : at.nowNs,
  }
}

/** Since when a notice stands that is due. What came due by a leap of the clock was not announced, so it begins anew with one. */
function standingSince(known: bigint | null, { nowNs, leaptNs }: Standing): bigint {
  if (known === null || known > nowNs) return nowNs
  return leaptNs === null ? known : later(known, leaptNs)
}

/** Within an hour: the time is written no more often, as each write goes to the disk. */
function isAboutNow(seenNs: bigint | null, nowNs: bigint): boolean {
  return seenNs !== null && seenNs <= nowNs && nowNs - seenNs < NS_PER_HOUR
}

/** Which limit is reached, after its notice; `undefined` = none. */
function dueReason({ policy, run, sizeNoticeNs, ageNoticeNs, wasWithin }: RetentionRecord, at: Standing): LimitReason | undefined {
  const { maxAgeDays, maxBytes } = policy
  if (maxBytes !== null) {
    if (run?.reason === 'size' && at.usedBytes > maxBytes * TARGET_SHARE) return 'size'
    // A store that grew so fast, and not a limit that was set below what is in use: there the notice is all that stops a mistake.
    const isUrgent = wasWithin && at.usedBytes > maxBytes * URGENT_SHARE
    if (at.usedBytes > maxBytes && (isUrgent || hasStood(sizeNoticeNs, at))) return 'size'
  }
  if (maxAgeDays === null || at.oldestNs === undefined) return undefined
  const isOver = at.oldestNs < at.nowNs - BigInt(maxAgeDays) * NS_PER_DAY
  return isOver && hasStood(ageNoticeNs, at) ? 'age' : undefined
}

/** Whether a notice has stood for long enough. While nothing new has come for a day, this process must have run for as long, too. */
function hasStood(sinceNs: bigint | null, { nowNs, newestNs, ranMs }: Standing): boolean {
  if (sinceNs === null || nowNs - sinceNs < NOTICE_NS) return false
  return nowNs - newestNs <= NS_PER_DAY || ranMs >= NOTICE_MS
}
