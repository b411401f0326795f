import { describe, expect, it } from 'vitest'
import { fixed, issue, openTestStore, phase, type TestEvent, type TestSpan } from '../../../api/testing/test-store.ts'
import type { Event, Issue, List, Session, SessionDetail, TimelineItem, TranscriptItem } from '../../../contract.ts'

const KEY = { 'tracker.session.key': 'the-session-of-all' }
const AT = { 'tracker.issue.location': 'a.md:1' }

/** A trace of the session with one event each. */
const reporting = (trace: string, event: TestEvent, at: number = Number(trace)): TestSpan => ({
  trace,
  id: '1',
  at,
  attributes: KEY,
  events: [event],
})
const withId = (id: string) => issue('major', 'style', { 'tracker.issue.id': id, ...AT })

interface Case {
  readonly reported: TestEvent
  readonly fixes: readonly TestEvent[]
  readonly expected: Pick<Issue, 'fixed' | 'fixIteration'>
}

const OPEN = { fixed: false, fixIteration: null }
const FIXED = { fixed: true, fixIteration: null }
const CASES: readonly [string, Case][] = [
  ['is open when no one says otherwise', { reported: withId('a'), fixes: [], expected: OPEN }],
  ['is fixed by its id', { reported: withId('a'), fixes: [fixed({ id: 'a' })], expected: FIXED }],
  ['is open when the fix has another id', { reported: withId('a'), fixes: [fixed({ id: 'b' })], expected: OPEN }],
  [
    'is open when the fix has another id, though its type and location',
    { reported: withId('a'), fixes: [fixed({ id: 'b', type: 'style', location: 'a.md:1' })], expected: OPEN },
  ],
  [
    'is fixed by its id, whatever else the fix says',
    { reported: withId('a'), fixes: [fixed({ id: 'a', type: 'x', location: 'y' })], expected: FIXED },
  ],
  [
    'is fixed by type and location',
    { reported: issue('major', 'style', AT), fixes: [fixed({ type: 'style', location: 'a.md:1' })], expected: FIXED },
  ],
  [
    'is fixed by type and location, though it has an id',
    { reported: withId('a'), fixes: [fixed({ type: 'style', location: 'a.md:1' })], expected: FIXED },
  ],
  ['is open without the id', { reported: issue('major', 'style', AT), fixes: [fixed({ id: 'a' })], expected: OPEN }],
  ['is open at another location', { reported: withId('a'), fixes: [fixed({ type: 'style', location: 'a.md:2' })], expected: OPEN }],
  ['is open at a location', { reported: withId('a'), fixes: [fixed({ type: 'style' })], expected: OPEN }],
  [
    'is fixed by type where both have no location',
    { reported: issue('major', 'style'), fixes: [fixed({ type: 'style' })], expected: FIXED },
  ],
  ['is open with another type', { reported: withId('a'), fixes: [fixed({ type: 'tone', location: 'a.md:1' })], expected: OPEN }],
  ['is open when the fix names nothing', { reported: issue('major', 'style'), fixes: [fixed({ fix_iteration: 1 })], expected: OPEN }],
  [
    'has no type, and neither has the fix',
    {
      reported: { name: 'tracker.issue', attributes: AT },
      fixes: [fixed({ location: 'a.md:1', fix_iteration: 4 })],
      expected: { fixed: true, fixIteration: 4 },
    },
  ],
  [
    'takes the iteration of the first fix that has one',
    {
      reported: withId('a'),
      fixes: [fixed({ id: 'a' }), fixed({ id: 'a', fix_iteration: 3 }), fixed({ id: 'a', fix_iteration: 2 })],
      expected: { fixed: true, fixIteration: 3 },
    },
  ],
  [
    'keeps its own iteration',
    {
      reported: issue('major', 'style', { 'tracker.issue.id': 'a', 'tracker.issue.fixed': true, 'tracker.issue.fix_iteration': 1 }),
      fixes: [fixed({ id: 'a', fix_iteration: 2 })],
      expected: { fixed: true, fixIteration: 1 },
    },
  ],
  [
    'has a key that JSON and SQL have to quote',
    { reported: withId(`"'\\ ü %`), fixes: [fixed({ id: `"'\\ ü %`, fix_iteration: 1 })], expected: { fixed: true, fixIteration: 1 } },
  ],
]

