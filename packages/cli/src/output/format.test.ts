import { describe, expect, it } from 'vitest'
import { count, counted, duration, longTime, money, moneySum, percent, shortTime } from './format.ts'

describe('money', () => {
  it.each([
    [null, '—'],
    ['0', '$0.00'],
    ['1', '$1.00'],
    ['1.5', '$1.50'],
    ['0.000000001', '$0.000000001'],
    ['9223372036.854775807', '$9223372036.854775807'],
  ])('%s is %s', (usd, expected) => expect(money(usd)).toBe(expected))

  it.each([
    ['everything is priced', { costUsd: '0.5', costCoverage: 1 }, '$0.50'],
    ['something is not', { costUsd: '0.5', costCoverage: 0.9 }, '≥$0.50'],
    ['nothing is', { costUsd: null, costCoverage: 0 }, '—'],
    ['there is nothing to price', { costUsd: null, costCoverage: null }, '—'],
  ])('of a sum where %s', (_, sum, expected) => expect(moneySum(sum)).toBe(expected))
})

describe('duration', () => {
  it.each([
    [null, '—'],
    [0, '0 ms'],
    [0.4, '<1 ms'],
    [1, '1 ms'],
    [999.4, '999 ms'],
    [999.5, '1.0 s'],
    [12_345, '12.3 s'],
    [59_949, '59.9 s'],
    [59_950, '1m 00s'],
    [3_599_499, '59m 59s'],
    [3_599_500, '1h 00m'],
    [7_500_000, '2h 05m'],
    [86_399_499, '23h 59m'],
    [86_400_000, '1d 00h'],
    [273_600_000, '3d 04h'],
    [1e15, '11.6Md 01h'],
  ])('%s ms is %s', (ms, expected) => expect(duration(ms)).toBe(expected))
})

describe('count', () => {
  it.each([
    [0, '0'],
    [9_999_999, '9,999,999'],
    [10_000_000, '10.0M'],
    [123_456_789, '123.5M'],
    [1_234_567_890, '1.2B'],
    [9_007_199_254_740_991, '9,007.2T'],
  ])('%i is %s', (value, expected) => expect(count(value)).toBe(expected))

  it('has a noun in the right number', () =>
    expect([0, 1, 2].map((value) => counted(value, 'span'))).toEqual(['0 spans', '1 span', '2 spans']))
})

describe('time', () => {
  const local = (...parts: [number, number, number, number, number, number]) => new Date(...parts).toISOString()
  const now = new Date(2026, 5, 1).getTime()

  it.each([
    ['of this year', local(2026, 0, 4, 9, 5, 6), 'Jan  4 09:05'],
    ['of another year', local(2025, 11, 24, 9, 5, 6), 'Dec 24  2025'],
    ['unknown', null, '—'],
  ])('in short, %s', (_, iso, expected) => expect(shortTime(iso, now)).toBe(expected))

  it('in full', () => expect([local(2026, 0, 4, 9, 5, 6), null].map(longTime)).toEqual(['2026-01-04 09:05:06', '—']))
})

it.each([
  [null, '—'],
  [0, '0%'],
  [0.001, '<1%'],
  [0.005, '1%'],
  [1, '100%'],
])('a share of %s is %s', (share, expected) => expect(percent(share)).toBe(expected))
