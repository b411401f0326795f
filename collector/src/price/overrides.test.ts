import { describe, expect, it } from 'vitest'
import { AppError } from '../domain/app-error.ts'
import { loadPriceBook } from './load-price-book.ts'
import { overridesDigest, parsePriceOverrides } from './overrides.ts'

const ONE = '{ "model": "m", "inputPerMtok": 1, "outputPerMtok": 2 }'

describe('parsePriceOverrides', () => {
  it('reads every price exactly, from numbers and from decimal strings', () => {
    const text = `[{ "provider": "openai", "model": "m", "validFrom": "2026-01-31", "inputPerMtok": 0.1, "outputPerMtok": "0.3",
      "cacheReadPerMtok": "0.000001", "cacheWrite5mPerMtok": 1e-3, "cacheWrite1hPerMtok": "5", "inputAudioPerMtok": 40,
      "outputAudioPerMtok": 80, "reasoningPerMtok": 12.5 }]`
    expect(parsePriceOverrides(text)).toEqual([
      {
        provider: 'openai',
        model: 'm',
        validFromNs: 1_769_817_600_000_000_000n,
        inputPicos: 100_000n,
        outputPicos: 300_000n,
        cacheReadPicos: 1n,
        cacheWrite5mPicos: 1_000n,
        cacheWrite1hPicos: 5_000_000n,
        inputAudioPicos: 40_000_000n,
        outputAudioPicos: 80_000_000n,
        reasoningPicos: 12_500_000n,
      },
    ])
  })

  it.each([
    ['an empty list', '[]', 0],
    ['the least that an entry needs', `[${ONE}]`, 1],
    ['a time with its zone', '[{ "model": "m", "inputPerMtok": 0, "outputPerMtok": 0, "validFrom": "2026-01-31T10:00:00+02:00" }]', 1],
    ['trailing zeros beyond six decimals', '[{ "model": "m", "inputPerMtok": "0.10000000", "outputPerMtok": 1 }]', 1],
    ['the same model at two providers', `[{ "model": "m", "inputPerMtok": 1, "outputPerMtok": 1, "provider": "a" }, ${ONE}]`, 2],
  ] as const)('takes %s', (...[, text, count]) => expect(parsePriceOverrides(text)).toHaveLength(count))

  it.each([
    ['what is not JSON', '{', /own prices are not JSON/],
    ['what is not a list', '{}', /must be a JSON array/],
    ['an entry that is no object', `[${ONE}, 5]`, /own price 2 is not an object/],
    ['an entry that is null', '[null]', /own price 1 is not an object/],
    ['an entry without a model', '[{ "inputPerMtok": 1, "outputPerMtok": 1 }]', /own price 1 has no model/],
    ['a model that is no text', '[{ "model": 5 }]', /own price 1: model must be a text, found 5/],
    ['an empty model', '[{ "model": " " }]', /own price 1: model must be a text, found " "/],
    ['an empty provider', '[{ "model": "m", "provider": "", "inputPerMtok": 1, "outputPerMtok": 1 }]', /own price 1 \("m"\): provider/],
    [
      'an unknown key',
      '[{ "model": "m", "inputPerMTok": 1 }]',
      /own price 1 \("m"\) has an unknown key "inputPerMTok"; known are provider/,
    ],
    ['a missing price', '[{ "model": "m", "inputPerMtok": 1 }]', /own price 1 \("m"\) has no outputPerMtok/],
    ['a negative price', '[{ "model": "m", "inputPerMtok": -1, "outputPerMtok": 1 }]', /"m"\): inputPerMtok must be USD.*found -1/],
    ['a price that is no number', '[{ "model": "m", "inputPerMtok": "$1", "outputPerMtok": 1 }]', /found "\$1"/],
    ['a price that is null', '[{ "model": "m", "inputPerMtok": null, "outputPerMtok": 1 }]', /found null/],
    ['a seventh decimal', '[{ "model": "m", "inputPerMtok": "0.1234567", "outputPerMtok": 1 }]', /at most six decimals/],
    ['a price beyond reason', '[{ "model": "m", "inputPerMtok": 1e30, "outputPerMtok": 1 }]', /inputPerMtok/],
    [
      'a day that is none',
      '[{ "model": "m", "inputPerMtok": 1, "outputPerMtok": 1, "validFrom": "2026-13-01" }]',
      /validFrom must be a day/,
    ],
    ['a time without a zone', '[{ "model": "m", "inputPerMtok": 1, "outputPerMtok": 1, "validFrom": "2026-01-01T10:00" }]', /validFrom/],
    ['the same twice', `[${ONE}, ${ONE.replace('"m"', '"M"')}]`, /own prices list "M" twice/],
  ] as const)('refuses %s', (...[, text, message]) => {
    expect(() => parsePriceOverrides(text)).toThrow(AppError)
    expect(() => parsePriceOverrides(text)).toThrow(message)
  })
})

describe('the version of a price book', () => {
  const a = parsePriceOverrides(`[${ONE}, { "model": "n", "inputPerMtok": 1, "outputPerMtok": 2 }]`)
  const sameInOtherOrder = parsePriceOverrides(`[{ "outputPerMtok": "2.0", "model": "n", "inputPerMtok": 1 }, ${ONE}]`)
  const other = parsePriceOverrides(`[${ONE}, { "model": "n", "inputPerMtok": 1, "outputPerMtok": 2.000001 }]`)

  it('is the same for the same prices, another for others', () => {
    expect(overridesDigest(sameInOtherOrder)).toBe(overridesDigest(a))
    expect(overridesDigest(other)).not.toBe(overridesDigest(a))
  })

  it('names the data, the rules and the own prices', async () => {
    expect((await loadPriceBook()).version).toMatch(/^genai-prices-\d+\.\d+\.\d+\/rules-\d+\/own-none$/)
    expect((await loadPriceBook(a)).version).toMatch(new RegExp(`/own-${overridesDigest(a)}$`))
  })
})
