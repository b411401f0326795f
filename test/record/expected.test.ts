import { expect, it } from 'vitest'
import type { LoggedRequest } from '../fake-model/request-log.ts'
import { expectedOf } from './expected.ts'

const usage = { inputUncached: 1, cacheRead: 2, cacheWrite: 4, cacheWrite1h: 8, output: 16, reasoning: 32 }
const toolCalls = [
  { id: 't1', name: 'f', arguments: '{}' },
  { id: 't2', name: 'g', arguments: '{}' },
]
const request: LoggedRequest = {
  index: 1,
  api: 'anthropic.messages',
  provider: 'anthropic',
  requestModel: 'm',
  stream: false,
  lastUserText: 'Hello',
  toolResults: [],
  body: {},
  status: 200,
  toolCalls: [],
  usage,
  toldUsage: true,
}

const sessionOf = (...requests: readonly LoggedRequest[]) => expectedOf({ name: 'c', tellsWorkflow: true }, requests).sessions[0]

it('adds the parts of a bill up to totals', () => {
  const tokens = { tokensInput: 15, tokensOutput: 48, tokensCacheRead: 2, tokensCacheWrite: 12, tokensReasoning: 32 }
  expect(sessionOf(request, request)).toMatchObject({
    calls: [{ ...tokens, tokensCacheWrite1h: 8 }, tokens],
    totals: { tokensInput: 30, tokensOutput: 96, tokensCacheRead: 4, tokensCacheWrite: 24, tokensReasoning: 64 },
  })
})

it.each([
  { name: 'a client that was not told', change: { toldUsage: false }, tokens: { tokensInput: null, tokensReasoning: null } },
  { name: 'embeddings', change: { api: 'openai.embeddings' }, tokens: { tokensInput: 15, tokensCacheRead: null } },
  { name: 'OpenAI', change: { provider: 'openai' as const }, tokens: { tokensCacheWrite: 12, tokensCacheWrite1h: null } },
])('leaves unknown what is unknown: $name', ({ change, tokens }) => {
  expect(sessionOf({ ...request, ...change })?.calls).toMatchObject([tokens])
})

it('counts a tool as run when a later request has its result', () => {
  const later = { ...request, toolResults: [{ callId: 't2', text: 'done' }] }
  expect(sessionOf({ ...request, toolCalls }, later)?.tools).toEqual([{ name: 'g', callId: 't2', arguments: '{}', result: 'done' }])
})
