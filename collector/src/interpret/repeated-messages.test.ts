import { describe, expect, it } from 'vitest'
import type { Conversation, Message, MessagePart, MessageRole } from '../domain/conversation.ts'
import { findRepeated } from './repeated-messages.ts'

const said = (role: MessageRole, ...parts: readonly (string | MessagePart)[]): Message => ({
  role,
  parts: parts.map((part) => (typeof part === 'string' ? { type: 'text', text: part } : part)),
})
const call = (callId: string | undefined, text = '{}'): MessagePart => ({
  type: 'tool_call',
  name: 'bash',
  text,
  ...(callId !== undefined && { callId }),
})
const result = (callId: string | undefined, text: string): MessagePart => ({
  type: 'tool_result',
  text,
  ...(callId !== undefined && { callId }),
})
const thinking: MessagePart = { type: 'reasoning', text: 'hm' }
const talk = (input: readonly Message[], ...output: readonly Message[]): Conversation => ({ input, output })

const system = said('system', 'be brief')
const ask = said('user', 'ask')
const answer = said('assistant', 'answer')
const more = said('user', 'more')

describe('messages of a request that an earlier call had', () => {
  it.each<[string, Conversation, Conversation, number]>([
    ['the whole request and its answer', talk([system, ask, answer, more]), talk([system, ask], answer), 3],
    ['the request without the answer', talk([system, ask, more]), talk([system, ask], answer), 2],
    ['the same request again', talk([system, ask]), talk([system, ask], answer), 2],
    ['only the system', talk([system, more]), talk([system, ask], answer), 1],
    ['nothing', talk([more]), talk([system, ask], answer), 0],
    ['nothing of nothing', talk([]), talk([system]), 0],
    ['nothing, because the earlier one told nothing', talk([system, ask]), talk([]), 0],
    ['a history that was replaced by a summary', talk([system, said('user', 'summary'), more]), talk([system, ask, answer, more]), 1],
    ['a branch', talk([system, ask, answer, said('user', 'other')]), talk([system, ask, answer, more], said('assistant', 'x')), 3],
    ['blanks around a text', talk([system, ask, said('assistant', ' answer\n'), more]), talk([system, ask], answer), 3],
    ['the same words by another speaker', talk([said('user', 'be brief')]), talk([system]), 0],
    ['an answer without its thinking', talk([ask, answer, more]), talk([ask], said('assistant', thinking, 'answer')), 2],
    ['thinking in a message of its own', talk([ask, said('assistant', thinking), answer, more]), talk([ask], answer), 3],
    ['texts that were joined', talk([ask, said('assistant', 'a\nb'), more]), talk([ask], said('assistant', 'a', 'b')), 2],
    [
      'calls by their ids, however arguments are written',
      talk([ask, said('assistant', call('c1', '{"a": 1}')), said('tool', result('c1', 'ok'))]),
      talk([ask], said('assistant', call('c1', '{"a":1}'))),
      2,
    ],
    [
      'an answer of several messages that comes back as one',
      talk([ask, said('assistant', 'a', call('c1')), said('tool', result('c1', 'ok'))]),
      talk([ask], said('assistant', 'a'), said('assistant', call('c1'))),
      2,
    ],
    [
      'results that were cleared to save room',
      talk([ask, said('assistant', call('c1')), said('tool', result('c1', '[cleared]')), more]),
      talk([ask, said('assistant', call('c1')), said('tool', result('c1', 'long'))]),
      3,
    ],
    ['another call', talk([ask, said('assistant', call('c2'))]), talk([ask], said('assistant', call('c1'))), 1],
    [
      'calls without ids by what they say',
      talk([ask, said('assistant', call(undefined, 'x'))]),
      talk([ask], said('assistant', call('c1', 'x'))),
      2,
    ],
    [
      'other calls without ids',
      talk([ask, said('assistant', call(undefined, 'x'))]),
      talk([ask], said('assistant', call(undefined, 'y'))),
      1,
    ],
    ['a message of which only a part came before', talk([ask, said('assistant', 'a', call('c1'))]), talk([ask], said('assistant', 'a')), 1],
    [
      'the same picture',
      talk([said('user', { type: 'media', mediaType: 'image/png', bytes: 3 }), more]),
      talk([said('user', { type: 'media', mediaType: 'image/png', bytes: 3 })]),
      1,
    ],
    [
      'another picture',
      talk([said('user', { type: 'media', mediaType: 'image/png', bytes: 4 })]),
      talk([said('user', { type: 'media', mediaType: 'image/png', bytes: 3 })]),
      0,
    ],
  ])('%s', (...[, request, earlier, expected]) => {
    expect(findRepeated(request, earlier).places.size).toBe(expected)
  })
})

describe('which messages those are', () => {
  const clock = (time: string) => said('system', `it is ${time}`)
  it.each<[string, Conversation, Conversation, readonly number[]]>([
    ['without a system prompt that has a clock', talk([clock('2'), ask, answer, more]), talk([clock('1'), ask], answer), [1, 2]],
    ['without a second one', talk([system, clock('2'), ask, answer, more]), talk([system, clock('1'), ask], answer), [0, 2, 3]],
    ['without a reminder that has moved', talk([ask, answer, more, clock('2')]), talk([ask, clock('1')], answer), [0, 1]],
    ['with a reminder that has moved', talk([ask, answer, system, more]), talk([ask, system], answer), [0, 1, 2]],
    ['with one reminder of two', talk([ask, system, answer, system, more]), talk([ask, system], answer), [0, 1, 2]],
    ['without a summary by the system', talk([system, said('system', 'summary'), more]), talk([system, ask], answer), [0]],
    [
      'of a history that is kept short',
      talk([system, answer, more, said('assistant', 'x'), ask]),
      talk([system, ask, answer, more], said('assistant', 'x')),
      [0, 1, 2, 3],
    ],
    ['not of a word that came in between', talk([system, answer, said('user', 'other')]), talk([system, ask, answer, more]), [0]],
    ['without what the system alone says where the talk is another', talk([clock('2'), more]), talk([clock('1'), ask], answer), []],
  ])('%s', (...[, request, earlier, expected]) => {
    expect([...findRepeated(request, earlier).places].sort()).toEqual(expected)
  })
})

describe('a call that is gone on from', () => {
  it.each<[string, Conversation, Conversation, boolean]>([
    ['with a question', talk([ask, answer, more]), talk([ask], answer), true],
    [
      'with results',
      talk([ask, said('assistant', call('a')), said('tool', result('a', 'ok'))]),
      talk([ask], said('assistant', call('a'))),
      true,
    ],
    ['with another system prompt', talk([said('system', 'be long'), ask, answer, more]), talk([system, ask], answer), true],
    ['by the same request', talk([ask]), talk([ask]), true],
    ['not where more was said in between', talk([ask, answer, more, said('assistant', 'x'), ask]), talk([ask], answer), false],
    ['not where its answer is not told', talk([ask, more]), talk([ask]), false],
    ['not where its answer did not come back', talk([ask, more]), talk([ask], answer), false],
    ['not where its answer was another one', talk([ask, said('assistant', 'x'), more]), talk([ask], answer), false],
  ])('%s', (...[, request, earlier, expected]) => {
    expect(findRepeated(request, earlier).isWhole).toBe(expected)
  })
})
