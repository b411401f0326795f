import { describe, expect, it } from 'vitest'
import type { CallFields, Usage } from '../domain/record.ts'
import { loadPriceBook } from './load-price-book.ts'
import { parsePriceOverrides } from './overrides.ts'
import { createPricer } from './pricer.ts'
import { usageOf } from './testing/usage.ts'

/**
 * Amounts worked out by hand from the providers' published prices. `1 USD per million tokens` is `1,000 nano-dollars per
 * token`, so `1,000 × $2.50` below reads: 1,000 tokens × 2,500 nano-dollars = 2,500,000 nano-dollars.
 */
interface Golden {
  readonly name: string
  readonly provider?: string
  readonly model: string
  readonly at?: string
  readonly usage: Partial<Usage>
  readonly nanos: bigint
  readonly parts?: Readonly<Record<string, bigint>>
  readonly priceId?: string
  readonly tierAbove?: number
}

const own = parsePriceOverrides(`[
  { "provider": "openai", "model": "gpt-4.1", "inputPerMtok": "1.6", "outputPerMtok": 6.4, "cacheReadPerMtok": "0.4" },
  { "model": "our-llama", "inputPerMtok": "0.0001", "outputPerMtok": "0.0003" }
]`)
const price = createPricer(await loadPriceBook(own))

const NOON = '2026-09-01T12:00:00Z'

function costOf(call: Partial<CallFields>, at: string = NOON) {
  return price({ isModelCall: true, ...call }, BigInt(Date.parse(at)) * 1_000_000n)
}

const OPENAI: readonly Golden[] = [
  {
    name: 'OpenAI, cached input at half price',
    provider: 'openai',
    model: 'gpt-4o-2024-08-06',
    usage: { inputUncached: 1_000, cacheRead: 3_000, output: 500 },
    // 1,000 × $2.50 = 2,500,000; 3,000 × $1.25 = 3,750,000; 500 × $10 = 5,000,000
    nanos: 11_250_000n,
    parts: { inputUncached: 2_500_000n, cacheRead: 3_750_000n, output: 5_000_000n },
    priceId: 'genai-prices:openai/gpt-4o',
  },
  {
    name: 'a snapshot with a price of its own keeps it',
    provider: 'openai',
    model: 'gpt-4o-2024-05-13',
    usage: { inputUncached: 1_000, output: 500 },
    // 1,000 × $5 = 5,000,000; 500 × $15 = 7,500,000
    nanos: 12_500_000n,
    priceId: 'genai-prices:openai/gpt-4o-2024-05-13',
  },
  {
    name: 'reasoning costs what output costs',
    provider: 'openai',
    model: 'o3-2025-04-16',
    usage: { inputUncached: 2_000, output: 300, reasoning: 4_700 },
    // 2,000 × $2 = 4,000,000; 300 × $8 = 2,400,000; 4,700 × $8 = 37,600,000
    nanos: 44_000_000n,
    parts: { inputUncached: 4_000_000n, output: 2_400_000n, reasoning: 37_600_000n },
    priceId: 'genai-prices:openai/o3@2025-06-10',
  },
  {
    name: 'the same model the moment before its price fell',
    provider: 'openai',
    model: 'o3',
    at: '2025-06-09T23:59:59.999Z',
    usage: { inputUncached: 2_000, output: 300, reasoning: 4_700 },
    // 2,000 × $10 = 20,000,000; 5,000 × $40 = 200,000,000
    nanos: 220_000_000n,
    priceId: 'genai-prices:openai/o3',
  },
  {
    name: 'audio in and out have prices of their own',
    provider: 'openai',
    model: 'gpt-audio-2025-08-28',
    usage: { inputUncached: 100, inputAudio: 1_000, output: 50, outputAudio: 2_000 },
    // 100 × $2.50 = 250,000; 1,000 × $32 = 32,000,000; 50 × $10 = 500,000; 2,000 × $64 = 128,000,000
    nanos: 160_750_000n,
  },
  {
    name: 'as many tokens as a call can have',
    provider: 'openai',
    model: 'gpt-4o-mini',
    usage: { inputUncached: 999_999_999_999 },
    // 999,999,999,999 × $0.15 = 150 nano-dollars each
    nanos: 149_999_999_999_850n,
  },
  {
    name: 'Azure sells OpenAI models at OpenAI prices where it lists none',
    provider: 'azure.ai.openai',
    model: 'gpt-4o-2024-11-20',
    usage: { inputUncached: 1_000, output: 100 },
    // 1,000 × $2.50 + 100 × $10
    nanos: 3_500_000n,
    priceId: 'genai-prices:openai/gpt-4o',
  },
]

