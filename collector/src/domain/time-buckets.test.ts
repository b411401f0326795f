import { describe, expect, it } from 'vitest'
import { timeBuckets } from './time-buckets.ts'

describe('timeBuckets', () => {
  it.each<[string, bigint, bigint, bigint, number]>([
    ['no time at all', 5n, 5n, 1n, 1],
    ['an end before the start', 5n, 3n, 1n, 1],
    ['one nanosecond', 0n, 1n, 1n, 1],
    ['as many nanoseconds as buckets', 0n, 240n, 1n, 240],
    ['one more', 0n, 241n, 2n, 121],
    ['an hour', 0n, 3_600_000_000_000n, 15_000_000_000n, 240],
    ['all of time', -(2n ** 63n), 2n ** 63n - 1n, 76_861_433_640_456_466n, 240],
  ])('covers %s', (...[, startNs, endNs, bucketNs, count]) => {
    const buckets = timeBuckets(startNs, endNs)
    expect(buckets).toMatchObject({ startNs, bucketNs, count })
    expect(buckets.startNs + bucketNs * BigInt(count)).toBeGreaterThanOrEqual(buckets.endNs)
  })
})
