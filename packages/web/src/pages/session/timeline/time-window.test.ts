import { describe, expect, it } from 'vitest'
import { barIn, panned, ticks, within, zoomed } from './time-window.ts'

const window = { fromMs: 100, toMs: 200 }

describe('the window', () => {
  it.each([
    { name: 'inside stays', given: { fromMs: 10, toMs: 20 }, found: { fromMs: 10, toMs: 20 } },
    { name: 'beyond the start is moved', given: { fromMs: -50, toMs: 50 }, found: { fromMs: 0, toMs: 100 } },
    { name: 'beyond the end is moved', given: { fromMs: 950, toMs: 1050 }, found: { fromMs: 900, toMs: 1000 } },
    { name: 'wider than the session is all of it', given: { fromMs: -5, toMs: 5000 }, found: { fromMs: 0, toMs: 1000 } },
  ])('$name', ({ given, found }) => expect(within(given, 1000)).toEqual(found))

  it('never becomes empty', () => {
    const { fromMs, toMs } = within({ fromMs: 5, toMs: 5 }, 1000)
    expect(toMs).toBeGreaterThan(fromMs)
  })

  it('zooms around its middle', () => expect(zoomed(window, { factor: 0.5 })).toEqual({ fromMs: 125, toMs: 175 }))
  it('zooms around a moment, which stays where it is', () =>
    expect(zoomed(window, { factor: 0.5, atMs: 100 })).toEqual({ fromMs: 100, toMs: 150 }))
  it('pans', () => expect(panned(window, -0.5)).toEqual({ fromMs: 50, toMs: 150 }))
})

describe('a bar', () => {
  it.each([
    { name: 'inside', given: { fromMs: 125, toMs: 150 }, found: { left: 0.25, width: 0.25 } },
    { name: 'around the window', given: { fromMs: 0, toMs: 900 }, found: { left: 0, width: 1 } },
    { name: 'before it', given: { fromMs: 0, toMs: 99 }, found: undefined },
    { name: 'after it', given: { fromMs: 201, toMs: 300 }, found: undefined },
    { name: 'without a duration', given: { fromMs: 150, toMs: 150 }, found: { left: 0.5, width: 0 } },
  ])('$name', ({ given, found }) => expect(barIn(window, given)).toEqual(found))
})

describe('ticks', () => {
  it.each([
    { name: 'decimal below 20 s', window: { fromMs: 0, toMs: 1000 }, most: 5, found: [0, 200, 400, 600, 800, 1000] },
    { name: 'from a window that begins anywhere', window: { fromMs: 130, toMs: 1130 }, most: 4, found: [500, 1000] },
    { name: 'half minutes', window: { fromMs: 0, toMs: 120_000 }, most: 5, found: [0, 30_000, 60_000, 90_000, 120_000] },
    {
      name: 'a clock beyond a minute',
      window: { fromMs: 0, toMs: 3_600_000 },
      most: 4,
      found: [0, 900_000, 1_800_000, 2_700_000, 3_600_000],
    },
    { name: 'days', window: { fromMs: 0, toMs: 30 * 86_400_000 }, most: 3, found: [0, 10, 20, 30].map((day) => day * 86_400_000) },
    { name: 'fractions of a millisecond', window: { fromMs: 0, toMs: 0.01 }, most: 2, found: [0, 0.005, 0.01] },
  ])('$name', ({ window, most, found }) => {
    const at = ticks(window, most)
    expect(at).toHaveLength(found.length)
    for (const [index, ms] of at.entries()) expect(ms).toBeCloseTo(found[index] ?? Number.NaN, 9)
  })
})