const ANTHROPIC: readonly Golden[] = [
  {
    name: 'Anthropic, cache written for five minutes and one hour, and read; model name with a date',
    provider: 'anthropic',
    model: 'claude-sonnet-4-5-20250929',
    usage: { inputUncached: 10, cacheRead: 20_000, cacheWrite5m: 4_000, cacheWrite1h: 1_000, output: 700 },
    // 10 × $3 = 30,000; 20,000 × $0.30 = 6,000,000; 4,000 × $3.75 = 15,000,000; 1,000 × $6 = 6,000,000; 700 × $15 = 10,500,000
    nanos: 37_530_000n,
    parts: { inputUncached: 30_000n, cacheRead: 6_000_000n, cacheWrite5m: 15_000_000n, cacheWrite1h: 6_000_000n, output: 10_500_000n },
    priceId: 'genai-prices:anthropic/claude-sonnet-4-5',
  },
  {
    name: 'above 200,000 input tokens, cached ones counted, the whole request is dearer',
    provider: 'anthropic',
    model: 'claude-sonnet-4-5',
    usage: { inputUncached: 1, cacheRead: 200_000, output: 10 },
    // 1 × $6 = 6,000; 200,000 × $0.60 = 120,000,000; 10 × $22.50 = 225,000
    nanos: 120_231_000n,
    tierAbove: 200_000,
  },
  {
    name: 'Bedrock: a regional profile has the regional price, its one-hour cache write is twice the input',
    provider: 'aws.bedrock',
    model: 'us.anthropic.claude-opus-4-5-20251101-v1:0',
    usage: { inputUncached: 1_000, cacheWrite5m: 1_000, cacheWrite1h: 1_000, output: 100 },
    // 1,000 × $5.50 = 5,500,000; 1,000 × $6.875 = 6,875,000; 1,000 × $11 = 11,000,000; 100 × $27.50 = 2,750,000
    nanos: 26_125_000n,
    priceId: 'genai-prices:aws/regional.anthropic.claude-opus-4-5-v1:0',
  },
  {
    name: 'Bedrock: a global profile costs what Anthropic charges',
    provider: 'aws.bedrock',
    model: 'global.anthropic.claude-sonnet-4-5-20250929-v1:0',
    usage: { inputUncached: 1_000, output: 100 },
    // 1,000 × $3 + 100 × $15
    nanos: 4_500_000n,
  },
  {
    name: 'Vertex AI: date behind an @, one-hour cache write derived',
    provider: 'gcp.vertex_ai',
    model: 'claude-opus-4-1@20250805',
    usage: { inputUncached: 100, cacheWrite1h: 100, output: 10 },
    // 100 × $15 = 1,500,000; 100 × $30 = 3,000,000; 10 × $75 = 750,000
    nanos: 5_250_000n,
    priceId: 'genai-prices:google/claude-4-opus',
  },
]

const OTHERS: readonly Golden[] = [
  {
    name: 'Gemini at the border of the tier',
    provider: 'gcp.gemini',
    model: 'models/gemini-2.5-pro',
    usage: { inputUncached: 200_000, output: 1_000, reasoning: 1_000 },
    // 200,000 × $1.25 = 250,000,000; 2,000 × $10 = 20,000,000
    nanos: 270_000_000n,
  },
  {
    name: 'Gemini one token above it',
    provider: 'gcp.gemini',
    model: 'gemini-2.5-pro',
    usage: { inputUncached: 200_001, output: 1_000, reasoning: 1_000 },
    // 200,001 × $2.50 = 500,002,500; 2,000 × $15 = 30,000,000
    nanos: 530_002_500n,
    tierAbove: 200_000,
  },
  {
    name: 'Gemini audio input, a stable version name',
    provider: 'gcp.gemini',
    model: 'gemini-2.0-flash-001',
    usage: { inputUncached: 1_000, inputAudio: 1_000, output: 100 },
    // 1,000 × $0.10 = 100,000; 1,000 × $0.70 = 700,000; 100 × $0.40 = 40,000
    nanos: 840_000n,
  },
  {
    name: 'reasoning with a price of its own',
    provider: 'perplexity',
    model: 'sonar-deep-research',
    usage: { inputUncached: 100, output: 100, reasoning: 1_000 },
    // 100 × $2 = 200,000; 100 × $8 = 800,000; 1,000 × $3 = 3,000,000
    nanos: 4_000_000n,
  },
  {
    name: 'a fee for each request',
    provider: 'perplexity',
    model: 'sonar-pro',
    usage: { inputUncached: 100, output: 100 },
    // 100 × $3 = 300,000; 100 × $15 = 1,500,000; $14 per 1,000 requests = 14,000,000
    nanos: 15_800_000n,
    parts: { inputUncached: 300_000n, output: 1_500_000n, request: 14_000_000n },
  },
  {
    name: 'a price for a part of the day',
    provider: 'deepseek',
    model: 'deepseek-chat',
    at: '2025-03-01T00:30:00Z',
    usage: { inputUncached: 1_000, output: 1_000 },
    // 1,000 × $0.27 + 1,000 × $1.10
    nanos: 1_370_000n,
    priceId: 'genai-prices:deepseek/deepseek-chat@00:30:00Z-16:30:00Z',
  },
  {
    name: 'and outside of it',
    provider: 'deepseek',
    model: 'deepseek-chat',
    at: '2025-03-01T00:29:59.999Z',
    usage: { inputUncached: 1_000, output: 1_000 },
    // 1,000 × $0.135 + 1,000 × $0.55
    nanos: 685_000n,
  },
  {
    name: 'a daily window of a new price does not reach back before it',
    provider: 'deepseek',
    model: 'deepseek-v4-pro',
    at: '2026-08-16T02:00:00Z',
    usage: { inputUncached: 1_000, output: 1_000 },
    // 1,000 × $0.435 + 1,000 × $0.87
    nanos: 1_305_000n,
  },
  {
    name: 'half a nano-dollar is rounded up, also to an odd number',
    provider: 'aws.bedrock',
    model: 'us.amazon.nova-micro-v1:0',
    usage: { cacheRead: 6 },
    // 6 × $0.00875 = 6 × 8.75 = 52.5
    nanos: 53n,
  },
  {
    name: 'a provider nobody knows, a model only one provider lists',
    provider: 'acme-gateway',
    model: 'gemini-2.5-flash',
    usage: { inputUncached: 1_000, output: 100 },
    // 1,000 × $0.30 + 100 × $2.50
    nanos: 550_000n,
    priceId: 'genai-prices:google/gemini-2.5-flash',
  },
  {
    name: 'an own price comes first, under the snapshot as well',
    provider: 'openai',
    model: 'gpt-4.1-2025-04-14',
    usage: { inputUncached: 1_000, cacheRead: 1_000, output: 1_000 },
    // 1,000 × $1.60 + 1,000 × $0.40 + 1,000 × $6.40
    nanos: 8_400_000n,
    priceId: 'own:openai/gpt-4.1',
  },
  {
    name: 'less than half a nano-dollar is 0, which is known',
    model: 'our-llama',
    usage: { inputUncached: 4 },
    // 4 × $0.0001 = 4 × 0.1 = 0.4
    nanos: 0n,
    priceId: 'own:*/our-llama',
  },
  {
    name: 'tiny parts make an amount together',
    model: 'our-llama',
    usage: { inputUncached: 3, output: 1 },
    // 3 × 0.1 + 1 × 0.3 = 0.6 → 1; equal remainders, the earlier part shows it
    nanos: 1n,
    parts: { inputUncached: 1n, output: 0n },
  },
]

