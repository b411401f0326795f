import { describe, expect, it } from 'vitest'
import { coverage, errorInfo, iso, json, lasted, nsText, pricedUsd, usd, words } from './values.ts'

describe('values of the contract', () => {
  it.each([
    ['a time, cut to milliseconds', iso(1_767_520_800_123_999_999n), '2026-01-04T10:00:00.123Z'],
    ['an unknown time', iso(0n), null],
    ['a time after 2262', iso(-1n), null],
    ['nanoseconds', nsText(5n), '5'],
    ['nanoseconds beyond the signed range', nsText(-1n), '18446744073709551615'],
    ['a duration with fractions', lasted(1n, 1_500_001n), 1.5],
    ['a duration that has no end', lasted(1n, 0n), null],
    ['a duration that ends before it starts', lasted(10n, 5n), 0],
    ['money', usd(1_250_000_000n), '1.25'],
    ['no money', usd(0n), '0'],
    ['unknown money', usd(undefined), null],
    ['a sum of nothing that is priced', pricedUsd({ pricedCount: 0, costNanos: 0n }), null],
    ['a sum of something free', pricedUsd({ pricedCount: 1, costNanos: 0n }), '0'],
    ['coverage', coverage({ responseCount: 4, pricedCount: 3 }), 0.75],
    ['coverage of nothing', coverage({ responseCount: 0, pricedCount: 0 }), null],
    ['JSON', json('{"a":[1]}'), { a: [1] }],
    [
      'integers beyond 2^53',
      JSON.stringify(json('{"a":[12345678901234567890,-9007199254740993,1.5,"1"]}')),
      '{"a":[12345678901234567890,-9007199254740993,1.5,"1"]}',
    ],
    ['text where JSON is expected', json('not json'), 'not json'],
    ['no JSON', json(undefined), null],
    ['words', words('a,b'), ['a', 'b']],
    ['no words', words(''), []],
    ['no error', errorInfo({}), null],
    ['an error without a word', errorInfo({}, true), { type: null, message: null }],
    ['an error', errorInfo({ errorType: 'T' }), { type: 'T', message: null }],
  ])('show %s', (_, found, expected) => {
    expect(found).toEqual(expected)
  })
})
