import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openTestStore, type TestSpan } from '../../../api/testing/test-store.ts'
import type { StoredTreeSpan } from '../../../domain/stored-span.ts'
import type { SqliteDatabase } from '../database.ts'
import { listSpans } from './tree.ts'

/** Every page of a session's spans, one after the other. */
function allPages(db: SqliteDatabase, sessionId: number, limit: number): readonly StoredTreeSpan[] {
  const spans: StoredTreeSpan[] = []
  let cursor: string | undefined
  do {
    const page = listSpans(db, { sessionId, limit, ...(cursor !== undefined && { cursor }) })
    expect(page.items.length).toBeLessThanOrEqual(limit)
    spans.push(...page.items)
    expect(spans.length).toBeLessThan(100)
    cursor = page.nextCursor
  } while (cursor !== undefined)
  return spans
}

const outline = (spans: readonly StoredTreeSpan[]): readonly string[] =>
  spans.map(({ spanId, depth }) => `${'-'.repeat(depth)}${spanId.replace(/^0+/, '')}`)

/** A trace as parents by id. */
async function storeOf(parents: Readonly<Record<string, string | undefined>>) {
  const store = await openTestStore()
  const spans = Object.entries(parents).map(
    ([id, parent], index): TestSpan => ({
      id,
      at: index,
      attributes: { 'tracker.session.key': 'the-session-of-all' },
      ...(parent !== undefined && { parent }),
    }),
  )
  await store.write(...spans)
  return store
}

/** How many statements each page runs. */
function lookUpsByPage(db: SqliteDatabase, limit: number): readonly number[] {
  let count = 0
  const prepare = db.prepare.bind(db)
  db.prepare = ((sql: string) => {
    const statement = prepare(sql)
    const get = statement.get.bind(statement)
    statement.get = (...bindings) => {
      count++
      return get(...bindings)
    }
    return statement
  }) as typeof db.prepare
  const counts: number[] = []
  let cursor: string | undefined
  do {
    count = 0
    cursor = listSpans(db, { sessionId: 1, limit, ...(cursor !== undefined && { cursor }) }).nextCursor
    counts.push(count)
  } while (cursor !== undefined)
  return counts
}

