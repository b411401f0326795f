import { describe, expect, it } from 'vitest'
import { momentOf } from './moment.ts'

describe('momentOf', () => {
  it.each([
    ['a day is its first moment here', '2026-01-04', new Date(2026, 0, 4).toISOString()],
    ['a leap day', '2028-02-29', new Date(2028, 1, 29).toISOString()],
    ['minutes without an offset are local', '2026-07-04T10:30', new Date(2026, 6, 4, 10, 30).toISOString()],
    ['a space in place of T', '2026-07-04 10:30:05', new Date(2026, 6, 4, 10, 30, 5).toISOString()],
    ['UTC stays', '2026-01-04T10:00:00Z', '2026-01-04T10:00:00Z'],
    ['an offset stays', '2026-01-04T10:00:00.5+02:00', '2026-01-04T10:00:00.5+02:00'],
    ['nothing', undefined, undefined],
  ])('%s', (_, text, expected) => expect(momentOf('after', text)).toBe(expected))

  it.each(['yesterday', '2026-02-31', '2026-13-01', '2026-02-31T10:00', '2026-1-4', '04.01.2026', '2026-01-04T', '1767520800', ''])(
    'refuses %j',
    (text) => expect(() => momentOf('after', text)).toThrow(/^--after is /),
  )
})
