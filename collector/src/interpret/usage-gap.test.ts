import { describe, expect, it } from 'vitest'
import { interpret } from './interpret.ts'
import { testItem } from './testing/item.ts'

const INPUT = 'gen_ai.usage.input_tokens'
const OUTPUT = 'gen_ai.usage.output_tokens'
const TOTAL = 'gen_ai.usage.total_tokens'

const recordOf = (attributes: Readonly<Record<string, unknown>>, operation = 'chat') =>
  interpret(testItem({ attributes: { 'gen_ai.operation.name': operation, 'gen_ai.request.model': 'claude-sonnet-4-5', ...attributes } }))

describe('a main count that is no count', () => {
  const values: readonly (readonly [string, unknown])[] = [
    ['below 0', -5],
    ['a fraction', 1.5],
    ['a sentinel as a double', 1e300],
    ['the word NaN', 'NaN'],
    ['NaN', { $double: Number.NaN }],
    ['the greatest int', 2n ** 63n - 1n],
    ['beyond exact doubles', 2n ** 53n],
    ['a word', 'abc'],
    ['an empty text', ''],
    ['a boolean', true],
  ]

  it.each(values)('%s: the other one is kept, the usage has a gap', (_, value) => {
    const input = recordOf({ [INPUT]: value, [OUTPUT]: 100_000 })
    expect(input.call?.usage).toMatchObject({ inputUncached: 0, output: 100_000, gap: 'invalid_usage' })
    expect(input.warnings).toEqual(['invalid_token_count'])
    const output = recordOf({ [INPUT]: 7, [OUTPUT]: value })
    expect(output.call?.usage).toMatchObject({ inputUncached: 7, output: 0, gap: 'invalid_usage' })
    expect(output.warnings).toEqual(['invalid_token_count'])
  })

  it.each([
    ['OpenInference', 'llm.token_count.prompt', 'llm.token_count.completion'],
    ['OpenLLMetry', 'llm.usage.prompt_tokens', 'llm.usage.completion_tokens'],
    ['the older names', 'gen_ai.usage.prompt_tokens', 'gen_ai.usage.completion_tokens'],
  ])('is seen in %s', (_, input, output) => {
    expect(recordOf({ [input]: -1, [output]: 5 }).call?.usage?.gap).toBe('invalid_usage')
    expect(recordOf({ [input]: 5, [output]: -1 }).call?.usage?.gap).toBe('invalid_usage')
  })

  it('is told where there is no count at all', () => {
    const record = recordOf({ [INPUT]: 'abc', [OUTPUT]: -1 })
    expect([record.call?.usage, record.warnings]).toEqual([undefined, ['invalid_token_count']])
  })

  it('does no harm beside the same count under another name', () => {
    const record = recordOf({ [INPUT]: -1, 'llm.token_count.prompt': 9, [OUTPUT]: 5 })
    expect([record.call?.usage?.inputUncached, record.call?.usage?.gap, record.warnings]).toEqual([9, undefined, []])
  })

  it('is not made good by a total of the same sender', () => {
    expect(recordOf({ [INPUT]: -1, [OUTPUT]: 5, [TOTAL]: 9 }).call?.usage?.gap).toBe('invalid_usage')
  })
})

describe('a main count that is missing', () => {
  it.each([
    ['the input', 'chat', { [OUTPUT]: 5 }, 'partial_usage'],
    ['the input, an empty value', 'chat', { [INPUT]: null, [OUTPUT]: 5 }, 'partial_usage'],
    ['the output', 'chat', { [INPUT]: 5 }, 'partial_usage'],
    ['the input, with a total that tells it', 'chat', { [OUTPUT]: 5, [TOTAL]: 9 }, undefined],
    ['the output, with a total that tells it', 'chat', { [INPUT]: 5, [TOTAL]: 5 }, undefined],
    ['the output, with a total that cannot be', 'chat', { [INPUT]: 5, [TOTAL]: 4 }, 'partial_usage'],
    ['both, with a total of unknown shares', 'chat', { [TOTAL]: 9 }, 'partial_usage'],
    ['both, with a cache count', 'chat', { 'gen_ai.usage.cache_read.input_tokens': 9 }, 'partial_usage'],
    ['the output of an embedding', 'embeddings', { [INPUT]: 5 }, undefined],
    ['both of an embedding with a total', 'embeddings', { [TOTAL]: 5 }, undefined],
    ['the input of an embedding', 'embeddings', { [OUTPUT]: 5 }, 'partial_usage'],
    ['none; 0 is a value', 'chat', { [INPUT]: 0, [OUTPUT]: 0 }, undefined],
  ] as const)('%s', (...[, operation, attributes, gap]) => {
    const record = recordOf(attributes, operation)
    expect(record.call?.usage).toBeDefined()
    expect([record.call?.usage?.gap, record.warnings]).toEqual([gap, gap ? [gap] : []])
  })

  it('of a call without usage is no gap', () => expect(recordOf({}).warnings).toEqual([]))
})
