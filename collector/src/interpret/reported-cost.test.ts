import { describe, expect, it } from 'vitest'
import { usdToNanos } from './reported-cost.ts'

describe('usdToNanos', () => {
  it.each([
    [0.1, 100_000_000n],
    [0.0000125, 12_500n],
    [1e-10, 0n],
    ['0.30', 300_000_000n],
    ['0.001USD', 1_000_000n],
    [2n, 2_000_000_000n],
    [0, 0n],
    [-1, undefined],
    [Number.NaN, undefined],
    [Number.POSITIVE_INFINITY, undefined],
    [1e300, undefined],
    ['0.1EUR', undefined],
    ['', undefined],
    [true, undefined],
    [null, undefined],
    [undefined, undefined],
  ])('case %#', (value, nanos) => {
    expect(usdToNanos(value)).toBe(nanos)
  })
})
