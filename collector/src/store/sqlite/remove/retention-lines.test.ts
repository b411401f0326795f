import { expect, it } from 'vitest'
import { retentionLines } from './retention-lines.ts'
import type { RetentionRecord } from './retention-record.ts'

const QUIET: RetentionRecord = {
  policy: { maxAgeDays: 90, maxBytes: 20_000_000_000 },
  sizeNoticeNs: null,
  ageNoticeNs: null,
  wasWithin: true,
  seenNs: null,
  next: null,
  stuck: false,
  run: null,
  last: null,
}
/** 2026-01-04T10:00:00Z */
const AT = 1_767_520_800_000_000_000n
const NEXT = { sessions: 12, bytes: 1_200_000_000, oldestReceivedNs: 1n, atNs: AT }
const FILLING: RetentionRecord = { ...QUIET, sizeNoticeNs: 5n, next: { ...NEXT, reason: 'size' } }
const AGING: RetentionRecord = { ...QUIET, ageNoticeNs: 5n, next: { ...NEXT, reason: 'age', sessions: 1 } }
const RUN = { atNs: AT, reason: 'size', sessions: 3, looseItems: 0, freedBytes: 0 } as const
const RUNNING: RetentionRecord = { ...FILLING, run: { ...RUN, usedBefore: 9 } }
const ENDED: RetentionRecord = { ...QUIET, last: { ...RUN, freedBytes: 2_500_000 } }

it.each<readonly [name: string, before: RetentionRecord, after: RetentionRecord, lines: readonly string[]]>([
  ['nothing of a look that changed nothing', QUIET, QUIET, []],
  ['nothing of a notice that stands on', FILLING, { ...FILLING, next: { ...NEXT, reason: 'size', sessions: 13 } }, []],
  ['nothing of a notice that is over', FILLING, QUIET, []],
  ['nothing while it removes', RUNNING, { ...RUNNING, run: { ...RUN, sessions: 4, usedBefore: 9 } }, []],
  [
    'that a notice of size begins',
    QUIET,
    FILLING,
    ['retention: 12 sessions (about 1.2 GB) will go for size, not before 2026-01-04T10:00:00.000Z; "tracker retention" says more'],
  ],
  [
    'that a notice of age begins',
    QUIET,
    AGING,
    ['retention: 1 session (about 1.2 GB) will go for age, not before 2026-01-04T10:00:00.000Z; "tracker retention" says more'],
  ],
  [
    'that only logs and metrics will go',
    QUIET,
    { ...FILLING, next: { ...NEXT, reason: 'size', sessions: 0 } },
    [expect.stringMatching(/^retention: logs and metrics of no session \(about/)],
  ],
  [
    'that it begins to remove, after what it told before',
    QUIET,
    RUNNING,
    [expect.stringContaining('will go for size'), 'retention: the limit of size is reached; what is oldest is removed'],
  ],
  ['what was removed', RUNNING, ENDED, ['retention: 3 sessions went for size; 2.5 MB less in use']],
  [
    'what else was removed',
    RUNNING,
    { ...ENDED, last: { ...RUN, sessions: 1, looseItems: 40 } },
    ['retention: 1 session and 40 logs and points of no session went for size; 0 B less in use'],
  ],
  [
    'that nothing is left to remove, once',
    QUIET,
    { ...QUIET, stuck: true },
    ['retention: the database is over its size, and only pinned and running sessions are left; raise --retention-size'],
  ],
  ['nothing of being stuck a second time', { ...QUIET, stuck: true }, { ...QUIET, stuck: true }, []],
])('says %s', (...[, before, after, lines]) => expect(retentionLines(before, after)).toEqual(lines))
