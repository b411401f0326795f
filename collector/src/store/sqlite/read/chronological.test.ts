import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chat, issue, openTestStore, phase, START, type TestSpan, tool } from '../../../api/testing/test-store.ts'
import type { Page, SessionPage } from '../../../domain/telemetry-reader.ts'
import type { SqliteDatabase } from '../database.ts'
import { listActions } from './actions.ts'
import { listPrompts, listResponses } from './calls.ts'
import { listFacts } from './facts.ts'
import { listPhases } from './phases.ts'
import { listMoments } from './timeline.ts'

type Lister = (db: SqliteDatabase, page: SessionPage) => Page<{ readonly id: number; readonly kind?: string }>

const LISTS: Readonly<Record<string, Lister>> = {
  phases: listPhases,
  prompts: listPrompts,
  responses: listResponses,
  actions: listActions,
  issues: (db, page) => listFacts(db, { ...page, kinds: ['issue'] }),
  facts: (db, page) => listFacts(db, { ...page, kinds: ['issue', 'event'] }),
  timeline: listMoments,
}

function allPages(db: SqliteDatabase, list: Lister, limit: number) {
  const items: { readonly id: number; readonly kind?: string }[] = []
  let cursor: string | undefined
  do {
    const page = list(db, { sessionId: 1, limit, ...(cursor !== undefined && { cursor }) })
    items.push(...page.items)
    expect(items.length).toBeLessThan(1000)
    cursor = page.nextCursor
  } while (cursor !== undefined)
  return items
}

/** Counts statements; gives how many there were since it was asked last. */
function countLookUps(db: SqliteDatabase): () => number {
  let count = 0
  const prepare = db.prepare.bind(db)
  const counted = <F extends (...bindings: never[]) => unknown>(run: F) =>
    ((...bindings: never[]) => {
      count++
      return run(...bindings)
    }) as F
  db.prepare = ((sql: string) => {
    const statement = prepare(sql)
    statement.all = counted(statement.all.bind(statement))
    statement.get = counted(statement.get.bind(statement))
    return statement
  }) as typeof db.prepare
  return () => {
    const counts = count
    count = 0
    return counts
  }
}

const SESSION = { 'tracker.session.key': 'one-session-of-many-traces' }

/** Spans of every kind, over three traces, with many equal times. */
const anySpan = fc.record({
  trace: fc.integer({ min: 1, max: 3 }),
  at: fc.integer({ min: 0, max: 4 }),
  kind: fc.constantFrom('chat', 'tool', 'phase', 'plain'),
  eventAt: fc.integer({ min: -3, max: 6 }),
})
type AnySpan = typeof anySpan extends fc.Arbitrary<infer T> ? T : never

function toTestSpan({ trace, at, kind, eventAt }: AnySpan, index: number): TestSpan {
  const span = {
    trace: String(trace),
    id: (index + 1).toString(16),
    at,
    attributes: SESSION,
    events: [issue('minor', 'x'), { name: 'note', at: eventAt }],
  }
  if (kind === 'chat') return chat(span)
  if (kind === 'tool') return tool({ ...span }, 'bash', SESSION)
  return kind === 'phase' ? phase(span, 'p') : span
}

