import type { Retention } from '@ai-tracker/collector/contract'
import { describe, expect, it } from 'vitest'
import { retentionWords } from './retention-words.ts'

const QUIET: Retention = {
  policy: { maxAgeDays: null, maxBytes: 20e9 },
  database: { fileBytes: 18e9, usedBytes: 17e9, shrinks: true },
  pinnedSessions: 1,
  notice: null,
  stuck: false,
  last: null,
  removing: { sessions: 0, purging: false, bytesToGiveBack: 0 },
}
const AT = '2026-01-05T10:00:00.000Z'
const NEXT = { reason: 'size', sessions: 12, bytes: 1_200_000_000, oldestReceivedAt: '2025-06-01T00:00:00.000Z', at: AT } as const
const noticeOf = (next: Partial<typeof NEXT> | object) => ({ since: '2026-01-04T10:00:00.000Z', next: { ...NEXT, ...next } })

describe('a warning', () => {
  it.each([
    ['nothing is about to go', QUIET],
    ['nothing of it may go', { ...QUIET, notice: { since: AT, next: null } }],
  ])('is not given when %s', (_, found) => expect(retentionWords(found)).toBeUndefined())

  it('says what goes for the size, when, and what to do', () =>
    expect(retentionWords({ ...QUIET, notice: noticeOf({}) })).toEqual({
      title: 'The 12 oldest sessions will be removed',
      reason: 'The database holds 17 GB, 85% of its limit of 20 GB.',
      what: 'They take about 1.2 GB, and go not before',
      at: AT,
      advice: 'To keep one, pin it or export it; to keep more, start the collector with a larger --retention-size.',
    }))

  it('says what goes for its age', () =>
    expect(
      retentionWords({ ...QUIET, policy: { maxAgeDays: 90, maxBytes: null }, notice: noticeOf({ reason: 'age', sessions: 1 }) }),
    ).toMatchObject({
      title: 'The oldest session will be removed',
      reason: 'Sessions are kept for 90 days after the last of them came.',
      what: expect.stringMatching(/^It takes .* and goes not before$/),
      advice: expect.stringContaining('--retention-days'),
    }))

  it('is about logs and metrics where only these go', () =>
    expect(retentionWords({ ...QUIET, notice: noticeOf({ sessions: 0 }) })?.title).toBe(
      'The oldest logs and metrics of no session will be removed',
    ))

  it('says that nothing is left to remove', () =>
    expect(retentionWords({ ...QUIET, database: { ...QUIET.database, usedBytes: 21e9 }, stuck: true })).toMatchObject({
      title: expect.stringContaining('over its limit'),
      reason: 'The database holds 21 GB, 105% of its limit of 20 GB. Only pinned and running sessions are left.',
    }))
})
