import { describe, expect, it } from 'vitest'
import type { SessionOverview } from '../contract.ts'
import { joinStretches, type StoredOverview } from '../domain/stored-overview.ts'
import { timeBuckets } from '../domain/time-buckets.ts'
import { overviewView } from './overview.ts'

const S = 1e9
type Pairs = readonly (readonly [from: number, to: number])[]

/** A session of some seconds from 100 s on. */
function overview(
  seconds: number,
  work: { readonly calls?: Pairs; readonly actions?: Pairs } & Partial<Pick<StoredOverview, 'starts' | 'runningFrom'>> = {},
): SessionOverview {
  const { calls = [], actions = [], starts = [], runningFrom = {} } = work
  const stretches = (pairs: Pairs) => joinStretches(pairs.map(([from, to]) => [from * S, to * S] as const))
  const startNs = 100n * BigInt(S)
  const buckets = timeBuckets(startNs, startNs + BigInt(seconds * S))
  return overviewView({ ...buckets, starts, calls: stretches(calls), actions: stretches(actions), runningFrom })
}

describe('idle time', () => {
  it.each<[string, Pairs, Pairs, number, readonly [number, number][]]>([
    ['nothing ran', [], [], 240, [[0, 240]]],
    ['a call all the time', [[0, 240]], [], 0, []],
    [
      'before, between and after',
      [[10, 20]],
      [[30, 200]],
      60,
      [
        [0, 10],
        [20, 30],
        [200, 240],
      ],
    ],
    [
      'calls beside each other',
      [
        [0, 100],
        [50, 80],
        [90, 240],
      ],
      [],
      0,
      [],
    ],
    [
      'an action around the pause between calls',
      [
        [0, 100],
        [200, 240],
      ],
      [[50, 210]],
      0,
      [],
    ],
    ['a pause that ends as work of the other kind begins', [[0, 100]], [[100, 240]], 0, []],
    [
      'pauses below a hundredth count, and are not listed',
      [
        [0, 100],
        [102, 240],
      ],
      [],
      2,
      [],
    ],
    [
      'the same start twice',
      [
        [0, 10],
        [0, 20],
      ],
      [[0, 5]],
      220,
      [[20, 240]],
    ],
  ])('%s', (...[, calls, actions, idleSeconds, ranges]) => {
    const { idleMs, idle } = overview(240, { calls, actions })
    expect(idleMs).toBe(idleSeconds * 1000)
    expect(idle.map(({ startNs, endNs }) => [Number(startNs) / S - 100, Number(endNs) / S - 100])).toEqual(ranges)
  })

  it('of less than a second is not listed, however short the session', () => {
    expect(overview(2, { calls: [[0, 1.5]] })).toMatchObject({ idleMs: 500, idle: [] })
  })
})

describe('buckets', () => {
  it.each<[string, Pairs, Readonly<Record<number, number>>]>([
    ['a call in one bucket', [[3, 4]], { 3: 1 }],
    ['part of one', [[3.25, 3.5]], { 3: 0.25 }],
    ['over three', [[3.5, 5.5]], { 3: 0.5, 4: 1, 5: 0.5 }],
    [
      'two parts of one',
      [
        [3, 3.25],
        [3.5, 3.75],
      ],
      { 3: 0.5 },
    ],
    [
      'calls beside each other, once',
      [
        [3, 3.5],
        [3.25, 3.75],
      ],
      { 3: 0.75 },
    ],
    ['to the end', [[239, 240]], { 239: 1 }],
  ])('are covered by %s', (_, calls, shares) => {
    const { buckets, bucketNs } = overview(240, { calls })
    expect(bucketNs).toBe(String(S))
    expect(buckets).toHaveLength(240)
    for (const [index, bucket] of buckets.entries()) expect(bucket).toEqual({ spans: 0, errors: 0, calls: shares[index] ?? 0, actions: 0 })
  })

  it('count what starts in them', () => {
    const { buckets } = overview(240, { starts: [{ bucket: 7, spans: 3, errors: 1 }] })
    expect(buckets[7]).toMatchObject({ spans: 3, errors: 1 })
    expect(buckets.reduce((sum, { spans }) => sum + spans, 0)).toBe(3)
  })

  it('end where work goes on, which is said beside them', () => {
    const { endNs, runningSince } = overview(240, { runningFrom: { calls: 240 * S } })
    expect(runningSince).toEqual({ calls: endNs, actions: null })
  })

  it('is one where no time passed', () => {
    expect(overview(0, { starts: [{ bucket: 0, spans: 2, errors: 0 }] })).toEqual({
      startNs: String(100 * S),
      endNs: String(100 * S),
      bucketNs: '1',
      buckets: [{ spans: 2, errors: 0, calls: 0, actions: 0 }],
      idleMs: 0,
      idle: [],
      runningSince: { calls: null, actions: null },
    })
  })
})
