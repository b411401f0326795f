import type { HrTime } from '@opentelemetry/api'
import { describe, expect, it } from 'vitest'
import { before, createClock, hrTimeOf, laterOf } from './clock.ts'

const START_MS = 1_700_000_000_000
const HOUR_MS = 3_600_000

/** A clock over two sources that the test sets. */
function fakeClock() {
  const at = { wallMs: START_MS, steadyMs: 500 }
  const now = createClock({ wallMs: () => Math.floor(at.wallMs), steadyMs: () => at.steadyMs, originMs: START_MS - 500 })
  return {
    now,
    /** Time goes on, as both sources see it. */
    pass(ms: number) {
      at.wallMs += ms
      at.steadyMs += ms
    },
    /** The clock of the system alone is set, or the computer has slept. */
    jump(ms: number) {
      at.wallMs += ms
    },
    apartMs: (time: HrTime) => msOf(time) - at.wallMs,
  }
}

const nsOf = ([seconds, nanos]: HrTime) => BigInt(seconds) * 1_000_000_000n + BigInt(nanos)
const msOf = ([seconds, nanos]: HrTime) => seconds * 1000 + nanos / 1e6

describe('the clock of the process', () => {
  it('says the time of the system', () => {
    const now = createClock()
    const earliest = Date.now()
    const time = msOf(now())
    expect(time).toBeGreaterThanOrEqual(earliest - 4)
    expect(time).toBeLessThanOrEqual(Date.now() + 5)
  })

  it('never says the same twice', () => {
    const now = createClock()
    const times = Array.from({ length: 100_000 }, () => nsOf(now()))
    expect(times.every((time, index) => index === 0 || time > (times[index - 1] ?? 0n))).toBe(true)
  })
})

describe('a clock', () => {
  it('is finer than that of the system', () => {
    const { now, pass } = fakeClock()
    expect(now()).toEqual([1_700_000_000, 0])
    pass(0.25)
    expect(now()).toEqual([1_700_000_000, 250_000])
    pass(999.75)
    expect(now()).toEqual([1_700_000_001, 0])
  })

  it('goes on by a nanosecond where its sources stand still, also into the next second', () => {
    const { now, pass } = fakeClock()
    pass(999.9998)
    const first = now()
    const times = Array.from({ length: 1000 }, now).map(nsOf)
    expect(times).toEqual(times.map((_, index) => nsOf(first) + BigInt(index + 1)))
  })

  it.each([
    ['the sleep of a laptop', HOUR_MS],
    ['a clock that is set an hour back', -HOUR_MS],
    ['a correction of some seconds', 7000],
    ['the same, back', -7000],
  ])('follows %s', (_, ms) => {
    const { now, pass, jump, apartMs } = fakeClock()
    now()
    jump(ms)
    expect(Math.abs(apartMs(now()))).toBeLessThan(1)
    pass(0.5)
    expect(Math.abs(apartMs(now()))).toBeLessThan(1)
  })

  it('waits when it is corrected back little by little, so that no order is lost', () => {
    const { now, pass, jump, apartMs } = fakeClock()
    let last = now()
    for (let step = 0; step < 1000; step++) {
      jump(-0.1)
      pass(0.5)
      const time = now()
      expect(nsOf(time)).toBeGreaterThan(nsOf(last))
      expect(Math.abs(apartMs(time))).toBeLessThan(6)
      last = time
    }
  })

  it('does not take an interruption between its two questions for a jump', () => {
    const at = { wallMs: START_MS, interruptions: 1 }
    const wallMs = () => (at.interruptions-- > 0 ? START_MS + 50 : START_MS)
    const now = createClock({ wallMs, steadyMs: () => 500, originMs: START_MS - 500 })
    expect(now()).toEqual([1_700_000_000, 0])
  })
})

describe('times', () => {
  it.each<[name: string, ms: number, time: HrTime]>([
    ['1970', 0, [0, 0]],
    ['a fraction', START_MS + 0.5, [1_700_000_000, 500_000]],
    ['the end of a second', START_MS - 1, [1_699_999_999, 999_000_000]],
    ['a time before 1970', -1, [-1, 999_000_000]],
  ])('knows %s', (_, ms, time) => expect(hrTimeOf(ms)).toEqual(time))

  it.each<[name: string, ms: number, time: HrTime]>([
    ['nothing', 0, [10, 5]],
    ['less than the fraction', 0.000_004, [10, 1]],
    ['more than the fraction', 1500, [8, 500_000_005]],
  ])('takes away %s', (_, ms, time) => expect(before([10, 5], ms)).toEqual(time))

  it('knows the later one', () => {
    expect(laterOf([1, 5], [1, 6])).toEqual([1, 6])
    expect(laterOf([2, 0], [1, 999_999_999])).toEqual([2, 0])
  })
})
