import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chat, openTestStore, START, session, type TestStore } from '../../../api/testing/test-store.ts'
import type { SessionQuery, StatsQuery } from '../../../domain/telemetry-reader.ts'
import { SESSION_SORTS } from '../../../domain/telemetry-reader.ts'
import { listSessions } from './sessions.ts'
import { reportStats } from './stats.ts'
import { listWorkflows } from './workflows.ts'

const QUERY: SessionQuery = { workspaceId: 1, limit: 100, sort: 'started', descending: true }
const ns = (ms: number) => (START + BigInt(ms)) * 1_000_000n

const keys = (store: TestStore, query: Partial<SessionQuery>): readonly string[] =>
  listSessions(store.db, { ...QUERY, ...query }).items.map(({ key }) => key)

/** Sessions `a` to `e`, one second apart: failed, published, running, cancelled, silent. */
async function fiveSessions(): Promise<TestStore> {
  const store = await openTestStore()
  const key = (name: string, attributes = {}) => ({ 'tracker.session.key': name, ...attributes })
  await store.write(
    session({ trace: 'a1b2', id: '1', at: 0, error: 'broken' }, 'one', key('a')),
    session(
      { trace: 'b', id: '1', at: 1000, lasts: 5000 },
      'one',
      key('b', { 'tracker.session.status': 'published', 'tracker.session.title': '100% done' }),
    ),
    chat({ trace: 'b', id: '2', parent: '1', at: 1000 }),
    session({ trace: 'c', id: '1', at: 2000, lasts: null }, 'two', key('c')),
    session({ trace: 'd', id: '1', at: 3000, lasts: 3000 }, 'two', key('d', { 'tracker.session.status': 'cancelled' })),
    chat({ trace: 'd', id: '2', parent: '1', at: 3000 }, { model: 'm-2', input: 10 }),
    session({ trace: 'e', id: '1', at: 4000, lasts: null }, 'two', key('e')),
  )
  store.db.prepare(`UPDATE session_rows SET received_ns = 1 WHERE key = 'e'`).run()
  return store
}

describe('listSessions', () => {
  it.each<[string, Partial<SessionQuery>, string]>([
    ['all, latest first', {}, 'edcba'],
    ['earliest first', { descending: false }, 'abcde'],
    ['dearest first, the unpriced last', { sort: 'cost' }, 'dbeca'],
    ['most tokens first', { sort: 'tokens' }, 'bdeca'],
    ['longest first', { sort: 'duration' }, 'bdaec'],
    ['of a workflow', { workflow: 'one' }, 'ba'],
    ['of a workflow that is not there', { workflow: 'three' }, ''],
    ['failed', { status: { kind: 'status', status: 'failed' } }, 'a'],
    ['completed', { status: { kind: 'status', status: 'completed' } }, 'b'],
    ['cancelled', { status: { kind: 'status', status: 'cancelled' } }, 'd'],
    ['running', { status: { kind: 'running', silentSinceNs: 1000n } }, 'c'],
    ['abandoned', { status: { kind: 'abandoned', silentSinceNs: 1000n } }, 'e'],
    ['by outcome', { status: { kind: 'outcome', outcome: 'published' } }, 'b'],
    ['from a time on', { afterNs: ns(3000) }, 'ed'],
    ['before a time', { beforeNs: ns(1000) }, 'a'],
    ['by a part of the title in another case', { text: '% DONE' }, 'b'],
    ['by a part of the workflow', { text: 'tw' }, 'edc'],
    ['by the beginning of a trace id', { text: '0000000000000000000000000000A1B2' }, 'a'],
    ['with a wildcard taken literally', { text: '100_' }, ''],
    ['with several conditions', { workflow: 'two', afterNs: ns(3000), status: { kind: 'status', status: 'cancelled' } }, 'd'],
  ])('lists %s', async (_, query, expected) => {
    expect(keys(await fiveSessions(), query).join('')).toBe(expected)
  })

  it('gives pages that make up the whole list in every order, also among equals', async () => {
    const sessions = fc.array(fc.record({ at: fc.integer({ min: 0, max: 2 }), cost: fc.integer({ min: 0, max: 2 }) }), {
      minLength: 1,
      maxLength: 9,
    })
    await fc.assert(
      fc.asyncProperty(sessions, fc.integer({ min: 1, max: 3 }), async (made, limit) => {
        const store = await openTestStore()
        await store.write(
          ...made.flatMap(({ at, cost }, index) => {
            const trace = (index + 1).toString(16)
            return [session({ trace, id: '1', at }, 'w'), chat({ trace, id: '2', parent: '1', at }, { input: cost, output: 0 })]
          }),
        )
        for (const sort of SESSION_SORTS)
          for (const descending of [true, false]) {
            const whole = listSessions(store.db, { ...QUERY, sort, descending })
            expect(whole.items.length).toBe(made.length)
            const paged: unknown[] = []
            let cursor: string | undefined
            do {
              const page = listSessions(store.db, { ...QUERY, sort, descending, limit, ...(cursor !== undefined && { cursor }) })
              paged.push(...page.items)
              expect(paged.length).toBeLessThanOrEqual(made.length)
              cursor = page.nextCursor
            } while (cursor !== undefined)
            expect(paged).toEqual(whole.items)
          }
        store.db.close()
      }),
      { numRuns: 15 },
    )
  })

  it('ends a page early when titles are long, and loses nothing', async () => {
    const store = await fiveSessions()
    store.db.prepare('UPDATE session_rows SET title = ?').run('t'.repeat(3 * 1024 * 1024))
    const { items, nextCursor } = listSessions(store.db, QUERY)
    expect(items.map(({ key }) => key).join('')).toBe('edc')
    expect(keys(store, { cursor: nextCursor ?? '' }).join('')).toBe('ba')
  })

  it('refuses a cursor of another order', async () => {
    const store = await fiveSessions()
    const cursor = listSessions(store.db, { ...QUERY, limit: 1 }).nextCursor ?? ''
    expect(() => listSessions(store.db, { ...QUERY, sort: 'cost', cursor })).toThrow(/cursor does not belong/)
  })
})

