import { describe, expect, it } from 'vitest'
import { pastTimes } from './past-times.ts'

const NOW: [number, number] = [1_700_000_000, 123_456_789]
const AT = new Date(1_600_000_000_250)
const END: [number, number] = [1_600_000_000, 250_000_000]

describe('pastTimes', () => {
  it.each([
    ['an end and a duration', { endedAt: AT, durationMs: 1500 }, [[1_599_999_998, 750_000_000], END]],
    ['an end alone', { endedAt: AT, durationMs: undefined }, [END, END]],
    ['a duration alone', { endedAt: undefined, durationMs: 0.5 }, [[1_700_000_000, 122_956_789], NOW]],
    ['nothing', { endedAt: undefined, durationMs: undefined }, [NOW, NOW]],
    ['what is no date', { endedAt: new Date(Number.NaN), durationMs: Number.NaN }, [NOW, NOW]],
    ['a negative duration', { endedAt: AT, durationMs: -5 }, [END, END]],
    ['a duration from before 1970', { endedAt: AT, durationMs: 2e12 }, [END, END]],
    ['a date before 1970', { endedAt: new Date(-1), durationMs: 0 }, [NOW, NOW]],
    ['a date that nanoseconds cannot say', { endedAt: new Date(8.64e15), durationMs: 0 }, [NOW, NOW]],
  ])('takes %s', (_, given, [startTime, endTime]) => expect(pastTimes(given, () => NOW)).toEqual({ startTime, endTime }))
})
