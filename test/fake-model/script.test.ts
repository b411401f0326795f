import { describe, expect, it } from 'vitest'
import type { ModelRequest } from './script.ts'
import { linesScript, queueScript } from './script.ts'

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