describe('reportStats', () => {
  it.each<[string, Partial<StatsQuery>, Record<string, readonly (number | bigint | undefined)[]>]>([
    ['status', {}, { failed: [1, 0n], completed: [1, 1100n], running: [1, 0n], cancelled: [1, 110n], abandoned: [1, 0n] }],
    ['outcome', { by: 'outcome' }, { '': [4, 110n], published: [1, 1100n] }],
    ['workflow', { by: 'workflow' }, { one: [2, 1100n], two: [3, 110n] }],
    ['workflow, of those from a time on', { by: 'workflow', afterNs: ns(3000) }, { two: [2, 110n] }],
    ['source, of a workflow before a time', { by: 'source', workflow: 'one', beforeNs: ns(1000) }, { tracker: [1, 0n] }],
    ['workflow by cost', { by: 'workflow', metric: 'cost_usd' }, { one: [1, 1_200_000n], two: [1, 2_100_000n] }],
    ['workflow by duration', { by: 'workflow', metric: 'duration_ms' }, { one: [2, 6_000_000_000n], two: [1, 3_000_000_000n] }],
    ['status by a sum of nothing', { metric: 'cost_usd', workflow: 'one' }, { failed: [0, undefined], completed: [1, 1_200_000n] }],
  ])('groups by %s', async (_, query, expected) => {
    const { db } = await fiveSessions()
    const lines = reportStats(db, { workspaceId: 1, by: 'status', metric: 'tokens_total', silentSinceNs: 1000n, ...query })
    expect(Object.fromEntries(lines.map(({ name, valueCount, sum }) => [name, [valueCount, sum]]))).toEqual(expected)
  })
})

describe('absurd amounts', () => {
  const MAX = 2n ** 63n - 1n

  it.each(['cost_usd', 'tokens_total', 'duration_ms'] as const)('of %s are added up beyond what an integer holds', async (metric) => {
    const { db } = await fiveSessions()
    db.prepare(
      'UPDATE session_rows SET priced_count = 1, cost_nanos = @max, tokens_input = @max, tokens_output = @max, start_ns = -@max, end_ns = @max',
    ).run({
      max: MAX,
    })
    const lines = reportStats(db, { workspaceId: 1, by: 'workflow', metric, silentSinceNs: 1000n, workflow: 'one' })
    expect(lines).toEqual([{ name: 'one', sessionCount: 2, valueCount: 2, sum: 2n * MAX, min: MAX, max: MAX }])
  })

  it('are added up by workflow, and below zero', async () => {
    const { db } = await fiveSessions()
    db.prepare('UPDATE session_rows SET cost_nanos = ?').run(MAX)
    expect(listWorkflows(db, { workspaceId: 1, limit: 1 }).items[0]?.costNanos).toBe(2n * MAX)
    db.prepare('UPDATE session_rows SET cost_nanos = ?').run(-3n)
    expect(listWorkflows(db, { workspaceId: 1, limit: 1 }).items[0]?.costNanos).toBe(-6n)
  })
})

describe('listWorkflows', () => {
  it('adds up sessions by name, in pages', async () => {
    const { db } = await fiveSessions()
    const first = listWorkflows(db, { workspaceId: 1, limit: 1 })
    expect(first.items).toEqual([
      expect.objectContaining({ name: 'one', sessionCount: 2, failedCount: 1, runningCount: 0, lastStartNs: ns(1000) }),
    ])
    const second = listWorkflows(db, { workspaceId: 1, limit: 1, cursor: first.nextCursor ?? '' })
    expect(second.items).toEqual([expect.objectContaining({ name: 'two', sessionCount: 3, runningCount: 2 })])
    expect(second.nextCursor).toBeUndefined()
  })
})
