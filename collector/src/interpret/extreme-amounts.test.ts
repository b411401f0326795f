import { describe, expect, it } from 'vitest'
import { MAX_CALL_NANOS } from '../domain/money.ts'
import { interpret } from './interpret.ts'
import { testItem } from './testing/item.ts'

const chat = { 'gen_ai.operation.name': 'chat', 'gen_ai.provider.name': 'openai', 'gen_ai.request.model': 'gpt-4o' }
const root = { 'tracker.session.title': 'Nightly' }

const record = (attributes: Readonly<Record<string, unknown>>, parentSpanId = '00f067aa0ba902b7') =>
  interpret(testItem({ attributes, parentSpanId }))

describe('a reported cost', () => {
  it.each([
    ['of a million dollars counts', 1_000_000, MAX_CALL_NANOS, []],
    ['a nano-dollar above it is ignored', '1000000.000000001', undefined, ['huge_cost_ignored']],
    ['that a column could not hold is ignored', 1e300, undefined, ['huge_cost_ignored']],
    ['of the greatest int is ignored', 2n ** 63n - 1n, undefined, ['huge_cost_ignored']],
  ] as const)('%s', (...[, usd, nanos, warnings]) => {
    for (const key of ['gen_ai.usage.cost', 'tracker.cost.usd']) {
      const found = record({ ...chat, [key]: usd })
      expect(found.call?.reportedCostNanos).toBe(nanos)
      expect(found.warnings).toEqual(warnings)
    }
    const session = record({ ...root, 'tracker.cost.usd': usd }, '')
    expect(session.session.reportedCostNanos).toBe(nanos)
    expect(session.warnings).toEqual(warnings)
  })
})

describe('a token count', () => {
  it('beyond all reason is ignored, the others stay', () => {
    const usage = { 'gen_ai.usage.input_tokens': 2n ** 63n - 1n, 'gen_ai.usage.output_tokens': 7 }
    expect(record({ ...chat, ...usage }).call?.usage).toMatchObject({ inputUncached: 0, output: 7, gap: 'invalid_usage' })
  })

  it('at the limit in every place leaves exact sums', () => {
    const keys = ['input_tokens', 'output_tokens', 'cache_read.input_tokens', 'cache_creation.input_tokens', 'reasoning.output_tokens']
    const usage = Object.fromEntries(keys.map((key) => [`gen_ai.usage.${key}`, 10 ** 12]))
    const { call } = record({ ...chat, ...usage })
    const total = Object.values(call?.usage ?? {}).reduce((sum, part) => (typeof part === 'number' ? sum + part : sum), 0)
    expect(Number.isSafeInteger(total)).toBe(true)
    expect(total).toBeLessThanOrEqual(5e12)
  })
})
