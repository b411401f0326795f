import { describe, expect, it } from 'vitest'
import { addDays, dayOf, momentOf, timeWord } from './time-words.ts'

const NOW = Date.parse('2026-06-15T12:00:00.000Z')

describe('momentOf', () => {
  it.each([
    ['24h', '2026-06-14T12:00:00.000Z'],
    ['7d', '2026-06-08T12:00:00.000Z'],
    ['2026-01-04T10:00Z', '2026-01-04T10:00:00.000Z'],
    ['2026-01-04T10:00:00.5Z', '2026-01-04T10:00:00.500Z'],
  ])('reads %s', (word, moment) => expect(momentOf(word, NOW)).toBe(moment))

  it('reads a day as local midnight', () => expect(momentOf('2026-01-04', NOW)).toBe(new Date(2026, 0, 4).toISOString()))

  it.each(['', 'x', '7', '7w', '-7d', '2026-02-30', '2026-13-01', '2026-01-04T25:00Z', '2026-01-04 10:00'])('refuses %j', (word) => {
    expect(momentOf(word, NOW)).toBeUndefined()
    expect(timeWord(word)).toBeUndefined()
  })
})

describe('addDays', () => {
  it.each([
    ['2026-01-31', 1, '2026-02-01'],
    ['2026-03-01', -1, '2026-02-28'],
    ['x', 1, 'x'],
  ])('%s and %d days is %s', (day, days, expected) => expect(addDays(day, days)).toBe(expected))
  it('is the same day for a date', () => expect(dayOf(new Date(2026, 5, 9))).toBe('2026-06-09'))
})
