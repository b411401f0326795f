import { describe, expect, it } from 'vitest'
import {
  bytes,
  characters,
  count,
  counted,
  duration,
  exactMoney,
  exactTime,
  percent,
  relativeTime,
  runningFor,
  short,
  shortId,
  shortMoney,
  tickingDuration,
} from './format.ts'

const NOW = Date.parse('2026-06-15T12:00:00Z')
const ago = (ms: number): string => new Date(NOW - ms).toISOString()
const MINUTE = 60_000
const DAY = 86_400_000

describe('numbers', () => {
  it('separates thousands', () => expect(count(1234567)).toBe('1,234,567'))
  it('counts with a noun', () =>
    expect([counted(1, 'call'), counted(2, 'call'), counted(0, 'reply', 'replies')]).toEqual(['1 call', '2 calls', '0 replies']))
  it.each([
    [0, '0'],
    [999, '999'],
    [1_000, '1k'],
    [1_234, '1.2k'],
    [9_949, '9.9k'],
    [9_960, '10k'],
    [45_400, '45k'],
    [999_400, '999k'],
    [999_600, '1M'],
    [3_400_000, '3.4M'],
    [2e9, '2B'],
    [5e12, '5T'],
  ])('shortens %d to %s', (value, text) => expect(short(value)).toBe(text))
})

describe('money', () => {
  it.each([
    [null, '–', '–'],
    ['0', '$0.00', '$0.00'],
    ['0.0125', '$0.0125', '$0.013'],
    ['0.000000001', '$0.000000001', '<$0.0001'],
    ['0.00042', '$0.00042', '$0.00042'],
    ['0.5', '$0.50', '$0.50'],
    ['0.999', '$0.999', '$1.00'],
    ['1', '$1.00', '$1.00'],
    ['1234.5678', '$1,234.5678', '$1,234.57'],
  ])('writes %s exactly as %s and shortly as %s', (usd, exact, short) => {
    expect([exactMoney(usd), shortMoney(usd)]).toEqual([exact, short])
  })
})

describe('durations', () => {
  it.each([
    [null, '–'],
    [0, '0 ms'],
    [0.0001, '<1 µs'],
    [0.25, '250 µs'],
    [1.23, '1.2 ms'],
    [850.4, '850 ms'],
    [999.6, '1.0 s'],
    [12_340, '12.3 s'],
    [59_940, '59.9 s'],
    [59_960, '1m 00s'],
    [245_000, '4m 05s'],
    [7_500_000, '2h 05m'],
    [3 * DAY + 4 * 60 * MINUTE, '3d 04h'],
  ])('writes %s ms as %s', (ms, text) => expect(duration(ms)).toBe(text))

  it('says what runs, and never that it began in the future', () =>
    expect([61_000, -5].map(runningFor)).toEqual(['1m 01s, running', '0 s, running']))
  it('ticks in whole seconds', () => expect([1_999, 61_000].map(tickingDuration)).toEqual(['1 s', '1m 01s']))
})

describe('times', () => {
  it.each([
    [-1_000, 'now'],
    [4_000, 'now'],
    [59_000, '59s ago'],
    [5 * MINUTE, '5m ago'],
    [23 * 60 * MINUTE, '23h ago'],
    [6 * DAY, '6d ago'],
    [8 * DAY, '7 Jun'],
    [366 * DAY, '14 Jun 2025'],
    [-2 * DAY, '17 Jun'],
  ])('writes what was %d ms ago as %s', (ms, text) => expect(relativeTime(ago(ms), NOW)).toBe(text))

  it('writes the exact time with its zone', () => {
    expect(exactTime('2026-01-04T10:00:00.007Z')).toMatch(/^2026-01-0[345] \d\d:\d\d:00\.007 \S+$/)
  })
})

describe('sizes, shares and ids', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1_000, '1 kB'],
    [1_500, '1.5 kB'],
    [5_000_000, '5 MB'],
    [5_040_000, '5 MB'],
    [999_949, '999.9 kB'],
    [999_950, '1 MB'],
    [999_999_999, '1 GB'],
    [2e15, '2000 TB'],
    [2 ** 20, '1 MiB'],
    [2 * 2 ** 30, '2 GiB'],
    [1536 * 2 ** 20, '1536 MiB'],
    [2 * 2 ** 30 + 1, '2.1 GB'],
  ])('writes %d bytes as %s', (size, text) => expect(bytes(size)).toBe(text))

  it.each([
    [0, '0 characters'],
    [1, '1 character'],
    [9_999, '9,999 characters'],
    [45_210, '45k characters'],
    [5_000_000, '5M characters'],
  ])('writes a length of %d as %s', (length, text) => expect(characters(length)).toBe(text))

  it.each([
    [null, '–'],
    [0, '0%'],
    [0.001, '<1%'],
    [0.42, '42%'],
    [0.999, '>99%'],
    [1, '100%'],
  ])('writes %s as %s', (share, text) => expect(percent(share)).toBe(text))

  it('shortens ids', () => expect(shortId('0123456789abcdef')).toBe('01234567'))
})
