import { describe, expect, it } from 'vitest'
import type { CostDerivation } from '../domain/cost.ts'
import { MAX_CALL_NANOS } from '../domain/money.ts'
import type { CallFields } from '../domain/record.ts'
import { loadPriceBook } from './load-price-book.ts'
import { parsePriceOverrides } from './overrides.ts'
import { createPricer } from './pricer.ts'
import { usageOf } from './testing/usage.ts'

const book = await loadPriceBook()
const price = createPricer(book)
const AT_NS = BigInt(Date.parse('2026-09-01T12:00:00Z')) * 1_000_000n

const usage = usageOf({ inputUncached: 1_000, output: 100 })

function costOf(call: Partial<CallFields>): CostDerivation {
  return price({ isModelCall: true, usage, ...call }, AT_NS)
}

function unknownFor(reason: string) {
  return { source: 'unknown', reason }
}

describe('calls that cannot be priced', () => {
  it.each<[string, Partial<CallFields>, string]>([
    ['no model', {}, 'no_model'],
    ['a model nobody lists', { provider: 'openai', responseModel: 'our-own' }, 'no_price'],
    ['a model of another provider', { provider: 'openai', responseModel: 'claude-opus-4-1' }, 'no_price'],
    ['a model run locally, though another provider lists the name', { provider: 'ollama', responseModel: 'gemma-7b-it' }, 'no_price'],
    ['a local model named by its prefix', { responseModel: 'ollama/gemma-7b-it' }, 'no_price'],
    ['no provider, and providers differ', { responseModel: 'claude-haiku-4-5' }, 'ambiguous_price'],
    ['no provider, and a path that is nobody’s', { responseModel: 'someone/gpt-4o' }, 'no_price'],
    ['priced by the hour of audio', { provider: 'openai', responseModel: 'whisper-1' }, 'not_priced_by_token'],
    ['an empty model name', { provider: 'openai', responseModel: ' ' }, 'no_price'],
    ['a text for a name', { provider: 'openai', responseModel: 'gpt-4o '.repeat(10_000) }, 'no_price'],
    ['names of object members', { provider: '__proto__', responseModel: 'constructor' }, 'no_price'],
  ])('%s', (_, call, reason) => expect(costOf(call)).toEqual(unknownFor(reason)))

  it('no usage', () => {
    expect(price({ isModelCall: true, provider: 'openai', responseModel: 'gpt-4o' }, AT_NS)).toEqual(unknownFor('no_usage'))
  })

  it.each(['invalid_usage', 'partial_usage'] as const)('%s: no amount of what is known, but the sender’s own counts', (gap) => {
    const call = { provider: 'anthropic', responseModel: 'claude-sonnet-4-5', usage: usageOf({ output: 100_000, gap }) }
    expect(costOf(call)).toEqual(unknownFor(gap))
    expect(costOf({ ...call, reportedCostNanos: 7n })).toEqual({ source: 'reported', nanos: 7n, reportedNanos: 7n, reason: gap })
    expect(costOf({ ...call, reportedCostNanos: 0n })).toEqual({ ...unknownFor(gap), reportedNanos: 0n })
  })

  it.each([4e11 + 1, 1e12, Number.MAX_VALUE])('an amount above a million dollars, for %s tokens', (inputUncached) => {
    const huge = usageOf({ inputUncached })
    expect(costOf({ provider: 'openai', responseModel: 'gpt-4o', usage: huge })).toEqual(unknownFor('too_large'))
  })

  it('a million dollars is the most that counts, computed or reported', () => {
    const call = { provider: 'openai', responseModel: 'gpt-4o', usage: usageOf({ inputUncached: 4e11 }) }
    expect(costOf(call)).toMatchObject({ source: 'computed', nanos: MAX_CALL_NANOS })
    expect(costOf({ usage, reportedCostNanos: MAX_CALL_NANOS })).toMatchObject({ source: 'reported', nanos: MAX_CALL_NANOS })
    expect(costOf({ usage, reportedCostNanos: MAX_CALL_NANOS + 1n })).toMatchObject({ source: 'unknown' })
  })
})

