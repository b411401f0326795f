import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { USAGE_PARTS } from '../domain/record.ts'
import { loadPriceBook } from './load-price-book.ts'
import { createPricer } from './pricer.ts'
import { usageOf } from './testing/usage.ts'

const price = createPricer(await loadPriceBook())
const AT_NS = BigInt(Date.parse('2026-09-01T12:00:00Z')) * 1_000_000n
const usage = usageOf({ inputUncached: 1_000, output: 100 })

describe('for any usage and any name', () => {
  const tokens = fc.oneof(fc.nat({ max: 500 }), fc.nat({ max: 2_000_000 }), fc.constantFrom(0, 200_000, 200_001, 271_999, 272_000))
  const anyUsage = fc.tuple(...USAGE_PARTS.map(() => tokens)).map((counts) => {
    return usageOf(Object.fromEntries(USAGE_PARTS.map((part, index) => [part, counts[index] ?? 0])))
  })
  const models = ['openai/gpt-4o', 'openai/gpt-5.4', 'anthropic/claude-sonnet-4-5', 'gcp.gemini/gemini-2.5-pro', 'perplexity/sonar-pro']
  const anyCall = fc.constantFrom(...models, 'aws.bedrock/amazon.nova-micro-v1:0').map((text) => {
    const [provider = '', responseModel = ''] = text.split('/')
    return { isModelCall: true, provider, responseModel }
  })

  it('parts and lines add up, nothing is negative', () => {
    fc.assert(
      fc.property(anyCall, anyUsage, (call, used) => {
        const { computedNanos, parts = {}, lines = [] } = price({ ...call, usage: used }, AT_NS)
        const amounts = Object.values(parts)
        expect(amounts.reduce((sum, amount) => sum + amount, 0n)).toBe(computedNanos)
        expect(amounts.every((amount) => amount >= 0n)).toBe(true)
        const picos = lines.reduce((sum, { quantity, unitPicos }) => sum + BigInt(quantity) * unitPicos, 0n)
        expect(computedNanos).toBe((picos + 500n) / 1_000n)
      }),
    )
  })

  it('more tokens never cost less', () => {
    fc.assert(
      fc.property(anyCall, anyUsage, fc.constantFrom(...USAGE_PARTS), (call, used, part) => {
        const less = price({ ...call, usage: used }, AT_NS).nanos ?? -1n
        const more = price({ ...call, usage: { ...used, [part]: used[part] + 1 } }, AT_NS).nanos ?? -1n
        expect(more >= less && less >= 0n).toBe(true)
      }),
    )
  })

  it('no name crashes it or is priced without a listed name', () => {
    const name = fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), fc.stringMatching(/^[a-z0-9@:/.[\]-]{0,40}$/))
    fc.assert(
      fc.property(fc.option(name, { nil: undefined }), name, (provider, responseModel) => {
        const call = { isModelCall: true, usage, responseModel, ...(provider !== undefined && { provider }) }
        const cost = price(call, AT_NS)
        expect(cost.nanos === undefined).toBe(cost.reason !== undefined)
        expect(price(call, AT_NS)).toEqual(cost)
      }),
    )
  })
})
