import type { HrTime } from '@opentelemetry/api'
import { describe, expect, it } from 'vitest'
import { fakeSpan } from '../testing/fake-span.ts'
import { behindAtEnd, behindAtStart } from './rounded-start.ts'

const NOW: HrTime = [1_700_000_000, 7_654_321]

describe('behindAtStart', () => {
  it.each<[name: string, startTime: HrTime, behind: number | undefined]>([
    ['a start that was rounded down', [1_700_000_000, 7_000_000], 654_321],
    ['a start that was rounded down just before the next millisecond', [1_700_000_000, 6_000_000], 1_654_321],
    ['a start by a clock that is a little ahead', [1_700_000_000, 8_000_000], -345_679],
    ['a start with microseconds', [1_700_000_000, 7_500_000], undefined],
    ['an earlier start', [1_700_000_000, 5_000_000], undefined],
    ['a start that is to come', [1_700_000_000, 10_000_000], undefined],
    ['a start of another day', [1_600_000_000, 7_000_000], undefined],
  ])('knows %s', (_, startTime, behind) => expect(behindAtStart(fakeSpan({ startTime }), NOW)).toBe(behind))

  it('knows one of the second before', () => expect(behindAtStart(fakeSpan({ startTime: [1, 999_000_000] }), [2, 500])).toBe(1_000_500))
})

describe('behindAtEnd', () => {
  it.each<[name: string, endTime: HrTime, behind: number]>([
    ['less than at the start', [1_700_000_000, 7_054_321], 600_000],
    ['more than at the start: the program was interrupted', [1_700_000_000, 6_054_321], 654_321],
    ['an end before the computer has slept', [1_699_990_000, 0], 654_321],
    ['an end before the clock was set back', [1_700_003_600, 0], 654_321],
  ])('knows %s', (_, endTime, behind) => expect(behindAtEnd(fakeSpan({ endTime }), NOW, 654_321)).toBe(behind))
})
