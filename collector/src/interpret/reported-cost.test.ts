import { describe, expect, it } from 'vitest'
import { cpuMs } from '../domain/testing/cpu-time.ts'
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
    [1e15, 10n ** 24n],
    ['0.5 USD ', 500_000_000n],
    ['USD', undefined],
    ['0.1USDUSD', undefined],
    [`0.1${' '.repeat(40)}USD`, undefined],
    ['0.1EUR', undefined],
    ['', undefined],
    [true, undefined],
    [null, undefined],
    [undefined, undefined],
  ])('case %#', (value, nanos) => {
    expect(usdToNanos(value)).toBe(nanos)
  })
})

describe('usdToNanos of a long text', () => {
  it.each([`1${' '.repeat(200_000)}x`, `${'1'.repeat(200_000)}USD`, 'USD'.repeat(100_000)])('refuses it at once', (text) => {
    const startMs = cpuMs()
    expect(usdToNanos(text)).toBeUndefined()
    expect(cpuMs() - startMs).toBeLessThan(100)
  })
})
