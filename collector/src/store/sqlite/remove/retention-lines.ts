import { sizeText } from '../../../domain/byte-size.ts'
import type { RetentionRecord } from './retention-record.ts'

const NS_PER_MS = 1_000_000n

/** What the operator is told of what a look has changed: that a notice begins, that removing does, what was removed, that nothing is left to remove. */
export function retentionLines(before: RetentionRecord, after: RetentionRecord): readonly string[] {
  return [...noticeLines(before, after), ...begunLines(before, after), ...removedLines(before, after), ...stuckLines(before, after)].map(
    (line) => `retention: ${line}`,
  )
}

function noticeLines(before: RetentionRecord, { sizeNoticeNs, ageNoticeNs, next }: RetentionRecord): readonly string[] {
  const isNew = next?.reason === 'size' ? sizeNoticeNs !== before.sizeNoticeNs : ageNoticeNs !== before.ageNoticeNs
  if (!next || !isNew) return []
  const what = next.sessions === 0 ? 'logs and metrics of no session' : sessionsText(next.sessions)
  const when = new Date(Number(next.atNs / NS_PER_MS)).toISOString()
  return [`${what} (about ${sizeText(next.bytes)}) will go for ${next.reason}, not before ${when}; "tracker retention" says more`]
}

function begunLines(before: RetentionRecord, { run }: RetentionRecord): readonly string[] {
  return run !== null && before.run === null ? [`the limit of ${run.reason} is reached; what is oldest is removed`] : []
}

function removedLines(before: RetentionRecord, { run, last }: RetentionRecord): readonly string[] {
  if (before.run === null || run !== null || last === null) return []
  const loose = last.looseItems === 0 ? '' : ` and ${last.looseItems} logs and points of no session`
  return [`${sessionsText(last.sessions)}${loose} went for ${last.reason}; ${sizeText(last.freedBytes)} less in use`]
}

function stuckLines(before: RetentionRecord, { stuck }: RetentionRecord): readonly string[] {
  return stuck && !before.stuck
    ? ['the database is over its size, and only pinned and running sessions are left; raise --retention-size']
    : []
}

function sessionsText(sessions: number): string {
  return sessions === 1 ? '1 session' : `${sessions} sessions`
}
