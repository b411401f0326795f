import type { SessionStatus } from '../contract.ts'
import type { LifecycleStatus } from '../domain/record.ts'
import type { StatusFilter } from '../domain/telemetry-reader.ts'

/** A session that runs but received nothing for this long counts as abandoned. */
const SILENCE_NS = 30n * 60n * 1_000_000_000n

/** The moment since when a running session must have received something. */
export function silentSinceNs(nowNs: bigint): bigint {
  return nowNs - SILENCE_NS
}

/** The status as it is shown: with `abandoned`, which depends on the clock. */
export function shownStatus(
  { status, receivedNs }: { readonly status: LifecycleStatus; readonly receivedNs: bigint },
  nowNs: bigint,
): SessionStatus {
  if (status === 'running') return receivedNs < silentSinceNs(nowNs) ? 'abandoned' : 'running'
  return status === 'skipped' ? 'cancelled' : status
}

/** Words of other vocabularies for a status; any word that is not here is an outcome. */
const WORDS: Readonly<Record<string, SessionStatus | 'pending'>> = {
  pending: 'pending',
  running: 'running',
  started: 'running',
  in_progress: 'running',
  completed: 'completed',
  failed: 'failed',
  cancelled: 'cancelled',
  canceled: 'cancelled',
  skipped: 'cancelled',
  abandoned: 'abandoned',
}

/** The sessions that a status word means: a lifecycle status in any vocabulary and case, else those with this outcome (`published`). */
export function statusFilter(word: string, nowNs: bigint): StatusFilter {
  const status = Object.entries(WORDS).find(([name]) => name === word.trim().toLowerCase().replace(/[\s-]/g, '_'))?.[1]
  if (status === undefined) return { kind: 'outcome', outcome: word }
  return status === 'running' || status === 'abandoned' ? { kind: status, silentSinceNs: silentSinceNs(nowNs) } : { kind: 'status', status }
}