describe('a newer model is not priced as an older one whose name begins alike', () => {
  it.each([
    ['openai', 'gpt-5.9'],
    ['openai', 'gpt-5-nano-2'],
    ['openai', 'gpt-4o-realtime-next'],
    ['openai', 'o3-max'],
    ['openai', 'gpt-4o-001'],
    ['anthropic', 'claude-sonnet-5-1'],
    ['anthropic', 'claude-opus-4-9'],
    ['anthropic', 'claude-3-5-sonnet-v3'],
    ['anthropic', 'claude-sonnet-4-5-fast'],
    ['anthropic', 'claude-opus-4-1-20251399'],
    ['aws.bedrock', 'us.anthropic.claude-sonnet-5-1-v1:0'],
    ['aws.bedrock', 'amazon.titan-embed-text-v2:0'],
    ['aws.bedrock', 'amazon.nova-pro-v2:0'],
    ['gcp.gemini', 'gemini-2.5-pro-max'],
    ['gcp.vertex_ai', 'claude-opus-4-9@20270101'],
    ['deepseek', 'deepseek-chat-v9'],
    ['x_ai', 'grok-4.99'],
  ])('%s %s', (provider, responseModel) => expect(costOf({ provider, responseModel })).toEqual(unknownFor('no_price')))
})

describe('how a price is found', () => {
  it.each<[string, Partial<CallFields>, Partial<CostDerivation>]>([
    [
      'the model that answered comes first',
      { provider: 'openai', responseModel: 'gpt-4o-mini-2024-07-18', requestModel: 'gpt-4o' },
      { priceId: 'genai-prices:openai/gpt-4o-mini', pricedAs: 'gpt-4o-mini-2024-07-18' },
    ],
    [
      'the model that was asked for, when the other is not listed',
      { provider: 'openai', responseModel: 'gpt-4o-snapshot', requestModel: 'gpt-4o' },
      { priceId: 'genai-prices:openai/gpt-4o', notes: ['request_model'] },
    ],
    [
      'only the model that was asked for is known',
      { provider: 'openai', requestModel: 'GPT-4o' },
      { priceId: 'genai-prices:openai/gpt-4o', pricedAs: 'gpt-4o' },
    ],
    [
      'a Bedrock name tells the provider, whatever the library says',
      { provider: 'anthropic', responseModel: 'eu.anthropic.claude-sonnet-4-5-20250929-v1:0' },
      { priceId: 'genai-prices:aws/regional.anthropic.claude-sonnet-4-5-20250929-v1:0', notes: ['bedrock_name'] },
    ],
    [
      'an ARN of Bedrock',
      { provider: 'aws.bedrock', responseModel: 'arn:aws:bedrock:us-east-1:1:inference-profile/us.anthropic.claude-sonnet-4-6' },
      { priceId: 'genai-prices:aws/regional.anthropic.claude-sonnet-4-6-v1:0' },
    ],
    [
      'the prefix of a name tells the provider, when the stated one is a gateway',
      { provider: 'litellm', requestModel: 'vertex_ai/claude-sonnet-4-6' },
      { priceId: 'genai-prices:google/claude-sonnet-4-6', notes: ['provider_from_name'] },
    ],
    [
      'providers that list the model come to the same amount',
      { provider: 'langchain', responseModel: 'gpt-4o' },
      { priceId: 'genai-prices:openai/gpt-4o', notes: ['providers_agree'] },
    ],
    [
      'a date in the form that the book does not use',
      { provider: 'openai', responseModel: 'gpt-4o-20240513' },
      { priceId: 'genai-prices:openai/gpt-4o-2024-05-13' },
    ],
    [
      'a fine-tuned model',
      { provider: 'openai', responseModel: 'ft:gpt-4o-2024-08-06:acme:x:9AbC' },
      { priceId: 'genai-prices:openai/ft:gpt-4o' },
    ],
    [
      'a context size in brackets',
      { provider: 'anthropic', requestModel: 'claude-sonnet-4-6[1m]' },
      { priceId: 'genai-prices:anthropic/claude-sonnet-4-6@2026-03-13' },
    ],
    [
      'what a provider gives away costs 0',
      { provider: 'gcp.gemini', responseModel: 'gemma-4-31b-it' },
      {
        computedNanos: 0n,
        parts: { inputUncached: 0n, output: 0n },
        lines: [
          { part: 'inputUncached', quantity: 1000, unitPicos: 0n, nanos: 0n, rule: 'free' },
          { part: 'output', quantity: 100, unitPicos: 0n, nanos: 0n, rule: 'free' },
        ],
        notes: ['free'],
      },
    ],
  ])('%s', (_, call, expected) => expect(costOf(call)).toMatchObject({ source: 'computed', ...expected }))

  it('the same names in other fields are not taken for each other', () => {
    const asked = costOf({ provider: 'openai', requestModel: 'gpt-4o' })
    const answered = costOf({ provider: 'openai', responseModel: 'gpt-4o-mini', requestModel: 'gpt-4o' })
    expect([asked.nanos, answered.nanos]).toEqual([3_500_000n, 210_000n])
  })

  it('by every name that telemetry has for a provider', () => {
    const names = ['openai', 'OpenAI', 'azure.ai.openai', 'Azure OpenAI', 'azure', 'az.ai.openai']
    for (const provider of names) expect(costOf({ provider, responseModel: 'gpt-4o' }).nanos, provider).toBe(3_500_000n)
    const claude = ['anthropic', 'gcp.vertex_ai', 'VertexAI', 'google-vertex', 'gcp.gen_ai', 'google']
    for (const provider of claude) expect(costOf({ provider, responseModel: 'claude-opus-4-1' }).nanos, provider).toBe(22_500_000n)
    const others = [
      ['mistral_ai', 'mistral-large-latest'],
      ['MistralAI', 'mistral-large-latest'],
      ['x_ai', 'grok-4'],
      ['xAI', 'grok-4'],
      ['amazon_bedrock', 'amazon.nova-pro-v1:0'],
      ['aws.bedrock', 'amazon.nova-pro-v1:0'],
      ['cohere', 'command-r-plus'],
      ['groq', 'llama-3.3-70b-versatile'],
      ['deepseek', 'deepseek-chat'],
      ['perplexity', 'sonar'],
      ['moonshot_ai', 'kimi-k2'],
      ['openrouter', 'openai/gpt-4o'],
      ['together_ai', 'Qwen/Qwen1.5-7B-Chat'],
      ['fireworks', 'accounts/fireworks/models/deepseek-v3p2'],
    ]
    for (const [provider = '', responseModel = ''] of others) {
      expect(costOf({ provider, responseModel }).source, `${provider} ${responseModel}`).toBe('computed')
    }
  })
})

