import { describe, expect, it } from 'vitest'
import type { RetentionPolicy } from '../../../domain/retention.ts'
import { createClockWatch } from './notices.ts'
import type { RetentionRecord } from './retention-record.ts'
import { type Decision, decide, mayMissOlder, prospect, type Standing, underPolicy } from './retention-rules.ts'

const HOUR = 3_600_000_000_000n
const DAY = 24n * HOUR
const NOW = 1_760_000_000_000_000_000n
const MB = 1_000_000

const SIZE: RetentionPolicy = { maxAgeDays: null, maxBytes: 100 * MB }
const AGE: RetentionPolicy = { maxAgeDays: 90, maxBytes: null }
const NEW: RetentionRecord = {
  policy: SIZE,
  sizeNoticeNs: null,
  ageNoticeNs: null,
  wasWithin: false,
  seenNs: NOW - HOUR / 2n,
  next: null,
  stuck: false,
  run: null,
  last: null,
}
const OLD_NOTICE = { sizeNoticeNs: NOW - DAY, wasWithin: true }
const YOUNG_NOTICE = { sizeNoticeNs: NOW - DAY + 1n, wasWithin: true }
const RUN = { atNs: NOW - HOUR, reason: 'size', sessions: 3, looseItems: 0, freedBytes: 0, usedBefore: 110 * MB } as const
const AGED = { policy: AGE, ageNoticeNs: NOW - 5n * DAY }

const CALM: Standing = { nowNs: NOW, ranMs: 0, leaptNs: null, usedBytes: 10 * MB, newestNs: NOW - HOUR, oldestNs: NOW - DAY }
const used = (megabytes: number) => ({ usedBytes: megabytes * MB })
const oldest = (days: number) => ({ oldestNs: NOW - BigInt(Math.round(days * 24)) * HOUR })

type Case = readonly [name: string, known: Partial<RetentionRecord>, at: Partial<Standing>, verdict: Decision['verdict']]
const verdictOf = (known: Partial<RetentionRecord>, at: Partial<Standing>) => decide({ ...NEW, ...known }, { ...CALM, ...at }).verdict

describe('a limit of size', () => {
  it.each<Case>([
    ['waits far below it', {}, used(79.9), 'wait'],
    ['gives notice from four fifths', {}, used(80), 'notice'],
    ['keeps everything at the limit, however long notice stands', OLD_NOTICE, used(100), 'notice'],
    ['keeps everything before the notice stood a day', YOUNG_NOTICE, used(101), 'notice'],
    ['removes above it after a day', OLD_NOTICE, used(101), 'size'],
    ['removes at once where the store outgrew it by a quarter', { wasWithin: true }, used(126), 'size'],
    ['waits at a quarter', { wasWithin: true }, used(125), 'notice'],
    ['waits under the first policy ever, however full', {}, used(1000), 'notice'],
    ['waits under a lowered limit, and removes after a day', { ...OLD_NOTICE, wasWithin: false }, used(1000), 'size'],
    ['goes on with a run down to nine tenths', { run: RUN }, used(91), 'size'],
    ['ends a run at nine tenths', { run: RUN, wasWithin: true }, used(90), 'notice'],
    ['goes on with a run after a leap: it was announced', { run: RUN, ...OLD_NOTICE }, { ...used(95), leaptNs: NOW }, 'size'],
    ['is stuck where nothing may go', OLD_NOTICE, { ...used(101), oldestNs: undefined }, 'stuck'],
    ['is not stuck before the notice stood', YOUNG_NOTICE, { ...used(101), oldestNs: undefined }, 'notice'],
    ['does not go by an age', {}, oldest(9999), 'wait'],
    ['no policy removes nothing', { policy: { maxAgeDays: null, maxBytes: null } }, { ...used(9e9), ...oldest(9999) }, 'wait'],
  ])('%s', (...[, known, at, verdict]) => expect(verdictOf(known, at)).toBe(verdict))
})

