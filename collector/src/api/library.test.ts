import { beforeAll, describe, expect, it } from 'vitest'
import type { DbInfo, Issue, LibraryPrompt, List, Session } from '../contract.ts'
import { chat, issue, openTestStore, phase, session, spanItem, type TestEvent, type TestStore } from './testing/test-store.ts'

const score = (value: unknown): TestEvent => ({
  name: 'gen_ai.evaluation.result',
  attributes: { 'gen_ai.evaluation.name': 'relevance', 'gen_ai.evaluation.score.value': value },
})

let store: TestStore

/**
 * Session 1 (blog): phase draft ─ chat 3 (5 s, rated 4 and 5, a major issue at 6 s), chat 4 (20 s, rated 2)
 * Session 2 (code): chat 2 (10 s, model m-2, a fixed minor issue at 10 s), and a wrapper that repeats it
 */
beforeAll(async () => {
  store = await openTestStore()
  await store.write(
    session({ trace: '1', id: '1', lasts: 30_000 }, 'blog'),
    phase({ trace: '1', id: '2', parent: '1', lasts: 15_000 }, 'draft'),
    {
      ...chat({ trace: '1', id: '3', parent: '2', at: 5000 }, { text: 'about octopuses' }),
      events: [score(4), score(5), score('unsure'), { ...issue('major', 'style', { 'tracker.issue.description': 'pale' }), at: 6000 }],
    },
    { ...chat({ trace: '1', id: '4', parent: '1', at: 20_000 }, { text: 'about whales' }), events: [score(2)] },
    session({ trace: '2', id: '1', at: 8000 }, 'code'),
    {
      ...chat({ trace: '2', id: '2', parent: '3', at: 10_000 }, { text: 'about squids', model: 'm-2' }),
      events: [issue('minor', 'naming', { 'tracker.issue.fixed': true })],
    },
    chat(
      { trace: '2', id: '3', parent: '1', at: 9000, lasts: 5000, attributes: { 'gen_ai.operation.name': 'invoke_agent' } },
      { model: 'm-2' },
    ),
  )
  while (await store.writer.work());
})

describe('prompts of all sessions', () => {
  it('have the fields of the contract', async () => {
    const { items } = await store.get<List<LibraryPrompt>>('/prompts?phase=draft')
    expect(items).toEqual([
      {
        id: 3,
        spanId: '0000000000000003',
        traceId: '1'.padStart(32, '0'),
        sessionId: 1,
        phase: 'draft',
        phaseId: 2,
        createdAt: '2026-01-04T10:00:05.000Z',
        text: 'about octopuses',
        system: null,
        model: 'm-1',
        temperature: null,
        topP: null,
        maxTokens: null,
        experiment: null,
        variant: null,
        metadata: null,
        workflow: 'blog',
        rating: 4.5,
        ratingCount: 2,
        tokensTotal: 1100,
        costUsd: '0.0012',
      },
    ])
  })

  it.each([
    ['all, latest first, without wrappers', '', ['about whales', 'about squids', 'about octopuses']],
    ['of a workflow', 'workflow=blog', ['about whales', 'about octopuses']],
    ['of a workflow that is not there', 'workflow=blo', []],
    ['of a phase', 'phase=draft', ['about octopuses']],
    ['of a model', 'model=m-2', ['about squids']],
    ['with a rating', 'minRating=-1', ['about whales', 'about octopuses']],
    ['with a good rating', 'minRating=4.5', ['about octopuses']],
    ['with a rating that none has', 'minRating=4.6', []],
    ['from a time on', 'after=2026-01-04T10:00:10Z', ['about whales', 'about squids']],
    ['before a time', 'before=2026-01-04T10:00:10Z', ['about octopuses']],
    ['by a word of the prompt', 'q=octopuses', ['about octopuses']],
    ['by words of the answer', 'q=%22answer+to%22+squ', ['about squids']],
    ['by a word of an issue', 'q=pale', ['about octopuses']],
    ['by words and a rating', 'q=about&minRating=4', ['about octopuses']],
    ['by words that no one said', 'q=about+whales+squids', []],
    ['by punctuation', 'q=*', []],
  ])('are listed %s', async (_, query, expected) => {
    const { items, nextCursor } = await store.get<List<LibraryPrompt>>(`/prompts?${query}`)
    expect([items.map(({ text }) => text), nextCursor]).toEqual([expected, null])
  })

  it('come page by page', async () => {
    const texts: (string | null)[] = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: List<LibraryPrompt> = await store.get(`/prompts?limit=1&before=2026-01-05&cursor=${cursor}`)
      expect(page.items).toHaveLength(1)
      texts.push(...page.items.map(({ text }) => text))
      cursor = page.nextCursor
    }
    expect(texts).toEqual(['about whales', 'about squids', 'about octopuses'])
  })

  it('are found by words that the wrapper around the call has, too, and by those of prompt and answer together', async () => {
    const usage = { 'gen_ai.usage.input_tokens': 5 }
    const other = await openTestStore()
    await other.write(
      chat({ id: '1', attributes: { 'gen_ai.operation.name': 'invoke_agent', ...usage } }, { text: 'octopus' }),
      chat({ id: '2', parent: '1', at: 1, attributes: usage }, { text: 'octopus' }),
      chat({ id: '3', parent: '1', at: 2, attributes: { ...usage, 'gen_ai.output.messages': 'whale' } }, { text: 'octopus' }),
    )
    while (await other.writer.work());
    const found = async (words: string) => (await other.get<List<LibraryPrompt>>(`/prompts?q=${words}`)).items.map(({ id }) => id)
    expect([await found('octopus'), await found('octopus+whale')]).toEqual([[3, 2], [3]])
    expect((await other.get<List<Session>>('/sessions?q=octopus+whale')).items).toHaveLength(1)
  })

  it('are found by the words that only the wrapper around the call has', async () => {
    const silent = { 'gen_ai.input.messages': '', 'gen_ai.output.messages': '' }
    const other = await openTestStore()
    await other.write(
      chat({ id: '1', attributes: { 'gen_ai.operation.name': 'invoke_agent', 'openinference.span.kind': 'LLM' } }, { text: 'octopus' }),
      chat({ id: '2', parent: '1', at: 1, attributes: silent }),
    )
    while (await other.writer.work());
    const all = await other.get<List<LibraryPrompt>>('/prompts')
    const found = await other.get<List<LibraryPrompt>>('/prompts?q=octopus')
    expect(found.items).toEqual(all.items)
    expect(found.items).toMatchObject([{ spanId: '0000000000000002', text: 'octopus' }])
  })
})

