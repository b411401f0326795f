/** How long a notice has stood, by a clock that somebody may set. */
import { NOTICE_HOURS } from '../../../domain/retention.ts'
import { NS_PER_DAY } from './retention-sight.ts'

/** Clocks of retention. */
export interface RetentionClock {
  /** Nanoseconds since 1970. */
  readonly nowNs: () => bigint
  /** Milliseconds of a clock that nobody sets. */
  readonly uptimeMs: () => number
}

const NS_PER_MS = 1_000_000n
const NOTICE_MS = NOTICE_HOURS * 3_600_000

/** Opens the notices of one process. */
export function createNotices({ uptimeMs, nowNs }: RetentionClock) {
  const beganMs = uptimeMs()
  let seen = { ns: nowNs(), ms: beganMs }

  /** Whether the clock went more than a day further than time did since it was asked last. A machine that slept looks the same. */
  function leapt(now: bigint): boolean {
    const ms = uptimeMs()
    const ahead = now - seen.ns - BigInt(Math.round(ms - seen.ms)) * NS_PER_MS
    seen = { ns: now, ms }
    return ahead > NS_PER_DAY
  }
  let leaptAt: bigint | undefined

  return {
    /** Since when a notice stands, if it does. What the clock leapt over does not count. */
    since(known: bigint | null, isDue: boolean, now: bigint): bigint | null {
      if (leapt(now)) leaptAt = now
      if (!isDue) return null
      if (known === null || known > now) return now
      return leaptAt !== undefined && known < leaptAt ? leaptAt : known
    },
    /**
     * Whether a notice has stood for long enough. While nothing new has come for a day, the clock may be wrong: then this process must
     * have run for as long, too.
     * @param newestNs the latest sign of life of anything
     */
    hasStood(since: bigint | null, now: bigint, newestNs: bigint): boolean {
      if (since === null || now - since < BigInt(NOTICE_MS) * NS_PER_MS) return false
      return now - newestNs <= NS_PER_DAY || uptimeMs() - beganMs >= NOTICE_MS
    },
  }
}
