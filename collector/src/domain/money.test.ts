import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decimalToInt, divideHalfEven, divideHalfUp, nanosToUsd, picosToUsd, splitPicos } from './money.ts'

describe('nanosToUsd', () => {
  it.each([
    ['zero', 0n, '0'],
    ['one nano-dollar', 1n, '0.000000001'],
    ['trailing zeros are cut', 1_250_000_000n, '1.25'],
    ['whole dollars have no point', 3_000_000_000n, '3'],
    ['negative', -1_500_000_000n, '-1.5'],
    ['negative below a dollar', -1n, '-0.000000001'],
    ['the largest that a column holds', 2n ** 63n - 1n, '9223372036.854775807'],
  ])('%s', (_, nanos, text) => expect(nanosToUsd(nanos)).toBe(text))
})

describe('picosToUsd', () => {
  it.each([
    ['zero', 0n, '0'],
    ['one pico-dollar', 1n, '0.000000000001'],
    ['a token of a cheap model', 250_000n, '0.00000025'],
    ['a dollar', 1_000_000_000_000n, '1'],
    ['negative', -1_500_000_000_000n, '-1.5'],
  ])('%s', (_, picos, text) => expect(picosToUsd(picos)).toBe(text))
})

describe('decimalToInt', () => {
  it.each([
    ['a small price', '0.0000125', 9, 12_500n],
    ['an exponent', '2.5e-7', 12, 250_000n],
    ['a large exponent', '1E3', 2, 100_000n],
    ['no whole part', '.5', 1, 5n],
    ['no fraction', '7.', 1, 70n],
    ['a sign', '-0.25', 2, -25n],
    ['spaces around', ' 3 ', 0, 3n],
    ['a tie goes to the even: down', '0.25', 1, 2n],
    ['a tie goes to the even: up', '0.35', 1, 4n],
    ['more digits than a double has', '0.12345678901234567890', 20, 12_345_678_901_234_567_890n],
  ] as const)('%s', (...[, text, scale, value]) => expect(decimalToInt(text, scale)).toBe(value))

  it.each(['', '.', 'abc', '1,5', '0x10', '1e', 'NaN', 'Infinity', '1 2', '--1', '1e9999'])('refuses %j', (text) => {
    expect(decimalToInt(text, 9)).toBeUndefined()
  })

  it('refuses a text of more than 64 characters, before it looks at it', () => {
    expect(decimalToInt('1'.repeat(64), 0)).toBe(BigInt('1'.repeat(64)))
    expect(decimalToInt('1'.repeat(65), 0)).toBeUndefined()
    expect(decimalToInt(`1${' '.repeat(64)}`, 0)).toBeUndefined()
  })
})

describe('division', () => {
  it.each([
    // a, b, half even, half up
    [4n, 10n, 0n, 0n],
    [5n, 10n, 0n, 1n],
    [15n, 10n, 2n, 2n],
    [25n, 10n, 2n, 3n],
    [26n, 10n, 3n, 3n],
    [0n, 10n, 0n, 0n],
    [3n, 7n, 0n, 0n],
    [4n, 7n, 1n, 1n],
  ] as const)('%s / %s', (...[a, b, even, up]) => {
    expect(divideHalfEven(a, b)).toBe(even)
    expect(divideHalfUp(a, b)).toBe(up)
  })
})

describe('splitPicos', () => {
  it.each([
    ['nothing', [], 0n, []],
    ['one summand, half a nano-dollar goes up', [500n], 1n, [1n]],
    ['one summand, below half', [499n], 0n, [0n]],
    ['the largest remainder gets the rest', [1_300n, 1_800n], 3n, [1n, 2n]],
    ['the earlier one of equal remainders', [1_500n, 1_500n], 3n, [2n, 1n]],
    ['no rest to give', [1_200n, 1_200n], 2n, [1n, 1n]],
    ['parts that would all round up alone', [600n, 600n, 600n], 2n, [1n, 1n, 0n]],
    ['parts that would all round down alone', [400n, 400n, 400n], 1n, [1n, 0n, 0n]],
  ] as const)('%s', (...[, picos, totalNanos, shares]) => expect(splitPicos(picos)).toEqual({ totalNanos, shares }))

  it('adds up exactly, rounds once, and moves no share by a whole nano-dollar', () => {
    fc.assert(
      fc.property(fc.array(fc.bigInt({ min: 0n, max: 10n ** 24n }), { maxLength: 9 }), (picos) => {
        const { totalNanos, shares } = splitPicos(picos)
        const sum = picos.reduce((total, value) => total + value, 0n)
        expect(shares.reduce((total, value) => total + value, 0n)).toBe(totalNanos)
        expect(totalNanos).toBe((sum + 500n) / 1_000n)
        for (const [index, share] of shares.entries()) {
          const off = share * 1_000n - (picos[index] ?? 0n)
          expect(off > -1_000n && off < 1_000n && share >= 0n).toBe(true)
        }
      }),
    )
  })
})
