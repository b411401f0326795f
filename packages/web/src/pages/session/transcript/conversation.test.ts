import type { Message, MessagePart, TranscriptAction, TranscriptItem, TranscriptLog } from '@ai-tracker/collector/contract'
import { describe, expect, it } from 'vitest'
import { conversation, type Entry, exceptionsOf } from './conversation.ts'

const place = {
  spanId: 's',
  traceId: 't',
  at: null,
  atNs: '0',
  phaseId: null,
  phase: null,
  agents: [],
  durationMs: 1,
  failed: false,
  error: null,
}

function call(id: number, messages: readonly Message[], more: object = {}): TranscriptItem {
  return {
    ...place,
    id,
    kind: 'call',
    errorMessageLength: 0,
    provider: null,
    model: 'm',
    finishReason: null,
    tokensInput: 0,
    tokensOutput: 0,
    tokensCacheRead: 0,
    costUsd: null,
    costSource: 'unknown',
    repeatedCount: 0,
    messages,
    isWithoutContent: false,
    ...more,
  }
}

function action(id: number, callId: string | null): TranscriptAction {
  return {
    ...place,
    id,
    kind: 'action',
    errorMessageLength: 0,
    type: 'bash',
    tool: 'bash',
    callId,
    text: null,
    textLength: 0,
    arguments: null,
    argumentsLength: 0,
    result: `output ${id}`,
    resultLength: 8,
    exitCode: 0,
  }
}

const message = (role: Message['role'], ...parts: MessagePart[]): Message => ({ index: 0, role, isAnswer: role === 'assistant', parts })
const text = (value: string): MessagePart => ({ type: 'text', text: value, length: value.length })
const asks = (callId: string | null): MessagePart => ({ type: 'tool_call', callId, name: 'bash', text: '{}', length: 2 })
const told = (callId: string | null, value: string): MessagePart => ({
  type: 'tool_result',
  callId,
  name: null,
  text: value,
  length: value.length,
})

/** An entry in a line: `call 1: user text | assistant tool_call(action 2, told ok)`. */
function line({ item, messages }: Entry): string {
  const parts = messages.map(({ message: { role }, parts }) => `${role} ${parts.map(partWord).join(' ')}`)
  return `${item.kind} ${item.id}${parts.length > 0 ? `: ${parts.join(' | ')}` : ''}`
}

function partWord({ part, use }: Entry['messages'][number]['parts'][number]): string {
  if (part.type !== 'tool_call') return part.type
  const found = [use?.action && `action ${use.action.id}`, use?.result && `told ${use.result.part.text}`].filter(Boolean)
  return `tool_call(${found.join(', ')})`
}

const shown = (items: readonly TranscriptItem[], onlyTalk = false) => conversation(items, { onlyTalk, phases: [] }).entries.map(line)

const LOG = {
  kind: 'log',
  severity: 'info',
  severityText: null,
  event: null,
  body: 'said',
  bodyLength: 4,
  attributeCount: 0,
  service: null,
} as const

describe('a conversation', () => {
  const loop = [
    call(1, [message('user', text('Do it')), message('assistant', asks('call_1'))]),
    action(2, 'call_1'),
    call(3, [message('tool', told('call_1', 'ok')), message('assistant', text('Done'))]),
  ]

  it('puts a tool call, the tool at work and its result together', () =>
    expect(shown(loop)).toEqual(['call 1: user text | assistant tool_call(action 2, told ok)', 'call 3: assistant text']))

  it('is only talk on request', () => expect(shown(loop, true)).toEqual(['call 1: user text', 'call 3: assistant text']))

  it('gives a result to the latest call of its id', () => {
    const again = [
      call(4, [message('assistant', asks('call_1'))]),
      action(5, 'call_1'),
      call(6, [message('tool', told('call_1', 'again'))]),
    ]
    expect(shown([...loop, ...again])).toEqual([
      'call 1: user text | assistant tool_call(action 2, told ok)',
      'call 3: assistant text',
      'call 4: assistant tool_call(action 5, told again)',
      'call 6',
    ])
  })

  it('keeps what has no partner where it is', () => {
    const items = [action(1, null), action(2, 'other'), call(3, [message('tool', told(null, 'x'), told('other', 'y'))])]
    expect(shown(items)).toEqual(['action 1', 'action 2', 'call 3: tool tool_result tool_result'])
  })

  it('keeps the second of two results', () => {
    const items = [
      call(1, [message('assistant', asks('a'))]),
      call(2, [message('tool', told('a', 'one'))]),
      call(3, [message('tool', told('a', 'two'))]),
    ]
    expect(shown(items)).toEqual(['call 1: assistant tool_call(told one)', 'call 2', 'call 3: tool tool_result'])
  })

  it('says where phases and agents begin', () => {
    const explorer = { agents: [{ spanId: 'e', name: 'explorer' }] }
    const { entries } = conversation(
      [
        call(1, [], { phaseId: 7, phase: 'plan' }),
        call(2, [], { phaseId: 7, phase: 'plan', ...explorer }),
        call(3, [], { phaseId: 7, phase: 'plan', ...explorer }),
        call(4, [], { phaseId: 8, phase: 'build' }),
        call(5, [], { phaseId: 9, phase: 'explorer', ...explorer }),
        call(6, [], { phaseId: 8, phase: 'build', ...explorer }),
      ],
      { onlyTalk: false, phases: [] },
    )
    expect(entries.map(({ phases, startsAgents }) => [phases.map(({ name }) => name).join(), startsAgents])).toEqual([
      ['plan', false],
      ['', true],
      ['', false],
      ['build', true],
      ['', true],
      ['build', false],
    ])
  })

  it('leaves out what an exception says that stands with its action, and has it there', () => {
    const texts = { detail: 'E\nno', eventIndex: 0, title: 'E', body: 'no', chosen: null, rationale: null }
    const said = { ...texts, alternatives: null, alternativeCount: 0 }
    const exception: TranscriptItem = { ...place, ...said, id: 9, kind: 'event', name: 'exception', spanId: 'other' }
    const { entries, exceptions } = conversation([action(1, null), { ...exception, spanId: 's' }, exception], {
      onlyTalk: false,
      phases: [],
    })
    expect(entries.map(({ item }) => item.kind)).toEqual(['action'])
    expect(exceptionsOf(action(1, null), exceptions).map(({ detail }) => detail)).toEqual(['E\nno'])
  })

  it('has logs where they were written; one of no known span ends neither phase nor agent', () => {
    const log = (id: number, of: Partial<TranscriptLog> = {}): TranscriptLog => ({ ...place, ...LOG, id, ...of })
    const within = { agents: [{ spanId: 'a', name: 'scout' }], phaseId: 1, phase: 'plan' }
    const items = [log(1, within), log(2), log(3, within), log(4, { ...within, agents: [] })]
    const { entries } = conversation(items, { onlyTalk: false, phases: [] })
    expect(entries.map(({ item, phases, startsAgents }) => [item.id, phases.map(({ name }) => name).join(), startsAgents])).toEqual([
      [1, 'plan', true],
      [2, '', false],
      [3, '', false],
      [4, '', true],
    ])
    expect(conversation(items, { onlyTalk: true, phases: [] }).entries).toEqual([])
  })
})