describe('lists below a session', () => {
  it('are in order of time, and pages of any size make up the whole list', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anySpan, { minLength: 1, maxLength: 15 }), fc.integer({ min: 1, max: 4 }), async (spans, limit) => {
        const store = await openTestStore()
        await store.write(...spans.map(toTestSpan))
        for (const list of Object.values(LISTS)) {
          const whole = list(store.db, { sessionId: 1, limit: 500 })
          expect(whole.nextCursor).toBeUndefined()
          expect(allPages(store.db, list, limit)).toEqual(whole.items)
        }
        const startOf = (traceId: string) => Math.min(...spans.filter(({ trace }) => trace === Number(traceId)).map(({ at }) => at))
        const times = listMoments(store.db, { sessionId: 1, limit: 500 }).items.map(({ startNs, traceId = '' }) =>
          Math.max(Number(startNs / 1_000_000n - START), startOf(traceId)),
        )
        expect(times).toEqual(times.toSorted((a, b) => a - b))
        const countOf = (kind: string) => spans.filter((span) => span.kind === kind).length
        expect(listPrompts(store.db, { sessionId: 1, limit: 500 }).items.length).toBe(countOf('chat'))
        expect(times.length).toBe(countOf('chat') + countOf('tool') + countOf('phase') + 2 * spans.length)
        store.db.close()
      }),
      { numRuns: 25 },
    )
  })

  it('look at few traces for a page, however many the session has and however long one of them runs', async () => {
    const store = await openTestStore()
    const long = (id: number) => chat({ trace: 'ffff', id: id.toString(16), at: (id - 1) * 1000, attributes: SESSION })
    const short = (id: number) => chat({ trace: id.toString(16), id: 'a', at: id * 10, attributes: SESSION })
    await store.write(
      ...Array.from({ length: 13 }, (_, index) => long(index + 1)),
      ...Array.from({ length: 1200 }, (_, index) => short(index + 1)),
    )
    const lookUps = countLookUps(store.db)
    const counts: number[] = []
    let found = 0
    let cursor: string | undefined
    do {
      const page = listResponses(store.db, { sessionId: 1, limit: 20, ...(cursor !== undefined && { cursor }) })
      found += page.items.length
      counts.push(lookUps())
      cursor = page.nextCursor
    } while (cursor !== undefined)
    expect(found).toBe(1213)
    expect(Math.max(...counts)).toBeLessThan(80)
  })

  it('end a page early that would look at too many traces, and go on from there', async () => {
    const store = await openTestStore()
    await store.write(
      ...Array.from({ length: 4500 }, (_, index) => ({ trace: (index + 1).toString(16), id: 'a', at: index, attributes: SESSION })),
    )
    await store.write(chat({ trace: (4500).toString(16), id: 'b', parent: 'a', at: 4600, attributes: SESSION }))
    const first = listResponses(store.db, { sessionId: 1, limit: 20 })
    expect(first).toEqual({ items: [], nextCursor: expect.any(String) })
    expect(allPages(store.db, listResponses, 20).length).toBe(1)
  })

  it('interleave traces that run at the same time', async () => {
    const store = await openTestStore()
    const at = [0, 30, 10, 20, 40]
    await store.write(
      ...at.map((ms, index) => chat({ trace: String((index % 2) + 1), id: String(index + 1), at: ms, attributes: SESSION })),
    )
    expect(listResponses(store.db, { sessionId: 1, limit: 10 }).items.map(({ spanId }) => Number(spanId))).toEqual([1, 3, 4, 2, 5])
  })

  it('end a page early when its texts are large, and lose nothing', async () => {
    const store = await openTestStore()
    const text = 'x'.repeat(3 * 1024 * 1024)
    await store.write(...[1, 2, 3, 4, 5].map((id) => chat({ id: String(id), at: id, attributes: SESSION }, { text: `${id}${text}` })))
    const page = listPrompts(store.db, { sessionId: 1, limit: 100 })
    expect(page.items.length).toBe(3)
    expect(allPages(store.db, listPrompts, 100).map(({ id }) => id)).toEqual([1, 2, 3, 4, 5])
  })

  it('leave out a call whose usage is counted elsewhere', async () => {
    const { write, db } = await openTestStore()
    const wrapper = { id: '1', lasts: 9000, attributes: { 'gen_ai.operation.name': 'invoke_agent', 'gen_ai.usage.input_tokens': 1000 } }
    await write(wrapper, chat({ id: '2', parent: '1', at: 5 }))
    for (const list of [listPrompts, listResponses, listMoments])
      expect(list(db, { sessionId: 1, limit: 10 }).items.map(({ spanId }) => Number(spanId))).toEqual([2])
  })

  it('refuse the cursor of another list', async () => {
    const store = await openTestStore()
    await store.write(chat({ id: '1' }), chat({ id: '2' }))
    const cursor = listPrompts(store.db, { sessionId: 1, limit: 1 }).nextCursor ?? ''
    expect(cursor).not.toBe('')
    expect(() => listActions(store.db, { sessionId: 1, limit: 1, cursor })).toThrow(/cursor does not belong/)
  })

  it('are empty for a session that is not there', async () => {
    const { db } = await openTestStore()
    for (const list of Object.values(LISTS)) expect(list(db, { sessionId: 7, limit: 10 })).toEqual({ items: [] })
  })
})
