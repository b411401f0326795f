import { beforeAll, describe, expect, it } from 'vitest'
import { chat, issue, openTestStore, START, session, type TestSpan, type TestStore, tool } from '../../../api/testing/test-store.ts'
import type { SessionQuery } from '../../../domain/telemetry-reader.ts'
import { SESSION_SORTS } from '../../../domain/telemetry-reader.ts'
import type { SqliteDatabase } from '../database.ts'
import { readLatest } from './latest.ts'
import { listLibraryPrompts } from './library-prompts.ts'
import { type Candidate, findSpans, matchingSessions, matchingSpans } from './search.ts'
import { listSessions } from './sessions.ts'

const QUERY: SessionQuery = { workspaceId: 1, limit: 100, sort: 'started', descending: true }

async function indexed(...spans: readonly TestSpan[]): Promise<TestStore> {
  const store = await openTestStore()
  await store.write(...spans)
  while (await store.writer.work());
  return store
}

const keys = (db: SqliteDatabase, query: Partial<SessionQuery>) =>
  listSessions(db, { ...QUERY, ...query })
    .items.map(({ key }) => key)
    .join('')

/**
 * Session a: asked about an octopus, a tool that found a whale.  Session b: an issue.  Session c: failed, over two traces.
 */
async function threeSessions(): Promise<SqliteDatabase> {
  const root = (key: string, trace: string, at: number) =>
    session({ trace, id: '1', at }, `flow-${key}`, { 'tracker.session.key': key, 'tracker.session.title': `Title ${key}` })
  const { db } = await indexed(
    root('a', 'a1b2', 0),
    chat({ trace: 'a1b2', id: '2', parent: '1', at: 1 }, { text: 'draw the octopus in the sea' }),
    tool({ trace: 'a1b2', id: '3', parent: '1', at: 2 }, 'find', { 'gen_ai.tool.call.result': 'a whale' }),
    root('b', 'b', 1000),
    {
      trace: 'b',
      id: '2',
      parent: '1',
      at: 1001,
      events: [issue('major', 'style', { 'tracker.issue.description': 'the octopus is pale' })],
    },
    root('c', 'c', 2000),
    chat({ trace: 'c', id: '2', parent: '1', at: 2001 }, { text: 'something else' }),
    session({ trace: 'd', id: '1', at: 3000, error: 'whale not found' }, 'flow-c', { 'tracker.session.key': 'c' }),
  )
  return db
}

describe('a list of sessions with words to find', () => {
  let db: SqliteDatabase
  beforeAll(async () => {
    db = await threeSessions()
  })

  it.each<[string, Partial<SessionQuery>, string]>([
    ['in prompts and issues', { text: 'octopus' }, 'ba'],
    ['in results of tools and errors, in any trace', { text: 'whale' }, 'ca'],
    ['that occur in one span', { text: 'octopus sea' }, 'a'],
    ['not in two', { text: 'octopus whale' }, ''],
    ['one after the other', { text: '"octopus in"' }, 'a'],
    ['by a beginning', { text: 'octo' }, 'ba'],
    ['of one workflow', { text: 'octopus', workflow: 'flow-b' }, 'b'],
    ['of a status', { text: 'whale', status: { kind: 'status', status: 'failed' } }, 'c'],
    ['in another order', { text: 'octopus', descending: false }, 'ab'],
    ['or in the title', { text: 'title a' }, 'a'],
    ['or in a part of the workflow', { text: 'ow-b' }, 'b'],
    ['or at the beginning of a trace id', { text: '0000000000000000000000000000a1' }, 'a'],
    ['that nobody said', { text: 'squid' }, ''],
    ['made of punctuation', { text: '-' }, 'cba'],
    ['made of punctuation that is nowhere', { text: '"*"' }, ''],
    ['of another workspace', { text: 'octopus', workspaceId: 2 }, ''],
  ])('finds them %s', (_, query, expected) => {
    expect(keys(db, query)).toBe(expected)
  })

  it('gives pages that make up the whole', () => {
    const first = listSessions(db, { ...QUERY, text: 'octopus', limit: 1 })
    const second = listSessions(db, { ...QUERY, text: 'octopus', limit: 1, cursor: first.nextCursor ?? '' })
    expect([first, second].map(({ items }) => items[0]?.key)).toEqual(['b', 'a'])
    expect(second.nextCursor).toBeUndefined()
  })
})

