import { describe, expect, it } from 'vitest'
import { alternate, figure, median, percentile, ratio } from './rounds.ts'

describe('alternate', () => {
  it('takes turns and leaves the warm-up out', async () => {
    const order: string[] = []
    let next = 0
    const contender = (name: string) => () => {
      order.push(name)
      return next++
    }
    const values = await alternate({ a: contender('a'), b: contender('b') }, { rounds: 2 })
    expect(order.join('')).toBe('ababab')
    expect(values).toEqual({ a: [2, 4], b: [3, 5] })
  })

  it('can do without a warm-up', async () => {
    expect(await alternate({ a: () => 7 }, { rounds: 1, warmUps: 0 })).toEqual({ a: [7] })
  })
})

describe('statistics', () => {
  it.each([
    ['one value', [3], 3],
    ['an odd number of values', [9, 1, 10], 9],
    ['an even number of values', [4, 1, 10, 2], 3],
    ['no value', [], Number.NaN],
  ])('median of %s', (_, values, expected) => expect(median(values)).toBe(expected))

  it.each([
    ['the middle', 0.5, 51],
    ['the slowest hundredth', 0.99, 100],
    ['everything', 1, 100],
  ])('percentile: %s', (_, share, expected) => {
    const values = Array.from({ length: 100 }, (_each, index) => 100 - index)
    expect(percentile(values, share)).toBe(expected)
  })

  it('figure keeps the rounds', () => {
    expect(figure('plain', ['written', 'spans/s'], [3, 1, 2])).toEqual({
      subject: 'plain',
      measure: 'written',
      unit: 'spans/s',
      value: 2,
      rounds: [3, 1, 2],
    })
  })

  it('ratio compares round by round, so that a slow round of both does not count', () => {
    expect(
      ratio('plain', 'a / b', [
        [10, 1, 30],
        [20, 2, 30],
      ]),
    ).toMatchObject({ value: 0.5, rounds: [0.5, 0.5, 1] })
  })
})
