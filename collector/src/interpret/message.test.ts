import { describe, expect, it } from 'vitest'
import type { Message } from '../domain/conversation.ts'
import { messagesIn } from './conversation-messages.ts'
import { messagesOf, type Role } from './message.ts'
import { MESSAGE_CASES } from './testing/message-cases.ts'

/** One message with text, in every shape that is met in the wild. */
const shapes: readonly [name: string, value: unknown, expected: string][] = [
  [
    'OTel parts',
    {
      role: 'user',
      parts: [
        { type: 'text', content: 'Hi' },
        { type: 'blob', content: 'AAAA' },
      ],
    },
    'user: Hi',
  ],
  ['OpenAI chat', { role: 'developer', content: 'Hi' }, 'system: Hi'],
  [
    'OpenAI chat with parts',
    {
      role: 'user',
      content: [
        { type: 'text', text: 'Hi' },
        { type: 'image_url', image_url: { url: 'u' } },
      ],
    },
    'user: Hi',
  ],
  ['OpenAI tool call', { role: 'assistant', content: null, tool_calls: [{ id: 'c1' }] }, 'assistant: '],
  ['Responses message', { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'Hi' }] }, 'assistant: Hi'],
  ['Responses call', { type: 'function_call', call_id: 'c', name: 'wx', arguments: '{}' }, 'assistant: '],
  ['Responses output', { type: 'function_call_output', call_id: 'c', output: '3' }, 'tool: '],
  [
    'Anthropic',
    {
      role: 'assistant',
      content: [
        { type: 'thinking', thinking: 'hm' },
        { type: 'text', text: 'Hi' },
        { type: 'tool_use', id: 't', name: 'wx', input: {} },
      ],
    },
    'assistant: Hi',
  ],
  ['Anthropic tool result', { role: 'user', content: [{ type: 'tool_result', tool_use_id: 't', content: 'x' }] }, 'user: '],
  ['Bedrock', { role: 'user', content: [{ text: 'Hi' }, { toolUse: { toolUseId: 't', name: 'wx', input: {} } }] }, 'user: Hi'],
  ['Google', { role: 'model', parts: [{ thought: true, text: 'hm' }, { text: 'Hi' }, { functionCall: { name: 'wx' } }] }, 'assistant: Hi'],
  ['Genkit', { role: 'model', content: [{ text: 'Hi' }, { toolRequest: { ref: 'r', name: 'wx' } }] }, 'assistant: Hi'],
  [
    'AI SDK model message',
    {
      role: 'assistant',
      content: [
        { type: 'reasoning', text: 'hm' },
        { type: 'text', text: 'Hi' },
        { type: 'tool-call', toolName: 'wx' },
      ],
    },
    'assistant: Hi',
  ],
  ['AI SDK UI message', { role: 'user', parts: [{ type: 'step-start' }, { type: 'text', text: 'Hi' }] }, 'user: Hi'],
  ['LangChain', { type: 'human', content: 'Hi' }, 'user: Hi'],
  [
    'LangChain serialised',
    { lc: 1, type: 'constructor', id: ['langchain', 'schema', 'AIMessageChunk'], kwargs: { content: 'Hi' } },
    'assistant: Hi',
  ],
  ['LangChain list of lists', [[{ type: 'system', content: 'Hi' }]], 'system: Hi'],
  [
    'Pydantic AI',
    {
      kind: 'request',
      parts: [
        { part_kind: 'system-prompt', content: 'S' },
        { part_kind: 'user-prompt', content: 'Hi' },
      ],
    },
    'system: S|user: Hi',
  ],
  [
    'Pydantic AI response',
    {
      kind: 'response',
      parts: [
        { part_kind: 'thinking', content: 'hm' },
        { part_kind: 'text', content: 'Hi' },
      ],
    },
    'assistant: Hi',
  ],
  ['event body', { 'event.name': 'gen_ai.user.message', content: 'Hi' }, 'user: Hi'],
  ['choice', { index: 0, finish_reason: 'stop', message: { content: 'Hi' } }, 'assistant: Hi'],
  ['request body', { model: 'm', messages: [{ role: 'USER', content: 'Hi' }] }, 'user: Hi'],
  ['response body', { id: 'r', choices: [{ message: { role: 'assistant', content: 'Hi' } }] }, 'assistant: Hi'],
  ['plain string', 'Hi', 'unknown: Hi'],
  ['unknown part', { role: 'user', parts: [{ type: 'hologram', content: 'x' }] }, 'user: '],
  ['number', 3, ''],
  ['null in a list', [null, { role: 'user', content: 'Hi' }], 'user: Hi'],
]

describe('messagesOf', () => {
  for (const [name, value, expected] of shapes)
    it(name, () => {
      expect(
        messagesOf(value)
          .map(({ role, text }) => `${role}: ${text}`)
          .join('|'),
      ).toBe(expected)
    })

  it('ends on any depth', () => {
    let nested: unknown = 'x'
    for (let depth = 0; depth < 5_000; depth++) nested = { role: 'user', content: [nested], messages: [nested] }
    expect(messagesOf(nested)).toHaveLength(1)
  })
})

interface Line {
  readonly role: Role
  readonly text: string
}

/** What people and models say, those that follow each other as one; what tools say has no text here. */
function spoken(lines: readonly Line[]): readonly Line[] {
  const said: { role: Role; text: string }[] = []
  for (const { role, text } of lines.filter((line) => line.text !== '' && line.role !== 'tool')) {
    const last = said.at(-1)
    const speaker = role === 'unknown' ? 'user' : role
    if (last?.role === speaker) last.text += `\n${text}`
    else said.push({ role: speaker, text })
  }
  return said
}

const lineOf = ({ role, parts }: Message): Line => ({
  role,
  text: parts.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n'),
})

describe('the texts of messages', () => {
  it.each(MESSAGE_CASES)('are those of the transcript: %s', (_, value) => {
    expect(spoken(messagesOf(value))).toEqual(spoken(messagesIn(value, 'user').map(lineOf)))
  })
})