/** More documents with a word than are named: 1,100 sessions of a wrapper and five calls that say it, but for every tenth. */
const COMMON_SESSIONS = 1100
const CALLS = 5
const isSilent = (index: number) => index % 10 === 3
const loud = Array.from({ length: COMMON_SESSIONS }, (_, index) => index).filter((index) => !isSilent(index))
const indexOf = ({ traceId }: { readonly traceId: string }) => Number.parseInt(traceId.replace(/^0*e/, ''), 16)

function commonSession(_: unknown, index: number): readonly TestSpan[] {
  return Array.from({ length: CALLS + 1 }, (_, call) =>
    chat(
      {
        trace: `e${index.toString(16)}`,
        id: `${call + 1}`,
        ...(call > 0 && { parent: '1' }),
        at: index * 10 + call,
        attributes: index === 13 ? { 'gen_ai.workflow.name': 'the-flow' } : {},
      },
      { text: isSilent(index) ? `quiet ${call}` : `the words ${call} of ${index % 2 ? 'odd' : 'even'}`, input: index },
    ),
  )
}

/** Every item of a list that is read page by page. */
function allPages<T>(
  read: (cursor: { readonly cursor?: string }) => { readonly items: readonly T[]; readonly nextCursor?: string },
): readonly T[] {
  const items: T[] = []
  let page = read({})
  items.push(...page.items)
  while (page.nextCursor !== undefined) {
    page = read({ cursor: page.nextCursor })
    items.push(...page.items)
  }
  return items
}

describe('words that occur nearly everywhere', () => {
  let db: SqliteDatabase
  beforeAll(async () => {
    db = (await indexed(...Array.from({ length: COMMON_SESSIONS }, commonSession).flat())).db
  })

  it('are too many to name', () => {
    expect(['the', 'wor', 'quiet'].map((word) => findSpans(db, word)?.kind)).toEqual(['many', 'many', 'few'])
  })

  it.each(SESSION_SORTS)('are found in every session that has them, page by page, by %s', (sort) => {
    const whole = allPages((cursor) => listSessions(db, { ...QUERY, sort, limit: 500, ...cursor }))
    const found = allPages((cursor) => listSessions(db, { ...QUERY, sort, text: 'the wor', limit: 300, ...cursor }))
    expect(found.map(({ id }) => id)).toEqual(whole.filter((session) => !isSilent(indexOf(session))).map(({ id }) => id))
  })

  it('are found besides the sessions that are named so, within the filters', () => {
    const within = { ...QUERY, afterNs: (START + 100n) * 1_000_000n, beforeNs: (START + 160n) * 1_000_000n }
    expect(listSessions(db, { ...within, text: 'the' }).items.map(indexOf)).toEqual([15, 14, 13, 12, 11, 10])
    expect(listSessions(db, { ...within, text: 'wor' }).items.map(indexOf)).toEqual([15, 14, 12, 11, 10])
  })

  it('are found in every call that has them', () => {
    const found = allPages((cursor) => listLibraryPrompts(db, { workspaceId: 1, text: 'the', limit: 500, ...cursor }))
    expect(found.map(indexOf)).toEqual(loud.toReversed().flatMap((index) => Array.from({ length: CALLS }, () => index)))
  })

  it('are not taken as beginnings where they stand themselves in too many', () => {
    expect([findSpans(db, 'the'), findSpans(db, 'wor')]).toMatchObject([
      { kind: 'many', match: 'text : ("the")' },
      { kind: 'many', match: 'text : ("wor"*)' },
    ])
  })

  it('are known to stand between two rows', () => {
    const rows = db.prepare('SELECT min(rowid) AS first, max(rowid) AS last FROM search WHERE search MATCH ?').get('text : ("words")')
    expect(findSpans(db, 'words')).toMatchObject({ kind: 'many', ...(rows as object) })
  })

  it.each([1, 50, 500])('are asked about in few batches, however small a page of %i is', (limit) => {
    const batches: number[] = []
    const keep = (rows: readonly Candidate[]) => {
      batches.push(rows.length)
      return new Set<number>()
    }
    const read = () => undefined
    readLatest(
      db,
      { limit },
      { name: 'x', from: 'calls r', time: 'start_ns', where: ['r.repeated = 0'], wanted: [], bindings: {}, keep, read },
    )
    expect(batches.reduce((sum, rows) => sum + rows, 0)).toBe(COMMON_SESSIONS * CALLS)
    expect(batches.length).toBeLessThanOrEqual(13)
  })

  it('are asked for in parts when the spans are many', () => {
    const spans = db.prepare('SELECT id, trace FROM spans').all() as { id: number; trace: number }[]
    expect(matchingSpans(db, 'text : ("the")', spans).size).toBe(loud.length * (CALLS + 1))
    const sessions = db.prepare('SELECT id, span_count AS spanCount FROM session_rows').all() as { id: number; spanCount: number }[]
    expect(matchingSessions(db, 'text : ("the")', sessions).size).toBe(loud.length)
    const huge = sessions.slice(0, 20).map(({ id }) => ({ id, spanCount: 1_000_000 }))
    expect(matchingSessions(db, 'text : ("the")', huge).size).toBe(18)
  })

  it('are looked up in the index, not by going through the documents', () => {
    const plan = (sql: string) => (db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all() as { detail: string }[]).map(({ detail }) => detail)
    expect(plan("SELECT rowid FROM search WHERE search MATCH 'a' LIMIT 1")).toEqual(['SCAN search VIRTUAL TABLE INDEX 0:M2'])
    expect(plan("SELECT rowid FROM search WHERE search MATCH 'a' ORDER BY rowid DESC LIMIT 1")).toEqual([
      'SCAN search VIRTUAL TABLE INDEX 192:M2',
    ])
    const between = "SELECT rowid FROM search WHERE search MATCH 'a' AND rowid BETWEEN 1 AND 2"
    expect(plan(between)).toEqual(['SCAN search VIRTUAL TABLE INDEX 0:M2><'])
  })
})