describe('the derivation', () => {
  it('has a line for each part that was used, with the rule where a price is not its own', () => {
    const parts = {
      inputUncached: 10,
      cacheRead: 20,
      cacheWrite5m: 30,
      cacheWrite1h: 40,
      inputAudio: 50,
      output: 60,
      reasoning: 70,
      outputAudio: 80,
    }
    expect(costOf({ provider: 'openai', responseModel: 'gpt-4', usage: usageOf(parts) }).lines).toEqual([
      { part: 'inputUncached', quantity: 10, unitPicos: 30_000_000n, nanos: 300_000n },
      { part: 'cacheRead', quantity: 20, unitPicos: 30_000_000n, nanos: 600_000n, rule: 'as_input' },
      { part: 'cacheWrite5m', quantity: 30, unitPicos: 30_000_000n, nanos: 900_000n, rule: 'as_input' },
      { part: 'cacheWrite1h', quantity: 40, unitPicos: 30_000_000n, nanos: 1_200_000n, rule: 'as_input' },
      { part: 'inputAudio', quantity: 50, unitPicos: 30_000_000n, nanos: 1_500_000n, rule: 'as_input' },
      { part: 'output', quantity: 60, unitPicos: 60_000_000n, nanos: 3_600_000n },
      { part: 'reasoning', quantity: 70, unitPicos: 60_000_000n, nanos: 4_200_000n, rule: 'as_output' },
      { part: 'outputAudio', quantity: 80, unitPicos: 60_000_000n, nanos: 4_800_000n, rule: 'as_output' },
    ])
  })

  it.each([
    ['derived for Claude on Bedrock', 'aws.bedrock', 'anthropic.claude-opus-4-6-v1', 11_000_000n, 'twice_input'],
    ['listed for Claude at Anthropic', 'anthropic', 'claude-opus-4-6', 10_000_000n, undefined],
    ['as any write elsewhere', 'openai', 'gpt-6-sol', 2_500_000n, 'as_cache_write_5m'],
  ] as const)('a one-hour cache write is %s', (...[, provider, responseModel, unitPicos, rule]) => {
    const [line] = costOf({ provider, responseModel, usage: usageOf({ cacheWrite1h: 1_000 }) }).lines ?? []
    expect(line).toEqual({ part: 'cacheWrite1h', quantity: 1_000, unitPicos, nanos: unitPicos, ...(rule && { rule }) })
  })

  it('says that a part has no price', () => {
    const cost = costOf({ provider: 'openai', responseModel: 'text-embedding-3-small' })
    expect(cost.lines?.at(-1)).toEqual({ part: 'output', quantity: 100, unitPicos: 0n, nanos: 0n, rule: 'no_price' })
    expect(cost.notes).toEqual(['part_without_price'])
  })

  it('takes counts that are none as none', () => {
    const odd = usageOf({ inputUncached: Number.NaN, cacheRead: -5, output: Number.POSITIVE_INFINITY, reasoning: 2.9 })
    expect(costOf({ provider: 'openai', responseModel: 'o3', usage: odd }).lines).toEqual([
      { part: 'reasoning', quantity: 2, unitPicos: 8_000_000n, nanos: 16_000n, rule: 'as_output' },
    ])
  })
})

