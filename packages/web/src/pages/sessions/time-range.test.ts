import { describe, expect, it } from 'vitest'
import { customRange, lastDay, rangeLabel } from './time-range.ts'

describe('customRange', () => {
  it.each([
    { name: 'two days', from: '2026-01-04', to: '2026-01-31', expected: { after: '2026-01-04', before: '2026-02-01' } },
    { name: 'the wrong way round', from: '2026-01-31', to: '2026-01-04', expected: { after: '2026-01-04', before: '2026-02-01' } },
    { name: 'only a first day', from: '2026-01-04', to: '', expected: { after: '2026-01-04', before: undefined } },
    { name: 'only a last day', from: '', to: '2026-01-04', expected: { after: undefined, before: '2026-01-05' } },
  ])('takes $name', ({ from, to, expected }) => expect(customRange(from, to)).toEqual(expected))
})

describe('rangeLabel', () => {
  it.each([
    [{}, 'Any time'],
    [{ after: '7d' }, 'Last 7 days'],
    [{ after: '2h' }, 'Last 2 hours'],
    [{ after: '1d' }, 'Last day'],
    [{ after: '1d', before: '2h' }, '1 day ago to 2 hours ago'],
    [{ before: '1h' }, 'Until 1 hour ago'],
    [{ after: '2026-01-04' }, 'Since 2026-01-04'],
    [{ after: '2026-01-04T10:00Z' }, 'Since 2026-01-04 10:00 UTC'],
    [{ after: '2026-01-04', before: '2026-01-05' }, '2026-01-04'],
    [{ after: '2026-01-04', before: '2026-01-08' }, '2026-01-04 to 2026-01-07'],
    [{ before: '2026-01-08' }, 'Until 2026-01-07'],
  ])('names %j', (filter, label) => expect(rangeLabel(filter)).toBe(label))
})

it('has no last day for a moment', () => expect(lastDay('24h')).toBeUndefined())
