import { describe, expect, it } from 'vitest'
import { chat, issue, openTestStore, phase, session, type TestSpan, type TestStore, tool } from '../../../api/testing/test-store.ts'
import type { List, Message, TranscriptCall, TranscriptItem } from '../../../contract.ts'

const KEY = { 'tracker.session.key': 'the-session-of-all' }

interface Said {
  readonly role: string
  readonly content?: string
  readonly call?: string
  readonly result?: string
}

const user = (content: string): Said => ({ role: 'user', content })
const assistant = (content: string): Said => ({ role: 'assistant', content })
const SYSTEM: Said = { role: 'system', content: 'be brief' }
const calls = (id: string): Said => ({ role: 'assistant', call: id })
const result = (id: string, text = `result of ${id}`): Said => ({ role: 'tool', call: id, result: text })

function sent(messages: readonly Said[]): string {
  return JSON.stringify(
    messages.map(({ role, content, call, result: response }) => ({
      role,
      parts: [
        ...(content === undefined ? [] : [{ type: 'text', content }]),
        ...(call !== undefined && response === undefined ? [{ type: 'tool_call', id: call, name: 'bash', arguments: { cmd: call } }] : []),
        ...(response === undefined ? [] : [{ type: 'tool_call_response', id: call, response }]),
      ],
    })),
  )
}

/** A call that was asked some messages and answered one. */
function asked(span: TestSpan, input: readonly Said[], answer: Said | undefined): TestSpan {
  const attributes = {
    'gen_ai.input.messages': sent(input),
    ...(answer ? { 'gen_ai.output.messages': sent([answer]) } : { 'gen_ai.output.messages': '' }),
  }
  return chat({ ...span, attributes: { ...attributes, ...span.attributes } })
}

/** An agent's calls, each of which sends all before it again: one for each answer, a second apart. */
function loop(
  turns: readonly (readonly [asks: readonly Said[], answer: Said])[],
  place: Partial<TestSpan> & { readonly from?: number } = {},
): readonly TestSpan[] {
  const { from = 1, ...rest } = place
  const history: Said[] = [SYSTEM]
  return turns.map(([asks, answer], index) => {
    history.push(...asks)
    const span = asked({ at: 1000 * index, lasts: 500, ...rest, id: (from + index).toString(16) }, [...history], answer)
    history.push(answer)
    return span
  })
}

async function storeOf(...spans: readonly TestSpan[]): Promise<TestStore> {
  const store = await openTestStore()
  await store.write(...spans.map((span) => ({ ...span, attributes: { ...KEY, ...span.attributes } })))
  return store
}

async function pages(store: TestStore, limit: number): Promise<readonly TranscriptItem[]> {
  const items: TranscriptItem[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page: List<TranscriptItem> = await store.get(`/sessions/1/transcript?limit=${limit}${cursor && `&cursor=${cursor}`}`)
    expect(page.items.length).toBeGreaterThan(0)
    items.push(...page.items)
    cursor = page.nextCursor
  }
  return items
}

const onlyCalls = (items: readonly TranscriptItem[]): readonly TranscriptCall[] => items.filter((item) => item.kind === 'call')

/** What is new of a call: `2 + user more → assistant answer`. */
function line({ repeatedCount, messages }: TranscriptCall): string {
  const text = ({ role, parts }: Message) =>
    `${role} ${parts.map((part) => (part.type === 'tool_call' ? `call ${part.callId}` : part.type === 'media' ? 'media' : part.text)).join(' ')}`
  const side = (isAnswer: boolean) => messages.filter((message) => message.isAnswer === isAnswer).map(text)
  return `${repeatedCount} + ${side(false).join(', ')} → ${side(true).join(', ')}`
}

async function lines(spans: readonly TestSpan[], limit = 100): Promise<readonly string[]> {
  return onlyCalls(await pages(await storeOf(...spans), limit)).map(line)
}