describe('own prices', () => {
  const prices = parsePriceOverrides(`[
    { "provider": "gcp.gemini", "model": "gemini-2.5-pro", "validFrom": "2026-09-02", "inputPerMtok": 2, "outputPerMtok": 2 },
    { "provider": "gcp.gemini", "model": "gemini-2.5-pro", "validFrom": "2026-09-01", "inputPerMtok": 1, "outputPerMtok": 1 },
    { "provider": "anthropic", "model": "Claude-X", "inputPerMtok": 4, "outputPerMtok": 20, "cacheWrite5mPerMtok": 5 },
    { "model": "gpt-4o", "inputPerMtok": 0, "outputPerMtok": 0 },
    { "provider": "openai", "model": "our-deployment", "inputPerMtok": 3, "outputPerMtok": 3 }
  ]`)

  it.each<[string, Partial<CallFields>, string, Partial<CostDerivation>]>([
    [
      'before it holds the listed one does',
      { provider: 'google', responseModel: 'gemini-2.5-pro' },
      '2026-08-31T23:59:59Z',
      { nanos: 2_250_000n },
    ],
    [
      'from its first moment on',
      { provider: 'google', responseModel: 'gemini-2.5-pro' },
      '2026-09-01T00:00:00Z',
      { nanos: 1_100_000n, priceId: 'own:gcp.gemini/gemini-2.5-pro@2026-09-01' },
    ],
    ['until the next', { provider: 'vertex_ai', responseModel: 'gemini-2.5-pro' }, '2026-09-02T00:00:00Z', { nanos: 2_200_000n }],
    ['an unlisted model', { provider: 'anthropic', responseModel: 'claude-x-20270101' }, '2027-02-01T00:00:00Z', { nanos: 6_000_000n }],
    [
      'for any provider, nought is a price',
      { provider: 'azure', responseModel: 'gpt-4o-2024-08-06' },
      '2026-01-01T00:00:00Z',
      { nanos: 0n },
    ],
    [
      'for the name that was asked for, though the model that answered is listed',
      { provider: 'openai', requestModel: 'our-deployment', responseModel: 'gpt-5' },
      '2026-01-01T00:00:00Z',
      { nanos: 3_300_000n, priceId: 'own:openai/our-deployment' },
    ],
    [
      'not for another provider',
      { provider: 'mistral_ai', responseModel: 'our-deployment' },
      '2026-01-01T00:00:00Z',
      { reason: 'no_price' },
    ],
  ])('%s', async (...[, call, at, expected]) => {
    const own = createPricer(await loadPriceBook(prices))
    expect(own({ isModelCall: true, usage, ...call }, BigInt(Date.parse(at)) * 1_000_000n)).toMatchObject(expected)
  })

  it('of Claude have a one-hour cache write of twice the input', async () => {
    const own = createPricer(await loadPriceBook(prices))
    const call = { isModelCall: true, provider: 'anthropic', responseModel: 'claude-x', usage: usageOf({ cacheWrite1h: 1 }) }
    expect(own(call, AT_NS).lines).toEqual([
      { part: 'cacheWrite1h', quantity: 1, unitPicos: 8_000_000n, nanos: 8_000n, rule: 'twice_input' },
    ])
  })
})