describe('an issue', () => {
  it.each(CASES)('%s, whichever came first, in lists and in SQL', async (_, { reported, fixes, expected }) => {
    const spans = [reporting('5', reported), ...fixes.map((fix, index) => reporting(String(6 + index), fix))]
    for (const order of [spans, spans.toReversed()]) {
      const store = await openTestStore()
      for (const span of order) await store.write(span)
      const [session] = (await store.get<List<Session>>('/sessions')).items
      const own = await store.get<List<Issue>>(`/sessions/${session?.id}/issues`)
      expect([session?.issueCount, own.items]).toMatchObject([1, [expected]])
      const detail = await store.get<SessionDetail>(`/sessions/${session?.id}`)
      expect([session?.openIssueCount, detail.openIssueCount]).toEqual(Array(2).fill(expected.fixed ? 0 : 1))
      const { items } = await store.get<List<Issue>>(`/issues?fixed=${expected.fixed}`)
      expect([items, await store.get(`/issues?fixed=${!expected.fixed}`)]).toEqual([own.items, { items: [], nextCursor: null }])
      expect(store.db.prepare('SELECT fixed, fix_iteration FROM issues').raw().all()).toEqual([
        [Number(expected.fixed), expected.fixIteration],
      ])
    }
  })

  it('is open again when it is reported again, whichever came first', async () => {
    const spans = [reporting('1', withId('a'), 100), reporting('2', fixed({ id: 'a' }), 300), reporting('3', withId('a'), 500)]
    for (const order of [spans, spans.toReversed()]) {
      const store = await openTestStore()
      for (const span of order) await store.write(span)
      expect((await store.get<List<Issue>>('/issues')).items).toMatchObject([{ fixed: false }, { fixed: true }])
      expect((await store.get<List<Issue>>('/issues?fixed=false')).items).toHaveLength(1)
      expect((await store.get<List<TimelineItem>>('/sessions/1/timeline')).items.map(({ failed }) => failed)).toEqual([false, false, true])
      expect(store.db.prepare('SELECT fixed FROM issues ORDER BY created_at').pluck().all()).toEqual([1, 0])
    }
  })

  it('is read in any number, with as many traces', async () => {
    const traces = Array.from({ length: 1500 }, (_, index) => reporting((index + 1).toString(16), withId(`${index}`), index))
    const fixes = Array.from({ length: 1500 }, (_, index) => reporting((0x1000 + index).toString(16), fixed({ id: `${2 * index}` }), 5000))
    const store = await openTestStore()
    await store.write(...traces, ...fixes)
    const steps = [
      async () => (await store.get<List<Issue>>('/issues?fixed=true')).items.length,
      async () => (await store.get<List<Issue>>('/sessions/1/issues?limit=500')).items.length,
      async () => (await store.get<List<TimelineItem>>('/sessions/1/timeline?limit=500')).items.length,
      async () => store.db.prepare('SELECT count(*) FROM issues WHERE fixed').pluck().get(),
      async () => (await store.get<List<Session>>('/sessions')).items.map(({ openIssueCount }) => openIssueCount),
    ]
    const found: unknown[] = []
    for (const step of steps) found.push(await step())
    expect(found).toEqual([50, 500, 500, 750, [750]])
  })

  it('takes the lowest iteration of fixes of the same time', async () => {
    const fixes = [3, 1, 2].map((fix_iteration, index) => reporting(String(2 + index), fixed({ id: 'a', fix_iteration }), 100))
    const store = await openTestStore()
    await store.write(reporting('1', withId('a'), 100), ...fixes)
    expect((await store.get<List<Issue>>('/issues')).items).toMatchObject([{ fixIteration: 1 }])
    expect(store.db.prepare('SELECT fix_iteration FROM issues').pluck().all()).toEqual([1])
  })

  it('is named alike by the view and by the readers, whatever stands in its names', async () => {
    const odd = [
      '',
      ' ',
      '0',
      '1.0',
      'true',
      'null',
      '"',
      "'",
      '\\',
      '\n',
      '\u0000',
      '\u001f',
      '\u2028',
      '/',
      '</a>',
      'é',
      'e\u0301',
      '\u{1f600}',
      '[]',
      '["a"]',
      '{}',
    ]
    const names = odd.flatMap((word) => [
      { key: word },
      { type: word },
      { location: word },
      { type: word, location: word },
      { key: word, type: 'x' },
    ])
    const store = await openTestStore()
    const events = names.map((_, index) => ({ ...issue('minor', 'x'), at: index }))
    const fixes = names.map((_, index) => ({ ...fixed({ id: 'x' }), at: 10_000 + index }))
    await store.write({ id: '1', lasts: 20_000, events }, { id: '2', events: fixes })
    // What senders write is tidied up before it is stored: the names are put in here.
    const rows = (kind: string) => store.db.prepare('SELECT id FROM facts WHERE kind = ? ORDER BY id').pluck().all(kind)
    const name = store.db.prepare('UPDATE facts SET data = ? WHERE id = ?')
    for (const [index, id] of rows('issue').entries()) name.run(JSON.stringify(names[index]), id)
    for (const [index, id] of rows('fix').entries()) name.run(JSON.stringify({ ...names[index - (index % 2)], fixIteration: index }), id)

    const view = store.db.prepare('SELECT issue_id, fixed, fix_iteration FROM issues ORDER BY issue_id').raw().all() as number[][]
    const read = (await store.get<List<Issue>>('/issues?limit=500')).items.toSorted((a, b) => a.id - b.id)
    expect(read.map(({ id, fixed, fixIteration }) => [id, Number(fixed), fixIteration])).toEqual(view)
    expect(view).toHaveLength(names.length)
    expect([...new Set(view.map(([, isFixed]) => isFixed))].sort()).toEqual([0, 1])
  })

  it('is not fixed by another session', async () => {
    const store = await openTestStore()
    await store.write(reporting('1', withId('a')), { trace: '2', id: '1', events: [fixed({ id: 'a' })] })
    expect((await store.get<List<Issue>>('/issues')).items).toMatchObject([{ fixed: false }])
  })

  it('is fixed from when the trace of the fix joins its session', async () => {
    const store = await openTestStore()
    await store.write(reporting('1', withId('a')), { trace: '2', id: '2', parent: '1', at: 9, events: [fixed({ id: 'a' })] })
    expect((await store.get<List<Issue>>('/issues')).items).toMatchObject([{ fixed: false }])
    await store.write({ trace: '2', id: '1', attributes: KEY })
    expect((await store.get<List<Issue>>('/issues')).items).toMatchObject([{ fixed: true }])
  })
})