describe('issues of all sessions', () => {
  it.each([
    ['all, latest first', '', ['naming', 'style']],
    ['of a workflow', 'workflow=blog', ['style']],
    ['of a severity', 'severity=minor', ['naming']],
    ['that are fixed', 'fixed=true', ['naming']],
    ['that are open', 'fixed=false', ['style']],
    ['that are open and minor', 'fixed=false&severity=minor', []],
    ['from a time on', 'after=2026-01-04T10:00:06.001Z', ['naming']],
    ['before a time', 'before=2026-01-04T10:00:10Z', ['style']],
  ])('are listed %s', async (_, query, expected) => {
    const { items, nextCursor } = await store.get<List<Issue>>(`/issues?${query}`)
    expect([items.map(({ type }) => type), nextCursor]).toEqual([expected, null])
  })

  it('come page by page, and as the session lists them', async () => {
    const first = await store.get<List<Issue>>('/issues?limit=1')
    const second = await store.get<List<Issue>>(`/issues?limit=1&cursor=${first.nextCursor}`)
    expect([first.items[0]?.type, second.nextCursor]).toEqual(['naming', null])
    expect(second.items).toEqual((await store.get<List<Issue>>('/sessions/1/issues')).items)
  })
})

describe('what is asked for wrongly', () => {
  it.each([
    ['/prompts?minRating=good', 'minRating is "good"; allowed: a decimal number'],
    ['/prompts?severity=minor', 'there is no parameter "severity"'],
    ['/prompts?cursor=x', 'cursor does not belong to this list'],
    ['/issues?severity=bad', 'severity is "bad"; allowed: critical, major or minor'],
    ['/issues?fixed=1', 'fixed is "1"; allowed: true or false'],
  ])('is refused: %s', async (path, message) => {
    const response = await store.api.request(`/api/v1${path}`)
    const body: unknown = await response.json()
    expect([response.status, body]).toEqual([400, { error: { code: 'invalid', message: expect.stringContaining(message) } }])
  })

  it('is refused: a cursor of the other list', async () => {
    const { nextCursor } = await store.get<List<Issue>>('/issues?limit=1')
    expect((await store.api.request(`/api/v1/prompts?cursor=${nextCursor}`)).status).toBe(400)
  })
})

describe('a search', () => {
  it('finds sessions by what was said in them, and says how much it does not know yet', async () => {
    const other = await openTestStore()
    await other.writeItems([spanItem(chat({ id: '1' }, { text: 'octopus' }))])
    const asked = async () => [
      (await other.get<List<Session>>('/sessions?q=octo')).items.length,
      (await other.get<DbInfo>('/info')).searchPending,
    ]
    expect(await asked()).toEqual([0, 1])
    while (await other.writer.work());
    expect(await asked()).toEqual([1, 0])
  })
})