describe('what is new in a call', () => {
  it('of an agent with tools is what its loop adds', async () => {
    expect(
      await lines(
        loop([
          [[user('go')], calls('a')],
          [[result('a')], calls('b')],
          [[result('b')], assistant('done')],
          [[user('more')], assistant('bye')],
        ]),
      ),
    ).toEqual([
      '0 + system be brief, user go → assistant call a',
      '3 + tool result of a → assistant call b',
      '5 + tool result of b → assistant done',
      '7 + user more → assistant bye',
    ])
  })

  it('of a branch is what differs from the call that it left', async () => {
    const [one, two] = loop([
      [[user('go')], assistant('well')],
      [[user('left')], assistant('l')],
    ])
    const right = asked({ id: '3', at: 2000 }, [SYSTEM, user('go'), assistant('well'), user('right')], assistant('r'))
    expect((await lines([one, two, right].filter((span) => span !== undefined))).slice(1)).toEqual([
      '3 + user left → assistant l',
      '3 + user right → assistant r',
    ])
  })

  it('after a compaction is the summary', async () => {
    const before = loop([
      [[user('go')], assistant('a')],
      [[user('on')], assistant('b')],
    ])
    const after = asked({ id: 'a', at: 5000 }, [SYSTEM, user('summary of all'), user('next')], assistant('c'))
    expect((await lines([...before, after])).at(-1)).toBe('1 + user summary of all, user next → assistant c')
  })

  it('of agents beside each other is told from their own calls', async () => {
    const agent = (name: string, at: number, from: number) =>
      loop(
        [
          [[user(`you are ${name}`)], calls(`${name}1`)],
          [[result(`${name}1`)], calls(`${name}2`)],
          [[result(`${name}2`)], assistant(`${name} done`)],
        ],
        { from },
      ).map((span) => ({ ...span, at: (span.at ?? 0) + at }))
    const found = await lines([...agent('x', 0, 1), ...agent('y', 100, 10), ...agent('z', 200, 20)])
    expect(found.slice(3)).toEqual([
      '3 + tool result of x1 → assistant call x2',
      '3 + tool result of y1 → assistant call y2',
      '3 + tool result of z1 → assistant call z2',
      '5 + tool result of x2 → assistant x done',
      '5 + tool result of y2 → assistant y done',
      '5 + tool result of z2 → assistant z done',
    ])
  })

  it('of an agent that waited for many others is told from its own last call', async () => {
    const lead = loop(
      [
        [[user('split it')], assistant('I ask the others')],
        [[user('they are done')], assistant('so this is it')],
      ],
      { from: 0x100, parent: '1' },
    ).map((span, index) => ({ ...span, at: index * 60_000 }))
    const others = Array.from({ length: 20 }, (_, index) =>
      asked({ id: (0x200 + index).toString(16), parent: '2', at: 1000 + index * 1000 }, [user(`part ${index}`)], assistant(`${index}`)),
    )
    const agents = [
      { id: '1', at: 0, lasts: 90_000 },
      { id: '2', parent: '1', at: 500, lasts: 50_000 },
    ]
    expect((await lines([...agents, ...lead, ...others])).at(-1)).toBe('3 + user they are done → assistant so this is it')
  })

  it('goes on in a trace per turn, whatever else each turn ends with', async () => {
    const turns = loop(
      ['go', 'on', 'and', 'end'].map((text) => [[user(text)], assistant(`re ${text}`)] as const),
      { from: 0x20, parent: '1' },
    ).map((span, index) => ({ ...span, trace: String(index + 1) }))
    const around = turns.flatMap(({ trace = '', at = 0 }) => [
      { trace, id: '1', at },
      { trace, id: '2', parent: '1', at: at + 600 },
      // A summary that a helper makes in many steps, then a title.
      ...Array.from({ length: 6 }, (_, step) =>
        asked({ trace, id: `a${step}`, parent: '2', at: at + 600 + step }, [user(`sum up ${trace}.${step}`)], assistant('s')),
      ),
      asked({ trace, id: 'b', parent: '1', at: at + 700 }, [user(`title of ${trace}`)], assistant('t')),
    ])
    const store = await storeOf(...turns, ...around)
    const own = onlyCalls(await pages(store, 100)).filter(({ spanId }) => spanId.startsWith('000000000000002'))
    expect(own.map(line)).toEqual([
      '0 + system be brief, user go → assistant re go',
      '3 + user on → assistant re on',
      '5 + user and → assistant re and',
      '7 + user end → assistant re end',
    ])
  })

  it('goes on behind traces of one call each that belong to something else', async () => {
    const turns = loop([
      [[user('go')], assistant('a')],
      [[user('on')], assistant('b')],
    ]).map((span, index) => ({ ...span, trace: String(index + 1) }))
    const guards = [1, 2, 3].map((at) => asked({ trace: `f${at}`, id: '1', at: 600 + at }, [user(`is ${at} safe?`)], assistant('yes')))
    expect((await lines([...turns, ...guards])).at(-1)).toBe('3 + user on → assistant b')
  })

  it('has the system prompt where a clock in it changed, and not what was said before', async () => {
    const turns = [[user('go')], [user('go'), assistant('a'), user('on')]].map((talk, index) =>
      asked(
        { id: `${index + 1}`, at: index * 1000 },
        [{ role: 'system', content: `it is ${index}` }, ...talk],
        assistant(index ? 'b' : 'a'),
      ),
    )
    const store = await storeOf(...turns)
    const [, second] = onlyCalls(await pages(store, 10))
    expect(second && line(second)).toBe('2 + system it is 1, user on → assistant b')
    expect(second?.messages.map(({ index }) => index)).toEqual([0, 3, 4])
  })

  it('goes on from the trace before, also behind one without calls', async () => {
    const turns = loop([
      [[user('go')], assistant('a')],
      [[user('on')], assistant('b')],
      [[user('end')], assistant('c')],
    ]).map((span, index) => ({ ...span, trace: String(index + 1) }))
    expect(await lines([...turns, { trace: '9', id: '9', at: 1500 }])).toEqual([
      '0 + system be brief, user go → assistant a',
      '3 + user on → assistant b',
      '5 + user end → assistant c',
    ])
  })

  it('is all of it where a trace begins before the one before has said anything', async () => {
    const later = asked({ trace: '1', id: '1', at: 5000 }, [user('go')], assistant('a'))
    const earlier = asked({ trace: '2', id: '2', at: 1000 }, [user('go')], assistant('a'))
    expect(await lines([{ trace: '1', id: '3', at: 0 }, later, earlier])).toEqual([
      '0 + user go → assistant a',
      '0 + user go → assistant a',
    ])
  })

  it.each([1, 2, 7, 100])('does not depend on where pages of %i end', async (limit) => {
    const turns = Array.from({ length: 50 }, (_, turn): readonly [readonly Said[], Said] => [
      turn % 2 === 0 ? [user(`ask ${turn}`)] : [result(`c${turn - 1}`)],
      turn % 2 === 0 ? calls(`c${turn}`) : assistant(`said ${turn}`),
    ])
    const found = onlyCalls(await pages(await storeOf(...loop(turns)), limit))
    expect(found.map(({ repeatedCount }) => repeatedCount)).toEqual(turns.map((_, turn) => (turn === 0 ? 0 : 2 * turn + 1)))
    expect(found.every(({ messages }, turn) => messages.length === (turn === 0 ? 3 : 2))).toBe(true)
  })

  it('names its place among all messages', async () => {
    const [, second] = onlyCalls(
      await pages(
        await storeOf(
          ...loop([
            [[user('go')], assistant('a')],
            [[user('on')], assistant('b')],
          ]),
        ),
        10,
      ),
    )
    expect(second?.messages.map(({ index, isAnswer }) => [index, isAnswer])).toEqual([
      [3, false],
      [4, true],
    ])
  })
})