describe('golden amounts', () => {
  it.each([...OPENAI, ...ANTHROPIC, ...OTHERS])('$name', ({ provider, model, at, usage, nanos, parts, priceId, tierAbove }) => {
    const cost = costOf({ ...(provider && { provider }), responseModel: model, usage: usageOf(usage) }, at)
    expect(cost).toMatchObject({ nanos, source: 'computed', computedNanos: nanos, pricedAs: expect.any(String) })
    if (parts) expect(cost.parts).toEqual(parts)
    if (priceId) expect(cost.priceId).toBe(priceId)
    expect(cost.tierAbove).toBe(tierAbove)
  })
})

describe('what counts', () => {
  const call = { provider: 'openai', responseModel: 'gpt-4o', usage: usageOf({ inputUncached: 1_000 }) }

  it('a reported cost, with the computed one beside it', () => {
    const cost = costOf({ ...call, reportedCostNanos: 2_600_000n })
    expect(cost).toMatchObject({ nanos: 2_600_000n, source: 'reported', reportedNanos: 2_600_000n, computedNanos: 2_500_000n })
  })

  it('not a reported 0 for a call with tokens', () => {
    expect(costOf({ ...call, reportedCostNanos: 0n })).toMatchObject({ nanos: 2_500_000n, source: 'computed', reportedNanos: 0n })
  })

  it('a reported 0 for a call without tokens', () => {
    expect(costOf({ ...call, usage: usageOf({}), reportedCostNanos: 0n })).toMatchObject({ nanos: 0n, source: 'reported' })
  })

  it('nothing, when the reported cost is 0 and the model unknown', () => {
    const cost = costOf({ ...call, responseModel: 'gpt-99', reportedCostNanos: 0n })
    expect(cost).toEqual({ source: 'unknown', reason: 'no_price', reportedNanos: 0n })
  })

  it('a reported cost without usage or model', () => {
    expect(costOf({ reportedCostNanos: 7n })).toEqual({ nanos: 7n, source: 'reported', reportedNanos: 7n, reason: 'no_usage' })
  })

  it('not a negative or impossibly large reported cost', () => {
    expect(costOf({ ...call, reportedCostNanos: -1n })).toMatchObject({ nanos: 2_500_000n, reportedNanos: -1n })
    expect(costOf({ ...call, reportedCostNanos: 2n ** 63n })).toMatchObject({ nanos: 2_500_000n, source: 'computed' })
  })

  it('an amount from estimated usage is estimated', () => {
    expect(costOf({ ...call, usage: { ...call.usage, estimated: true } })).toMatchObject({ nanos: 2_500_000n, source: 'estimated' })
  })
})
