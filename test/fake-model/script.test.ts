import { describe, expect, it } from 'vitest'
import type { ModelRequest } from './script.ts'
import { conversationScript, linesScript, queueScript } from './script.ts'

const request: ModelRequest = { api: 'openai.chat', provider: 'openai', model: 'm', stream: false, lastUserText: 'Hello', toolResults: [] }

describe('linesScript', () => {
  const script = linesScript([
    { user: 'Hello', afterTool: true, answer: { text: 'after the tool' } },
    { user: 'Hello', api: 'openai.responses', answer: { text: 'response' } },
    { user: 'Hello', answer: { text: 'hello' } },
  ])

  it.each([
    { name: 'a text', asked: request, answer: 'hello' },
    { name: 'a text again', asked: request, answer: 'hello' },
    { name: 'a tool result', asked: { ...request, toolResults: [{ callId: 't', text: '' }] }, answer: 'after the tool' },
    { name: 'another API', asked: { ...request, api: 'openai.responses' }, answer: 'response' },
    { name: 'another text', asked: { ...request, lastUserText: 'Bye' }, answer: undefined },
  ])('answers $name', ({ asked, answer }) => {
    expect(script(asked)?.text).toBe(answer)
  })
})

describe('queueScript', () => {
  it('gives each answer once', () => {
    const script = queueScript([{ text: 'a' }, { text: 'b' }])
    expect([script(request), script(request), script(request)]).toEqual([{ text: 'a' }, { text: 'b' }, undefined])
  })
})

describe('conversationScript', () => {
  const toolCall = { name: 'look', arguments: {} }
  const script = conversationScript([
    {
      asked: /^Hello/,
      turns: [{ text: 'two', toolCalls: [toolCall, toolCall] }, { text: 'one', toolCalls: [toolCall] }, { text: 'done' }],
    },
    { asked: /./, turns: [{ text: 'anything else' }] },
  ])
  const results = (count: number) => Array.from({ length: count }, () => ({ callId: 't', text: '' }))

  it.each([
    { name: 'a question', asked: request, answer: 'two' },
    { name: 'half of the results', asked: { ...request, toolResults: results(1) }, answer: undefined },
    { name: 'all results of a turn', asked: { ...request, toolResults: results(2) }, answer: 'one' },
    { name: 'all results of all turns', asked: { ...request, toolResults: results(3) }, answer: 'done' },
    { name: 'more results than were asked for', asked: { ...request, toolResults: results(4) }, answer: undefined },
    { name: 'another question', asked: { ...request, lastUserText: 'Bye' }, answer: 'anything else' },
    { name: 'nothing', asked: { ...request, lastUserText: '' }, answer: undefined },
  ])('answers $name', ({ asked, answer }) => {
    expect(script(asked)?.text).toBe(answer)
  })
})
