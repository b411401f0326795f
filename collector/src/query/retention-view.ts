import type { Retention, RetentionNext, RetentionRun } from '../contract.ts'
import type { LastRetention, RetentionForecast, RetentionState } from '../domain/retention.ts'
import { iso } from './values.ts'

const NS_PER_MS = 1_000_000n

/** How things stand with the limits. */
export function retentionView(state: RetentionState): Retention {
  const { policy, removal } = state
  return {
    policy: { maxAgeDays: policy.maxAgeDays, maxBytes: policy.maxBytes },
    database: { fileBytes: state.fileBytes, usedBytes: state.usedBytes, shrinks: state.shrinks },
    pinnedSessions: state.pinnedSessions,
    notice: state.noticeSinceNs === null ? null : { since: moment(state.noticeSinceNs), next: state.next && nextView(state.next) },
    stuck: state.stuck,
    last: state.last && runView(state.last),
    removing: { sessions: removal.sessions, purging: removal.purging, bytesToGiveBack: removal.bytesToGiveBack },
  }
}

/** A time of our own clock, which is always known. */
function moment(ns: bigint): string {
  return new Date(Number(ns / NS_PER_MS)).toISOString()
}

function nextView({ reason, sessions, bytes, oldestReceivedNs, atNs }: RetentionForecast): RetentionNext {
  return { reason, sessions, bytes, oldestReceivedAt: oldestReceivedNs === null ? null : iso(oldestReceivedNs), at: moment(atNs) }
}

function runView({ atNs, reason, sessions, looseItems, freedBytes }: LastRetention): RetentionRun {
  return { at: moment(atNs), reason, sessions, looseItems, freedBytes }
}
