import { describe, expect, it } from 'vitest'
import { perMillion } from './unit-price.ts'

describe('a price for a million', () => {
  it.each([
    ['0.000003', '3'],
    ['0.0000003', '0.3'],
    ['0.000000075', '0.075'],
    ['0.0125', '12500'],
    ['1', '1000000'],
    ['0', '0'],
    ['0.000015000', '15'],
  ])('of %s is %s', (unit, found) => expect(perMillion(unit)).toBe(found))
})
