import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { conversationOf } from './conversation.ts'
import { interpret } from './interpret.ts'
import { testItem } from './testing/item.ts'

const fixtures = new URL('./fixtures/', import.meta.url)
const read = (name: string) => testItem(JSON.parse(readFileSync(new URL(`${name}/span.json`, fixtures), 'utf8')))

// Of each golden span that is a call; `vitest -u` writes the conversation, which has to be read before it is kept.
describe('golden conversations', () => {
  for (const name of readdirSync(fixtures).filter((each) => interpret(read(each)).call))
    it(name, async () => {
      const text = `${JSON.stringify(conversationOf(read(name)), null, 2)}\n`
      await expect(text).toMatchFileSnapshot(`fixtures/${name}/conversation.json`)
    })

  it('stand beside calls only', () => {
    for (const name of readdirSync(fixtures))
      expect([name, existsSync(new URL(`${name}/conversation.json`, fixtures))]).toEqual([name, interpret(read(name)).call !== undefined])
  })
})

const MESSAGES = 'gen_ai.input.messages'
const user = (content: string) => ({ role: 'user', parts: [{ type: 'text', content }] })
const text = (value: string) => ({ type: 'text', text: value })
const of = (attributes: Readonly<Record<string, unknown>>) =>
  conversationOf(testItem({ attributes: { 'gen_ai.operation.name': 'chat', ...attributes } }))

describe('a conversation', () => {
  it.each<[string, Readonly<Record<string, unknown>>, unknown]>([
    ['is empty without content', {}, []],
    ['is empty when its content was removed', { [MESSAGES]: '__REDACTED__' }, []],
    ['is empty when every text was removed', { [MESSAGES]: JSON.stringify([user('<REDACTED>')]) }, []],
    [
      'begins with the system instructions',
      { [MESSAGES]: JSON.stringify([user('a')]), 'gen_ai.system_instructions': '[{"type":"text","content":"s"}]' },
      ['system s', 'user a'],
    ],
    ['has instructions of plain text', { [MESSAGES]: 'a', 'gen_ai.system_instructions': 's' }, ['system s', 'user a']],
    [
      'has them once',
      { [MESSAGES]: JSON.stringify([{ role: 'system', content: ' s' }, user('a')]), 'gen_ai.system_instructions': 's' },
      ['system s', 'user a'],
    ],
    [
      'has those of the request body where the messages leave them out',
      {
        'openinference.span.kind': 'LLM',
        'llm.input_messages.0.message.role': 'user',
        'llm.input_messages.0.message.content': 'a',
        'input.value': '{"system":"s","messages":[]}',
      },
      ['system s', 'user a'],
    ],
    ['shows a body that nobody knows', { 'gen_ai.prompt': '{"x":{"y":1}}' }, ['user {"x":{"y":1}}']],
    [
      'shows the messages before a cut, and what is left',
      { [MESSAGES]: JSON.stringify([user('a'), user('b'), user('c')]).slice(0, -20) },
      ['user a', 'user b', 'unknown {"role":"user","parts":[{"type":"tex'],
    ],
    ['shows text that only looks like JSON', { [MESSAGES]: '[not json' }, ['user [not json']],
  ])('%s', (_, attributes, expected) => {
    const { input } = of(attributes)
    expect(
      input.map(({ role, parts }) => `${role} ${parts.map((part) => ('text' in part ? part.text.trim() : part.type)).join(' | ')}`),
    ).toEqual(expected)
  })

  it('tells an answer that is plain text', () => {
    expect(of({ 'gen_ai.completion': 'hello' }).output).toEqual([{ role: 'assistant', parts: [text('hello')] }])
  })
})
