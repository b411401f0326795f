import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Conversation } from '../domain/conversation.ts'
import { cpuMs } from '../domain/testing/cpu-time.ts'
import { conversationOf } from './conversation.ts'
import { messagesIn } from './conversation-messages.ts'
import { findRepeated } from './repeated-messages.ts'
import { testItem } from './testing/item.ts'

/** Keys that the shapes of messages are made of, and traps. */
const key = fc.constantFrom(
  ...['role', 'content', 'parts', 'type', 'text', 'tool_calls', 'tool_call_id', 'function', 'name', 'arguments', 'id', 'input', 'output'],
  ...['messages', 'choices', 'message', 'kwargs', 'kind', 'part_kind', 'data', 'source', 'thinking', 'summary', 'toolUse', 'toolResult'],
  ...['functionCall', 'inlineData', 'image_url', 'url', 'system', 'result', 'response', 'value', '__proto__', 'constructor', 'toString'],
)
const word = fc.oneof(
  fc.constantFrom('user', 'assistant', 'tool', 'text', 'tool_use', 'tool_result', 'function_call', 'reasoning', 'image', 'message', 'ai'),
  fc.string(),
)
const value: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    word,
    fc.constantFrom(null, true, 0, 1.5),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.array(fc.tuple(key, tie('value')), { maxLength: 5 }).map((entries) => Object.fromEntries(entries)),
  ),
})).value

const said = (input: unknown, output: unknown): Conversation => ({
  input: messagesIn(input, 'user'),
  output: messagesIn(output, 'assistant'),
})

describe('any messages', () => {
  it('are read without an error, and every text is a text', () => {
    fc.assert(
      fc.property(value, (any) => {
        for (const { parts } of messagesIn(any, 'user'))
          for (const part of parts) if (part.type !== 'media') expect(typeof part.text).toBe('string')
      }),
      { numRuns: 2_000 },
    )
  })

  it('repeat themselves wholly, and never more than there is', () => {
    fc.assert(
      fc.property(value, value, (a, b) => {
        const one = said(a, b)
        const other = said(b, a)
        expect([...findRepeated(one, other).places].every((place) => place in one.input)).toBe(true)
        const { places } = findRepeated(one, one)
        expect(
          one.input
            .filter((_, place) => !places.has(place))
            .every(({ parts }) => parts.every(({ type, ...part }) => type === 'reasoning' || ('text' in part && part.text.trim() === ''))),
        ).toBe(true)
      }),
      { numRuns: 500 },
    )
  })

  it('may be cut anywhere', () => {
    const whole = JSON.stringify([
      { role: 'user', content: 'a"b\\' },
      { role: 'assistant', tool_calls: [{ id: 'c', function: { name: 'n', arguments: '{}' } }] },
    ])
    for (let length = 0; length <= whole.length; length++) {
      const attributes = { 'gen_ai.operation.name': 'chat', 'gen_ai.input.messages': whole.slice(0, length) }
      expect(Array.isArray(conversationOf(testItem({ attributes })).input)).toBe(true)
    }
  })

  it.each([
    ['texts', Array.from({ length: 200_000 }, () => 'x')],
    ['messages', Array.from({ length: 100_000 }, () => ({ role: 'user', content: 'x' }))],
  ])('are read in time that grows with their number: %s', (_, many) => {
    const startedMs = cpuMs()
    expect(messagesIn(many, 'user').length).toBeGreaterThan(0)
    expect(cpuMs() - startedMs).toBeLessThan(5_000)
  })

  it('may nest deeper than any stack', () => {
    const depth = 100_000
    const deep = `${'['.repeat(depth)}${']'.repeat(depth)}`
    const inPart = `[{"role":"user","content":[{"type":"tool_use","input":${deep}}]}]`
    for (const sent of [deep, inPart, `${'{"content":'.repeat(depth)}1${'}'.repeat(depth)}`])
      expect(
        Array.isArray(conversationOf(testItem({ attributes: { 'gen_ai.operation.name': 'chat', 'gen_ai.input.messages': sent } })).input),
      ).toBe(true)
  })
})