describe('a word of which the first calls of very many are full', () => {
  it('is found in the calls that have it, also by the words of another span, from the latest call on', async () => {
    const asked = (id: number, text: string) => chat({ trace: 'f', id: id.toString(16), at: id }, { text })
    const first = Array.from({ length: 5001 }, (_, i) => asked(i + 1, 'octopus'))
    const wrapper = chat({ trace: 'e', id: '1', at: 1 }, { text: 'octopus' })
    const { db, write, writer } = await indexed(wrapper, ...first, ...Array.from({ length: 10 }, (_, i) => asked(6001 + i, 'squid')))
    await write({
      trace: 'e',
      id: '2',
      parent: '1',
      at: 9000,
      attributes: { 'gen_ai.operation.name': 'chat', 'gen_ai.usage.input_tokens': 5 },
    })
    while (await writer.work());
    const page = listLibraryPrompts(db, { workspaceId: 1, text: 'octopus', limit: 3 })
    expect(page.items.map(({ spanId }) => Number.parseInt(spanId, 16))).toEqual([2, 5001, 5000])
  })
})

describe('a word of which one session of very many is full', () => {
  it('leaves pages empty rather than look at all sessions for one, and is found in the end', async () => {
    const full = Array.from({ length: 5001 }, (_, i) => ({ trace: 'f', id: `${i + 1}`, name: 'octopus', at: 0 }))
    const others = Array.from({ length: 2100 }, (_, i) => ({ trace: `e${i.toString(16)}`, id: '1', at: i + 1 }))
    const { db } = await indexed(...full, ...others)
    const first = listSessions(db, { ...QUERY, text: 'octopus' })
    expect([first.items, first.nextCursor]).toEqual([[], expect.any(String)])
    expect(allPages((cursor) => listSessions(db, { ...QUERY, text: 'octopus', ...cursor })).map(({ spanCount }) => spanCount)).toEqual([
      5001,
    ])
  })
})
