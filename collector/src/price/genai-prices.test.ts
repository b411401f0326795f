import { calcPrice, type MatchLogic, type ModelInfo, type Provider, waitForUpdate } from '@pydantic/genai-prices'
import { describe, expect, it } from 'vitest'
import { listedPrices } from './genai-prices.ts'
import { loadPriceBook } from './load-price-book.ts'
import { createPricer } from './pricer.ts'

/** The whole data, so that a new version of the package with a form we do not know fails here and not in front of a user. */
const providers = (await waitForUpdate()) ?? []
const data = await listedPrices()

function eachModel<T>(of: (provider: Provider, model: ModelInfo) => T): T[] {
  return providers.flatMap((provider) => provider.models.map((model) => of(provider, model)))
}

function equalNames(match: MatchLogic): readonly string[] {
  if ('or' in match) return match.or.flatMap(equalNames)
  return 'equals' in match ? [match.equals] : []
}

describe('the price data', () => {
  it('is there', () => {
    expect(providers.length).toBeGreaterThan(30)
    expect(data.providers).toEqual(providers.map(({ id }) => id))
  })

  it('is understood whole', () => {
    const missing = eachModel(({ id }, model) => (data.listed(id, model.id.toLowerCase()) ? undefined : `${id}/${model.id}`))
    expect(missing.filter(Boolean)).toEqual([])
  })

  it('has a price at any time for every model', () => {
    const first = eachModel(({ id }, model) => data.listed(id, model.id.toLowerCase())?.entries[0])
    expect(first.filter((entry) => !entry || entry.validFromNs !== undefined || entry.daily)).toEqual([])
  })

  it('knows only kinds of price that we know', () => {
    const keys = new Set(
      eachModel((_, { prices }) => (Array.isArray(prices) ? prices.map((item) => item.prices) : [prices])).flatMap((list) =>
        list.flatMap(Object.keys),
      ),
    )
    const others = ['web_searches_kcount', 'storage_searches_kcount', 'audio_hours', 'input_audio_hours', 'input_text_messages_kcount']
    const media = ['output_image_mtok', 'input_image_mtok', 'input_video_mtok', 'output_video_mtok', 'cache_image_read_mtok']
    const pages = ['input_document_kpages', 'input_annotated_document_kpages', 'output_citation_mtok', 'cache_audio_read_mtok']
    const ours = ['input_mtok', 'output_mtok', 'cache_read_mtok', 'cache_write_mtok', 'cache_write_1h_mtok']
    const more = ['input_audio_mtok', 'output_audio_mtok', 'output_reasoning_mtok', 'requests_kcount']
    expect([...keys].sort()).toEqual([...others, ...media, ...pages, ...ours, ...more].sort())
  })
})

/** The package computes with floats; where both find the same model, the amounts agree to half a nano-dollar and float error. */
describe('amounts agree with the package', () => {
  const at = new Date('2026-09-01T12:00:00Z')
  const counts = {
    inputUncached: 250_001,
    cacheRead: 3_001,
    cacheWrite5m: 777,
    cacheWrite1h: 0,
    inputAudio: 0,
    output: 1_234,
    reasoning: 0,
    outputAudio: 0,
  }
  const theirs = { input_tokens: 253_779, cache_read_tokens: 3_001, cache_write_tokens: 777, output_tokens: 1_234 }

  it('for every exact name of every model', async () => {
    const price = createPricer(await loadPriceBook())
    const wrong: string[] = []
    let compared = 0
    for (const provider of providers) {
      for (const model of provider.models) {
        for (const name of [model.id, ...equalNames(model.match)]) {
          const expected = calcPrice(theirs, name, { providerId: provider.id, timestamp: at })
          const usage = { ...counts, rule: 'disjoint', estimated: false }
          const cost = price({ isModelCall: true, provider: provider.id, responseModel: name, usage }, BigInt(at.getTime()) * 1_000_000n)
          if (!expected || !cost.priceId?.startsWith(`genai-prices:${expected.provider.id}/${expected.model.id}`)) continue
          compared += 1
          const difference = Math.abs(Number(cost.computedNanos) - expected.total_price * 1e9)
          if (difference > 0.51 + expected.total_price * 1e-3)
            wrong.push(`${provider.id}/${name}: ${cost.computedNanos}, package ${expected.total_price}`)
        }
      }
    }
    expect(wrong).toEqual([])
    expect(compared).toBeGreaterThan(2_000)
  })
})