describe('spans of a session', () => {
  it.each([
    ['a tree by start', { a: undefined, b: 'a', c: 'b', d: 'a', e: undefined }, ['a', '-b', '--c', '-d', 'e']],
    ['a trace whose root is missing', { b: 'a', c: 'b', d: 'a' }, ['b', '-c', 'd']],
    ['orphans after roots', { d: '9', a: undefined, b: 'a' }, ['a', '-b', 'd']],
    ['several missing parents', { d: '9', e: '8', f: 'd', a: undefined }, ['a', 'e', 'd', '-f']],
    ['a span that is its own parent', { a: undefined, b: 'b', c: 'b' }, ['a', 'b', '-c']],
    ['a cycle with something below it', { a: undefined, b: 'c', c: 'b', d: 'c' }, ['a', 'b', 'c', '-d']],
    ['nothing but a cycle', { b: 'c', c: 'b' }, ['b', 'c']],
  ])('gives %s, on pages of any size', async (_, parents, expected) => {
    const { db } = await storeOf(parents)
    for (const limit of [1, 2, 3, 100]) expect(outline(allPages(db, 1, limit))).toEqual(expected)
  })

  it('says which spans have children', async () => {
    const { db } = await storeOf({ a: undefined, b: 'a' })
    expect(allPages(db, 1, 10).map(({ hasChildren }) => hasChildren)).toEqual([true, false])
  })

  it('goes through the traces of a session by start', async () => {
    const store = await openTestStore()
    const attributes = { 'tracker.session.key': 'the-session-of-all' }
    await store.write(
      { trace: '2', id: 'b', at: 5, attributes },
      { trace: '1', id: 'a', at: 9, attributes },
      { trace: '2', id: 'c', parent: 'b', at: 20 },
    )
    for (const limit of [1, 2, 3]) expect(outline(allPages(store.db, 1, limit))).toEqual(['b', '-c', 'a'])
  })

  it('gives any graph of parents: each span once, below its parent where that is no cycle, siblings by start', async () => {
    const graph = fc.array(fc.record({ parent: fc.integer({ min: 0, max: 14 }), at: fc.integer({ min: 0, max: 3 }) }), {
      minLength: 1,
      maxLength: 12,
    })
    const limits = fc.integer({ min: 1, max: 5 })
    await fc.assert(
      fc.asyncProperty(graph, limits, async (nodes, limit) => {
        const store = await openTestStore()
        const spans = nodes.map(({ parent, at }, index): TestSpan => {
          const span = { id: (index + 1).toString(16), at }
          return parent === 0 ? span : { ...span, parent: parent.toString(16) }
        })
        await store.write(...spans)
        const found = allPages(store.db, 1, limit)
        expect(found.map(({ spanId }) => spanId).sort()).toEqual(spans.map(({ id }) => id.padStart(16, '0')).sort())
        found.forEach((span, index) => {
          if (span.depth === 0) return
          const above = found.slice(0, index).findLast(({ depth }) => depth < span.depth)
          expect(above?.spanId).toBe(span.parentSpanId)
          const elder = found.slice(found.indexOf(above as StoredTreeSpan), index).findLast(({ depth }) => depth === span.depth)
          if (elder) expect(elder.startNs <= span.startNs).toBe(true)
        })
        store.db.close()
      }),
      { numRuns: 60 },
    )
  })

  it('takes no more look-ups for a page at the end of a trace than for one at its beginning', async () => {
    const store = await openTestStore()
    const parentOf = (index: number) => ({ parent: index % 10 === 0 ? '1' : index.toString(16) })
    await store.write(
      ...Array.from({ length: 2000 }, (_, index) => ({ id: (index + 1).toString(16), at: index, ...(index > 0 && parentOf(index)) })),
    )
    const [first, ...others] = lookUpsByPage(store.db, 50)
    expect(others.length).toBe(39)
    for (const lookUps of others) expect(lookUps).toBeLessThan(2 * (first ?? 0))
  })

  it('ends a page on a long way up, and goes on from there', async () => {
    const store = await openTestStore()
    const chain = Array.from({ length: 15_000 }, (_, index): TestSpan => {
      const span = { id: (index + 1).toString(16), at: index }
      return index === 0 ? span : { ...span, parent: index.toString(16) }
    })
    await store.write(...chain, { id: 'ffff', parent: 'eeee' })
    const leaf = Buffer.from(JSON.stringify(['spans', 1, 0, null, (15_000).toString(16).padStart(16, '0'), 14_999, 15_000, 0])).toString(
      'base64url',
    )
    const pages: (readonly string[])[] = []
    let cursor: string | undefined = leaf
    while (cursor !== undefined && pages.length < 10) {
      const { items, nextCursor } = listSpans(store.db, { sessionId: 1, limit: 10, cursor })
      pages.push(outline(items))
      cursor = nextCursor
    }
    expect(pages.slice(0, -1).every((page) => page.length === 0)).toBe(true)
    expect(pages.at(-1)).toEqual(['ffff'])
    // 15,000 spans to climb past and 15,000 parents that are there take two look-ups each, and a page 20,000
    expect(pages.length).toBe(3)
  })

  it('ends a page early when names are long', async () => {
    const store = await openTestStore()
    await store.write(...[1, 2, 3, 4, 5].map((id) => ({ id: String(id), at: id, name: `${id}${'n'.repeat(3 * 1024 * 1024)}` })))
    const { items, nextCursor } = listSpans(store.db, { sessionId: 1, limit: 100 })
    expect(items.length).toBe(3)
    expect(listSpans(store.db, { sessionId: 1, limit: 100, cursor: nextCursor ?? '' }).items.length).toBe(2)
  })

  it.each([
    ['no base64 of ours', 'nonsense'],
    ['another list', Buffer.from('["prompts",1,2,3]').toString('base64url')],
    ['a trace of another session', Buffer.from('["spans",99,0,null,null,0,0,0]').toString('base64url')],
    ['a span that is not there', Buffer.from('["spans",1,0,null,"00000000000000ff",0,1,0]').toString('base64url')],
    ['a field of a wrong type', Buffer.from('["spans","x",0,null,null,0,0,0]').toString('base64url')],
    ['too few fields', Buffer.from('["spans",1]').toString('base64url')],
  ])('refuses a cursor that is %s', async (_, cursor) => {
    const { db } = await storeOf({ a: undefined })
    expect(() => listSpans(db, { sessionId: 1, limit: 10, cursor })).toThrow(/cursor does not belong/)
  })
})
