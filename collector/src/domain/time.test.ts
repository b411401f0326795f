import { describe, expect, it } from 'vitest'
import { bucketOf, durationMs, nsToIso } from './time.ts'

describe('time', () => {
  it.each<[bigint, string | undefined]>([
    [0n, undefined],
    [-5n, undefined],
    [1_760_000_000_123_999_999n, '2025-10-09T08:53:20.123Z'],
    [2n ** 63n - 1n, '2262-04-11T23:47:16.854Z'],
  ])('shows %s ns as %s', (ns, iso) => {
    expect(nsToIso(ns)).toBe(iso)
  })

  it('counts a duration in milliseconds with its fractions, and none backwards', () => {
    expect(durationMs(1_760_000_000_000_000_000n, 1_760_000_000_001_234_567n)).toBe(1.234567)
    expect(durationMs(5n, 3n)).toBe(0)
  })

  it.each<[string, bigint, number]>([
    ['the start of a quarter of an hour', 1_760_000_400_000_000_000n, 1_760_000_400],
    ['its last nanosecond', 1_760_001_299_999_999_999n, 1_760_000_400],
    ['an unknown time', 0n, 0],
    ['a time before 1970', -1_000_000_000n, -900],
  ])('finds the quarter of an hour of %s', (_, ns, seconds) => {
    expect(bucketOf(ns)).toBe(seconds)
  })
})
