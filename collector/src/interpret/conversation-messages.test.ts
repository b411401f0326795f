import { describe, expect, it } from 'vitest'
import type { Message } from '../domain/conversation.ts'
import { messagesIn } from './conversation-messages.ts'
import { MESSAGE_CASES } from './testing/message-cases.ts'

/** A message as one line: `user: text "hello" | media image/png 3`. */
function line({ role, parts }: Message): string {
  const texts = parts.map((part) => {
    if (part.type === 'media') return ['media', part.mediaType, part.uri, part.bytes].filter((each) => each !== undefined).join(' ')
    const names = 'callId' in part || 'name' in part ? [part.callId, part.name] : []
    return [part.type, ...names.filter((each) => each !== undefined), JSON.stringify(part.text)].join(' ')
  })
  return `${role}: ${texts.join(' | ')}`
}

const lines = (value: unknown, speaker: 'user' | 'assistant' = 'user') => messagesIn(value, speaker).map(line)
const ARGS = '{"city":"Lisbon"}'
const args = { city: 'Lisbon' }

describe('messages', () => {
  it.each(MESSAGE_CASES)('%s', (...[, value, expected]) => {
    expect(lines(value)).toEqual(expected)
  })

  it('without a role are said by the one who speaks', () => {
    expect(
      lines(
        [
          { type: 'text', text: 'I look' },
          { type: 'tool_use', id: 'c1', name: 'weather', input: args },
        ],
        'assistant',
      ),
    ).toEqual([`assistant: text "I look" | tool_call c1 weather ${JSON.stringify(ARGS)}`])
    const answer = {
      text: 'clear',
      generation_id: 'g',
      chat_history: [
        { role: 'USER', message: 'look' },
        { role: 'CHATBOT', message: 'clear' },
      ],
    }
    expect(lines(answer, 'assistant')).toEqual(['assistant: text "clear"'])
    expect(lines('hello', 'assistant')).toEqual(['assistant: text "hello"'])
  })

  it('end where values nest too deep', () => {
    const deep = (depth: number): unknown => (depth === 0 ? 'x' : [deep(depth - 1)])
    expect(lines(deep(50))).toEqual([])
    expect(lines([{ role: 'user', content: deep(50) }])).toEqual([expect.stringContaining('other')])
  })

  it.each([null, 1, true, {}, { role: 7 }, { role: 'user', content: 7 }, { role: 'user', parts: {} }, { tool_calls: [1] }, [[], [null]]])(
    'of a wrong shape break nothing: %j',
    (value) => {
      expect(Array.isArray(lines(value))).toBe(true)
    },
  )
})
