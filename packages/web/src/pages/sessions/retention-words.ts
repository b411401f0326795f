import type { Retention, RetentionNext } from '@ai-tracker/collector/contract'
import { bytes, counted, percent } from '../../trace/format.ts'

/** A warning in words. */
export interface RetentionWords {
  readonly title: string
  /** Why. */
  readonly reason: string
  /** What goes at `at`. */
  readonly what?: string
  readonly at?: string
  readonly advice: string
}

/** What a person has to know of the limits now; nothing while nothing is about to go. */
export function retentionWords({ policy, database, notice, stuck }: Retention): RetentionWords | undefined {
  const share =
    policy.maxBytes === null
      ? ''
      : `The database holds ${bytes(database.usedBytes)}, ${percent(database.usedBytes / policy.maxBytes)} of its limit of ${bytes(policy.maxBytes)}.`
  if (stuck) {
    return {
      title: 'The database is over its limit, and nothing is left to remove',
      reason: `${share} Only pinned and running sessions are left.`,
      advice: 'Unpin or delete some, or start the collector with a larger --retention-size.',
    }
  }
  const next = notice?.next
  if (!next) return undefined
  return {
    title: `${whatGoes(next)} will be removed`,
    reason: next.reason === 'size' ? share : `Sessions are kept for ${counted(policy.maxAgeDays ?? 0, 'day')} after the last of them came.`,
    what: `${next.sessions === 1 ? 'It takes' : 'They take'} about ${bytes(next.bytes)}, and ${next.sessions === 1 ? 'goes' : 'go'} not before`,
    at: next.at,
    advice: `To keep one, pin it or export it; to keep more, start the collector with a larger ${next.reason === 'size' ? '--retention-size' : '--retention-days'}.`,
  }
}

function whatGoes({ sessions }: RetentionNext): string {
  if (sessions === 0) return 'The oldest logs and metrics of no session'
  return sessions === 1 ? 'The oldest session' : `The ${counted(sessions, 'oldest session')}`
}
