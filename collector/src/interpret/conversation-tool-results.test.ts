import { describe, expect, it } from 'vitest'
import { newToolResults } from './conversation-tool-results.ts'

const user = { role: 'user', content: 'look' }
const assistant = { role: 'assistant', content: null, tool_calls: [{ id: 'c1', function: { name: 'weather', arguments: '{}' } }] }
const tool = (id: string, content: string) => ({ role: 'tool', tool_call_id: id, content })
const texts = (sent: string) => newToolResults(sent).map(({ text }) => text)

describe('new tool results', () => {
  it.each<[string, unknown, readonly string[]]>([
    ['none where no tool was called', [user], []],
    ['the last ones, in order', [user, assistant, tool('c1', 'clear'), tool('c2', 'warm')], ['clear', 'warm']],
    ['also before what the user says next', [assistant, tool('c1', 'clear'), user], ['clear']],
    ['not those that the model has answered', [user, assistant, tool('c1', 'clear'), { role: 'assistant', content: 'fine' }, user], []],
    [
      'in parts of OTel',
      [
        { role: 'assistant', parts: [{ type: 'tool_call', id: 'c1', name: 'weather' }] },
        { role: 'tool', parts: [{ type: 'tool_call_response', id: 'c1', response: 'clear' }] },
      ],
      ['clear'],
    ],
    [
      'in blocks of Anthropic',
      [
        { role: 'assistant', content: [{ type: 'tool_use', id: 'c1', name: 'weather', input: {} }] },
        {
          role: 'user',
          content: [
            { type: 'tool_result', tool_use_id: 'c1', content: 'clear' },
            { type: 'text', text: 'and?' },
          ],
        },
      ],
      ['clear'],
    ],
    [
      'in items of OpenAI',
      [
        { type: 'function_call', call_id: 'c0', name: 'weather', arguments: '{}' },
        { type: 'function_call_output', call_id: 'c0', output: 'old' },
        { type: 'function_call', call_id: 'c1', name: 'weather', arguments: '{}' },
        { type: 'function_call_output', call_id: 'c1', output: 'clear' },
      ],
      ['clear'],
    ],
    ['in a list of lists', [[user, assistant, tool('c1', 'clear')]], ['clear']],
    ['none in a body', { messages: [assistant, tool('c1', 'clear')] }, []],
  ])('are %s', (_, messages, expected) => {
    expect(texts(JSON.stringify(messages))).toEqual(expected)
  })

  it('are found in the end of a list', () => {
    const sent = JSON.stringify([user, assistant, tool('c1', 'clear')])
    expect(texts(sent.slice(sent.indexOf('"tool_calls"')))).toEqual(['clear'])
    expect(texts(sent.slice(sent.indexOf('"tool_call_id"')))).toEqual([])
  })

  it.each(['', '[', 'x]', '[1,null]', '{"a":1}'])('are none in %j', (sent) => expect(texts(sent)).toEqual([]))
})