describe('a limit of age', () => {
  const size = { policy: { ...AGE, maxBytes: 100 * MB } }
  it.each<Case>([
    ['waits while everything is young', { policy: AGE }, oldest(87), 'wait'],
    ['gives notice three days before', { policy: AGE }, oldest(87.1), 'notice'],
    ['gives notice of what is too old already', { policy: AGE }, oldest(500), 'notice'],
    ['keeps what is not that old, however long notice stands', AGED, oldest(90), 'notice'],
    ['removes what is older', AGED, oldest(90.1), 'age'],
    ['keeps it before the notice stood a day', { policy: AGE, ageNoticeNs: NOW - DAY + 1n }, oldest(91), 'notice'],
    ['keeps it after a leap of the clock', AGED, { ...oldest(91), leaptNs: NOW - DAY + 1n }, 'notice'],
    ['removes it a day after a leap', AGED, { ...oldest(91), leaptNs: NOW - DAY }, 'age'],
    ['keeps it where nothing came for a day and the process is young', AGED, { ...oldest(91), newestNs: NOW - DAY - 1n }, 'notice'],
    ['removes it once the process is a day old', AGED, { ...oldest(91), newestNs: NOW - DAY - 1n, ranMs: 86_400_000 }, 'age'],
    ['begins anew with a notice from the future', { policy: AGE, ageNoticeNs: NOW + 1n }, oldest(91), 'notice'],
    ['is not reached by a run for size', { ...AGED, run: RUN }, oldest(89), 'notice'],
    ['comes after the size', { ...AGED, ...size, ...OLD_NOTICE }, { ...oldest(91), ...used(101) }, 'size'],
    ['counts below the size, too', { ...AGED, ...size }, oldest(91), 'age'],
  ])('%s', (...[, known, at, verdict]) => expect(verdictOf(known, at)).toBe(verdict))
})

describe('what is remembered', () => {
  const LATE = { sizeNoticeNs: NOW - 9n * DAY, wasWithin: true }
  it.each<readonly [name: string, known: Partial<RetentionRecord>, at: Partial<Standing>, after: Partial<RetentionRecord>]>([
    ['a notice that begins', {}, used(80), { sizeNoticeNs: NOW }],
    ['one that stands on', LATE, used(80), LATE],
    ['none that is over', LATE, used(79), { sizeNoticeNs: null }],
    ['one that begins anew with a leap', LATE, { ...used(80), leaptNs: NOW - HOUR }, { sizeNoticeNs: NOW - HOUR }],
    ['one that is younger than the leap', LATE, { ...used(80), leaptNs: NOW - 10n * DAY }, LATE],
    ['one from the future, as of now', { sizeNoticeNs: NOW + 1n }, used(80), { sizeNoticeNs: NOW }],
    ['that the store is within the limit', {}, used(100), { wasWithin: true }],
    ['that it was', { wasWithin: true }, used(200), { wasWithin: true }],
    ['not that it is above', {}, used(100.1), { wasWithin: false }],
    ['not where there is none', { policy: AGE }, used(1), { wasWithin: false }],
    ['the time, once an hour', { seenNs: NOW - HOUR }, {}, { seenNs: NOW }],
    ['no time more often', { seenNs: NOW - HOUR + 1n }, {}, { seenNs: NOW - HOUR + 1n }],
    ['a time that was set back', { seenNs: NOW + 1n }, {}, { seenNs: NOW }],
    ['the first time', { seenNs: null }, {}, { seenNs: NOW }],
    ['that it is not stuck any more', { stuck: true }, {}, { stuck: false }],
  ])('%s', (...[, known, at, after]) => expect(decide({ ...NEW, ...known }, { ...CALM, ...at }).record).toMatchObject(after))

  const running = { ...NEW, ...OLD_NOTICE, run: RUN, stuck: true }
  it('is all of it under the same policy', () => expect(underPolicy(running, { ...SIZE }, 0)).toBe(running))
  it.each([
    ['a raised limit', { maxAgeDays: null, maxBytes: 200 * MB }],
    ['a lowered limit', { maxAgeDays: null, maxBytes: 50 * MB }],
    ['another limit beside it', { maxAgeDays: 5, maxBytes: 100 * MB }],
    ['no limit', { maxAgeDays: null, maxBytes: null }],
  ])('is nothing but what was done under %s', (_name, policy) => {
    const { usedBefore: _, ...run } = RUN
    const after = { ...NEW, policy, last: { ...run, freedBytes: 8 * MB } }
    expect(underPolicy(running, policy, 102 * MB)).toEqual(after)
    expect(decide(underPolicy(running, policy, 102 * MB), { ...CALM, ...used(102) }).verdict).not.toBe('size')
  })
})