describe('a transcript', () => {
  it('has calls, actions and facts in order of time, with their phase', async () => {
    const store = await storeOf(
      session({ id: '1', lasts: 9000 }, 'w'),
      phase({ id: '2', parent: '1', at: 10, lasts: 5000 }, 'draft'),
      chat({ id: '3', parent: '2', at: 20, error: 'overloaded' }, { text: 'write' }),
      tool({ id: '4', parent: '2', at: 3000, lasts: 10 }, 'bash', {
        'gen_ai.tool.call.id': 'c1',
        'gen_ai.tool.call.arguments': '{"a":1}',
        'process.exit.code': 1,
      }),
      {
        id: '5',
        parent: '1',
        at: 4000,
        lasts: null,
        events: [
          { name: 'tracker.artifact', at: 4001, attributes: { 'tracker.artifact.type': 'draft', 'file.path': 'a.md' } },
          issue('major', 'too_long', { 'tracker.issue.description': 'by far' }),
          { name: 'tracker.metric', at: 4002, attributes: { 'tracker.metric.name': 'words', 'tracker.metric.value': 1 } },
          { name: 'tracker.decision', at: 4003, attributes: { 'tracker.decision.chosen': 'a', 'tracker.decision.rationale': 'best' } },
        ],
      },
    )
    expect(await pages(store, 2)).toMatchObject([
      {
        kind: 'call',
        phase: 'draft',
        model: 'm-1',
        durationMs: 1000,
        tokensInput: 1000,
        costUsd: '0.0012',
        failed: true,
        error: { message: 'overloaded' },
        isWithoutContent: false,
        at: '2026-01-04T10:00:00.020Z',
      },
      {
        kind: 'action',
        tool: 'bash',
        callId: 'c1',
        arguments: '{"a":1}',
        argumentsLength: 7,
        result: null,
        resultLength: 0,
        exitCode: 1,
        failed: true,
      },
      { kind: 'issue', name: 'too_long', detail: 'by far', failed: true },
      { kind: 'artifact', name: 'a.md', detail: null, phase: null, durationMs: null, failed: false },
      { kind: 'decision', detail: 'a\nbest' },
    ])
  })

  it('nests what agents do below them, outermost first', async () => {
    const agent = (span: TestSpan, name: string) => ({
      ...span,
      name: `invoke_agent ${name}`,
      attributes: { 'gen_ai.operation.name': 'invoke_agent', 'gen_ai.agent.name': name },
    })
    const store = await storeOf(
      agent({ id: '1' }, 'root'),
      chat({ id: '2', parent: '1', at: 1 }),
      agent({ id: '3', parent: '1', at: 2 }, 'writer'),
      { id: '4', parent: '3', at: 3, name: 'step' },
      agent({ id: '5', parent: '4', at: 4 }, 'checker'),
      tool({ id: '6', parent: '5', at: 5 }, 'bash'),
      tool({ id: '7', parent: '4', at: 6 }, 'bash'),
      tool({ id: '8', parent: 'ff', at: 7 }, 'bash'),
      tool({ id: 'a', parent: 'b', at: 8 }, 'bash'),
      tool({ id: 'b', parent: 'a', at: 9 }, 'bash'),
    )
    expect((await pages(store, 3)).map(({ agents }) => agents.map(({ name }) => name))).toEqual([
      ['invoke_agent root'],
      ['invoke_agent root', 'writer', 'checker'],
      ['invoke_agent root', 'writer'],
      [],
      [],
      [],
    ])
  })

  it('tells a call once, with the words of whichever instrumentation has them', async () => {
    const texts = { 'gen_ai.input.messages': sent([user('hello?')]), 'gen_ai.output.messages': sent([assistant('hello!')]) }
    const usage = { 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': 'm-1', 'gen_ai.usage.input_tokens': 5 }
    const store = await storeOf(
      session({ id: '1' }, 'w'),
      { id: '2', parent: '1', attributes: { 'gen_ai.operation.name': 'chat', ...texts } },
      { id: '3', parent: '2', attributes: usage },
      { id: '4', parent: '1', at: 10, attributes: { 'gen_ai.operation.name': 'invoke_agent', 'gen_ai.usage.input_tokens': 7, ...texts } },
    )
    const found = onlyCalls(await pages(store, 10))
    expect(found.map((call) => [call.tokensInput, line(call)])).toEqual([
      [5, '0 + user hello? → assistant hello!'],
      [7, '1 +  → assistant hello!'],
    ])
  })

  it('says where nothing was recorded', async () => {
    const store = await storeOf({ id: '1', attributes: { 'gen_ai.operation.name': 'chat', 'gen_ai.usage.input_tokens': 5 } })
    expect(await pages(store, 10)).toMatchObject([{ isWithoutContent: true, messages: [], repeatedCount: 0 }])
  })

  it('cuts long texts, which the messages of the call have whole', async () => {
    const long = 'x'.repeat(50_000)
    const store = await storeOf(
      asked({ id: '1' }, [user(long)], assistant('short')),
      tool({ id: '2', parent: '1', at: 1, error: long }, 'bash', { 'gen_ai.tool.call.result': long, 'process.command_line': long }),
      asked({ id: '3', at: 2, error: long }, [], assistant('short')),
    )
    const [call, action, failed] = await pages(store, 10)
    expect(call).toMatchObject({
      messages: [{ parts: [{ text: 'x'.repeat(20_000), length: 50_000 }] }, { parts: [{ text: 'short', length: 5 }] }],
    })
    const [cut, whole] = ['x'.repeat(20_000), 50_000]
    expect(action).toMatchObject({ result: cut, resultLength: whole, text: cut, textLength: whole })
    for (const item of [action, failed]) expect(item).toMatchObject({ error: { message: cut }, errorMessageLength: whole })
    const value = `/api/v1/spans/${action?.traceId}/${action?.spanId}/value?at=/errorMessage`
    expect(await (await store.api.request(value)).text()).toBe(long)
    const { items } = await store.get<List<Message>>(`/responses/${call?.id}/messages`)
    expect(items).toMatchObject([
      { index: 0, isAnswer: false, parts: [{ text: long }] },
      { index: 1, isAnswer: true },
    ])
  })

  it('ends a page that has become large, and goes on', async () => {
    const spans = Array.from({ length: 300 }, (_, index) =>
      tool({ id: (index + 1).toString(16), at: index }, 'bash', { 'gen_ai.tool.call.result': String(index).padStart(30_000, '.') }),
    )
    const store = await storeOf(...spans)
    const first = await store.get<List<TranscriptItem>>('/sessions/1/transcript?limit=500')
    expect(first.items).toHaveLength(101)
    expect((await pages(store, 500)).map(({ id }) => id)).toEqual([...new Set((await pages(store, 500)).map(({ id }) => id))])
    expect(await pages(store, 500)).toHaveLength(300)
  })
})

describe('what stands between the messages', () => {
  it('names the event of its span, also of two at one time', async () => {
    const thrown = (message: string) => ({ name: 'exception', at: 5, attributes: { 'exception.type': 'E', 'exception.message': message } })
    const chunk = { name: 'gen_ai.content.prompt', at: 5, attributes: {} }
    const store = await storeOf({ id: '1', events: [chunk, thrown('one'), thrown('two\nlines')] })
    expect(await pages(store, 10)).toMatchObject([
      { kind: 'event', name: 'exception', eventIndex: 1, title: 'E', body: 'one' },
      { kind: 'event', name: 'exception', eventIndex: 2, title: 'E', body: 'two\nlines' },
    ])
  })

  it.each([
    { name: 'a list', sent: ['one\ntwo', 'three'], alternatives: ['one\ntwo', 'three'], alternativeCount: 2 },
    { name: 'a list as JSON', sent: '["a","b"]', alternatives: ['a', 'b'], alternativeCount: 2 },
    { name: 'a long list', sent: Array.from({ length: 70 }, () => 'x'), alternatives: Array(50).fill('x'), alternativeCount: 70 },
    { name: 'long texts', sent: ['x'.repeat(5_000)], alternatives: ['x'.repeat(2_000)], alternativeCount: 1 },
    { name: 'other things', sent: '[{"name":"a"}]', alternatives: null, alternativeCount: 0 },
    { name: 'half a list', sent: '["a", "b', alternatives: null, alternativeCount: 0 },
    { name: 'a text', sent: 'a', alternatives: null, alternativeCount: 0 },
    { name: 'nothing', sent: '', alternatives: null, alternativeCount: 0 },
  ])('has a decision with $name to choose from', async ({ sent, alternatives, alternativeCount }) => {
    const attributes = {
      'tracker.decision.chosen': 'one\ntwo',
      'tracker.decision.rationale': 'best\nby far',
      'tracker.decision.options': sent,
    }
    const store = await storeOf({ id: '1', events: [{ name: 'tracker.decision', attributes }] })
    const [item] = await pages(store, 10)
    expect(item).toMatchObject({ chosen: 'one\ntwo', rationale: 'best\nby far', title: null, body: null, alternatives, alternativeCount })
  })

  it('has what a checkpoint is called and says, and no length of an error', async () => {
    const attributes = { 'tracker.checkpoint.name': 'tests-green', 'tracker.checkpoint.description': '42 pass' }
    const store = await storeOf({ id: '1', events: [{ name: 'tracker.checkpoint', attributes }] })
    const [item] = await pages(store, 10)
    expect(item).toMatchObject({ kind: 'event', name: 'tracker.checkpoint', title: 'tests-green', body: '42 pass', chosen: null })
    expect(item).not.toHaveProperty('errorMessageLength')
  })
})

describe('the messages of a call', () => {
  it('come in pages', async () => {
    const store = await storeOf(asked({ id: '1' }, [SYSTEM, user('a'), assistant('b'), user('c')], assistant('d')))
    const found: Message[] = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: List<Message> = await store.get(`/responses/1/messages?limit=2${cursor && `&cursor=${cursor}`}`)
      found.push(...page.items)
      cursor = page.nextCursor
    }
    expect(found.map(({ index, role, isAnswer }) => `${index} ${role} ${isAnswer}`)).toEqual([
      '0 system false',
      '1 user false',
      '2 assistant false',
      '3 user false',
      '4 assistant true',
    ])
  })

  it.each([
    ['/responses/99/messages', 404, /no response 99/],
    ['/responses/x/messages', 400, /responseId is .+; allowed: the integer of a response/],
    ['/responses/1/messages?cursor=x', 400, /cursor does not belong/],
  ])('are refused at %s', async (path, status, message) => {
    const store = await storeOf(asked({ id: '1' }, [user('a')], undefined))
    const response = await store.api.request(`/api/v1${path}`)
    expect([response.status, await response.text()]).toEqual([status, expect.stringMatching(message)])
  })
})