describe('a fix', () => {
  it('is an event of its phase, and takes the failure from the issue that it names', async () => {
    const store = await openTestStore()
    const fix = { ...fixed({ id: 'a', type: 'style', location: 'a.md:1', fix_iteration: 2 }), at: 20 }
    await store.write(phase({ id: '1', events: [{ ...withId('a'), at: 10 }, { ...withId('b'), at: 15 }, fix] }, 'review'))
    const place = { phase: 'review', phaseId: 1 }
    expect((await store.get<List<Issue>>('/sessions/1/issues')).items).toMatchObject([
      { ...place, fixed: true, fixIteration: 2 },
      { ...place, fixed: false, fixIteration: null },
    ])
    expect((await store.get<List<Event>>('/sessions/1/events')).items).toMatchObject([
      { ...place, kind: 'event', type: 'tracker.issue.fixed', title: 'style', body: 'a.md:1', data: { key: 'a', fixIteration: 2 } },
    ])
    const moments = [
      { kind: 'issue', name: 'style', failed: false },
      { kind: 'issue', name: 'style', failed: true },
      { kind: 'event', name: 'issue fixed', failed: false },
    ]
    const { items } = await store.get<List<TimelineItem>>('/sessions/1/timeline')
    expect(items.filter(({ kind }) => kind !== 'phase')).toMatchObject(moments)
    expect(items.at(-1)?.detail).toBe('style')
    const said = await store.get<List<TranscriptItem>>('/sessions/1/transcript')
    expect(said.items).toMatchObject(moments)
    expect(said.items.at(-1)).toMatchObject({ detail: 'style\na.md:1' })
    expect(store.db.prepare('SELECT type, title, body FROM events').all()).toEqual([
      { type: 'tracker.issue.fixed', title: 'style', body: 'a.md:1' },
    ])
  })
})
