import { describe, expect, it } from 'vitest'
import { contents } from './content.ts'

const message = (role: string, content: string) => ({ role, parts: [{ type: 'text', content }] })

/** A conversation that is too long to be parsed whole. */
const long = JSON.stringify([
  message('system', 'Be brief.'),
  message('user', 'First'),
  ...Array.from({ length: 200 }, (_, index) => message('assistant', `Answer "${index}" ${'\\'.repeat(index % 5)}${'x'.repeat(100)}`)),
  message('user', 'Last "one" \\'),
  { role: 'user', parts: [{ type: 'tool_call_response', id: 'c', response: 'user' }] },
])

describe('contents', () => {
  it('reads a long conversation from its ends', () => {
    const { input, systemText } = contents({ inputMessages: long })
    expect(input).toEqual({ text: 'Last "one" \\', messages: long })
    expect(systemText).toBe('Be brief.')
  })

  it('keeps plain text as text', () => {
    expect(contents({ inputMessages: 'Hi', outputBlob: 'Hello', system: 'Be brief.' })).toEqual({
      input: { text: 'Hi' },
      output: { text: 'Hello' },
      systemText: 'Be brief.',
      warnings: [],
    })
  })

  it('prefers messages to a blob', () => {
    expect(contents({ inputBlob: 'blob', inputMessages: '[{"role":"user","content":"Hi"}]' }).input?.text).toBe('Hi')
  })

  it.each([
    ['cut in the middle', long.slice(0, 9_000)],
    ['cut when short', '[{"role":"user","content":"H'],
    ['cut after a bracket of the content', '[{"role":"user","content":"[1]'],
  ])('says that a text is cut: %s', (_name, sent) => {
    const { input, warnings } = contents({ inputMessages: sent })
    expect(input?.messages).toBe(sent)
    expect(warnings).toEqual(['truncated'])
  })

  it.each(['__REDACTED__', '<REDACTED>', 'FILTERED', "[Scrubbed due to 'password']"])('has no content for %s', (sent) => {
    expect(contents({ inputMessages: sent })).toEqual({ warnings: ['redacted'] })
  })

  it('has no text for a redacted message', () => {
    const sent = '[{"role":"user","content":"__REDACTED__"}]'
    expect(contents({ inputMessages: sent })).toEqual({ input: { messages: sent }, warnings: ['redacted'] })
  })

  const pairs = (count: number) => [
    ['system', 'Be brief.'],
    ...Array.from({ length: count }, () => ['ai', 'x'.repeat(100)]),
    ['human', 'Hi'],
  ]
  it.each<[string, unknown]>([
    ['a request to Cohere', { preamble: 'Be brief.', chat_history: [{ role: 'CHATBOT', message: 'Yes?' }], message: 'Hi' }],
    ['a request to Anthropic', { system: 'Be brief.', messages: [{ role: 'user', content: 'Hi' }] }],
    ['pairs of LangChain', pairs(1)],
    ['a long list of pairs', pairs(200)],
  ])('has what was asked, and the instructions: %s', (_name, value) => {
    const sent = JSON.stringify(value)
    expect(contents({ inputBlob: sent })).toEqual({ input: { text: 'Hi', messages: sent }, systemText: 'Be brief.', warnings: [] })
  })

  it('takes an answer that names its question for the answer', () => {
    expect(contents({ outputBlob: '{"text":"Hello","prompt":"Hi"}' }).output?.text).toBe('Hello')
  })

  it('leaves a user text that is JSON a text', () => {
    const text = '{"a":1}'
    expect(contents({ inputMessages: JSON.stringify([message('user', text)]) }).input?.text).toBe(text)
  })
})