describe('what will go', () => {
  it.each([
    ['for size, a day after the notice', YOUNG_NOTICE, used(101), { reason: 'size', maxBytes: 100 * MB, atNs: NOW + 1n }],
    ['for size, at once', YOUNG_NOTICE, used(126), { reason: 'size', atNs: NOW }],
    [
      'for size under a new limit, a day after the notice',
      { ...YOUNG_NOTICE, wasWithin: false },
      used(126),
      { reason: 'size', atNs: NOW + 1n },
    ],
    ['for age, when it is reached', AGED, oldest(88), { reason: 'age', beforeNs: NOW - 87n * DAY, atNs: NOW + 2n * DAY }],
    ['for age, a day after the notice', { policy: AGE, ageNoticeNs: NOW }, oldest(95), { reason: 'age', atNs: NOW + DAY }],
    ['nothing without a notice', {}, used(500), undefined],
    ['nothing where nothing may', YOUNG_NOTICE, { ...used(101), oldestNs: undefined }, undefined],
  ])('is %s', (...[, known, at, expected]) => {
    const found = prospect({ ...NEW, ...known }, { ...CALM, ...at })
    if (expected) expect(found).toMatchObject(expected)
    else expect(found).toBeUndefined()
  })
})

it.each([
  ['all was looked at', SIZE, undefined, 99, false],
  ['the size is near', SIZE, NOW, 80, true],
  ['the size is far', SIZE, 0n, 79, false],
  ['it comes to what is old', AGE, NOW - 87n * DAY - 1n, 1, true],
  ['what is old is behind', AGE, NOW - 87n * DAY, 1, false],
  ['there is no limit', { maxAgeDays: null, maxBytes: null }, 0n, 999, false],
] as const)('more is looked at first, or not, where %s', (...[, policy, scannedNs, megabytes, expected]) =>
  expect(mayMissOlder(policy, scannedNs, { nowNs: NOW, ...used(megabytes) })).toBe(expected),
)

describe('the clock', () => {
  /** What happens: the time of day that is shown and milliseconds that went by, hours each. */
  type Look = readonly [shownHours: number, runHours: number]
  const leaps = (seenHours: number | null, looks: readonly Look[]) => {
    let [ns, ms] = [NOW, 0]
    const watch = createClockWatch({ nowNs: () => ns, uptimeMs: () => ms })
    const told = looks.map(([shown, run]) => {
      ;[ns, ms] = [NOW + BigInt(shown) * HOUR, run * 3_600_000]
      return watch.tick(seenHours === null ? null : NOW + BigInt(seenHours) * HOUR).leaptNs
    })
    return told.map((leaptNs) => leaptNs && Number((leaptNs - NOW) / HOUR))
  }

  it.each<readonly [name: string, seenHours: number | null, looks: readonly Look[], leaps: readonly (number | null)[]]>([
    [
      'goes with time',
      -1,
      [
        [0, 0],
        [30, 30],
        [400, 400],
      ],
      [null, null, null],
    ],
    [
      'leaps',
      -1,
      [
        [0, 0],
        [26, 1],
        [27, 2],
      ],
      [null, 26, 26],
    ],
    [
      'is put right by a day',
      -1,
      [
        [0, 0],
        [25, 1],
      ],
      [null, null],
    ],
    [
      'was right over a night',
      -16,
      [
        [0, 0],
        [1, 1],
      ],
      [null, null],
    ],
    [
      'leapt before the process began',
      -25,
      [
        [0, 0],
        [1, 1],
      ],
      [0, 0],
    ],
    [
      'was never looked at',
      null,
      [
        [0, 0],
        [1, 1],
      ],
      [0, 0],
    ],
    ['was set back before the process began', 900, [[0, 0]], [null]],
    [
      'leaps twice',
      -1,
      [
        [0, 0],
        [100, 1],
        [101, 2],
        [201, 3],
      ],
      [null, 100, 100, 201],
    ],
    [
      'leaps and is set back',
      -1,
      [
        [0, 0],
        [100, 1],
        [2, 2],
        [40, 40],
      ],
      [null, 100, 2, 2],
    ],
  ])('%s', (...[, seenHours, looks, expected]) => expect(leaps(seenHours, looks)).toEqual(expected))
})
