import { describe, expect, it } from 'vitest'
import { inputMessages, outputMessages, systemInstructions } from './messages.ts'

const text = (content: string) => ({ type: 'text', content })

describe('messages', () => {
  it.each<readonly [string, Parameters<typeof inputMessages>[0], unknown]>([
    ['a text', { text: 'Hi' }, [{ role: 'user', parts: [text('Hi')] }]],
    ['plain messages', { messages: [{ role: 'user', content: 'Hi' }] }, [{ role: 'user', parts: [text('Hi')] }]],
    ['OpenTelemetry’s form', { messages: [{ role: 'user', parts: [text('Hi')] }] }, [{ role: 'user', parts: [text('Hi')] }]],
    [
      'a provider’s form',
      { messages: [{ role: 'tool', tool_call_id: 'c', content: '3' }] },
      [{ role: 'tool', tool_call_id: 'c', content: '3' }],
    ],
    [
      'parts of a provider',
      { messages: [{ role: 'user', content: [{ type: 'image_url' }] }] },
      [{ role: 'user', content: [{ type: 'image_url' }] }],
    ],
    ['no messages', { messages: [] }, []],
  ])('of a request: %s', (_, given, messages) => expect(JSON.parse(`${inputMessages(given)}`)).toEqual(messages))

  it('of a response: text and tool calls are one message', () => {
    const calls = [{ id: 'c', name: 'wx', arguments: { city: 'Oslo' } }]
    expect(JSON.parse(`${outputMessages({ text: 'Let me see.' }, calls, 'tool_calls')}`)).toEqual([
      { role: 'assistant', parts: [text('Let me see.'), { type: 'tool_call', ...calls[0] }], finish_reason: 'tool_calls' },
    ])
  })

  it('are absent when nothing was said', () => {
    expect(inputMessages({})).toBeUndefined()
    expect(outputMessages({}, undefined, 'stop')).toBeUndefined()
    expect(systemInstructions(undefined)).toBeUndefined()
  })

  it('have system instructions apart', () => expect(JSON.parse(`${systemInstructions('Be brief.')}`)).toEqual([text('Be brief.')]))
})
