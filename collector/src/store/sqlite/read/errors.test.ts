import { describe, expect, it } from 'vitest'
import { openTestStore, type TestSpan } from '../../../api/testing/test-store.ts'
import type { StoredFailedSpan } from '../../../domain/stored-span.ts'
import type { SqliteDatabase } from '../database.ts'
import { listErrors } from './errors.ts'
import { listSpans } from './tree.ts'

const KEY = { 'tracker.session.key': 'the-session-of-all' }

async function storeOf(...spans: readonly TestSpan[]): Promise<SqliteDatabase> {
  const store = await openTestStore()
  await store.write(...spans.map((span) => ({ ...span, attributes: KEY })))
  return store.db
}

/** Every page, two spans at a time. */
function allErrors(db: SqliteDatabase): readonly StoredFailedSpan[] {
  const found: StoredFailedSpan[] = []
  let cursor: string | undefined
  do {
    const page = listErrors(db, { sessionId: 1, limit: 2, ...(cursor !== undefined && { cursor }) })
    found.push(...page.items)
    cursor = page.nextCursor
  } while (cursor !== undefined)
  return found
}

const ids = (spans: readonly { readonly spanId: string }[]) => spans.map(({ spanId }) => spanId.replace(/^0+/, ''))

describe('listErrors', () => {
  /**
   * 1 ─ 2! ─ 3!      second trace: 9!, earlier than 3
   *   └ 4 ─ 5!       orphan: 7! below 6, which is missing; cycle: a! ⇄ b
   */
  const forest: readonly TestSpan[] = [
    { id: '1', at: 0 },
    { id: '2', parent: '1', at: 10, error: 'second' },
    { id: '3', parent: '2', at: 30, error: 'x'.repeat(3000) },
    { id: '4', parent: '1', at: 40 },
    { id: '5', parent: '4', at: 50, error: 'fifth' },
    { id: '7', parent: '6', at: 60, error: 'seventh' },
    { id: 'a', parent: 'b', at: 70, error: 'on a cycle' },
    { id: 'b', parent: 'a', at: 71 },
    { trace: '2', id: '9', at: 20, error: 'ninth' },
  ]

  it('gives what failed by start, over all traces', async () => {
    expect(ids(allErrors(await storeOf(...forest)))).toEqual(['2', '9', '3', '5', '7', 'a'])
  })

  it('says why, whole', async () => {
    const messages = allErrors(await storeOf(...forest)).map(({ errorMessage }) => errorMessage)
    expect(messages).toEqual(['second', 'ninth', 'x'.repeat(3000), 'fifth', 'seventh', 'on a cycle'])
  })

  it('places them as the tree does', async () => {
    const db = await storeOf(...forest)
    const tree = new Map(listSpans(db, { sessionId: 1, limit: 100 }).items.map((span) => [span.spanId, span]))
    for (const { errorMessage: _, ...span } of allErrors(db)) expect(span).toEqual(tree.get(span.spanId))
  })

  it('gives nothing of a session without errors, or without a row', async () => {
    const db = await storeOf({ id: '1' })
    expect([1, 99].map((sessionId) => listErrors(db, { sessionId, limit: 10 }))).toEqual([{ items: [] }, { items: [] }])
  })
})
