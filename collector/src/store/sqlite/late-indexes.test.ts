import Database from 'better-sqlite3'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openTestStore, session } from '../../api/testing/test-store.ts'
import { lacksIndexes, makeLateIndex } from './late-indexes.ts'
import { LAYERS } from './testing/make.ts'
import { createSqliteWriter } from './write/writer.ts'

/** The table of the first index, with a last span of this number. */
function makeFirstIndex(lastSpan: number) {
  const db = new Database(':memory:')
  onTestFinished(() => void db.close())
  db.exec('CREATE TABLE spans (id INTEGER PRIMARY KEY, trace INTEGER, start_ns INTEGER, failed INTEGER)')
  db.prepare('INSERT INTO spans (id) VALUES (?)').run(lastSpan)
  const lines: string[] = []
  const hasMore = makeLateIndex(db, (line) => lines.push(line))
  return { lines, hasMore, indexes: db.prepare("SELECT name FROM sqlite_master WHERE type = 'index'").pluck().all() }
}

describe('a late index', () => {
  it('over many spans is announced, as nothing is stored while it is made', () => {
    const { lines, ...made } = makeFirstIndex(700_000)
    expect(made).toEqual({ hasMore: true, indexes: ['spans_failed'] })
    expect(lines).toEqual(['making the index spans_failed over up to 700000 spans; requests wait until it is made'])
  })

  it('over few spans is made without a word', () => {
    expect(makeFirstIndex(1000)).toEqual({ lines: [], hasMore: true, indexes: ['spans_failed'] })
  })

  it('is there from the beginning in a new database', async () => {
    const { db } = await openTestStore()
    expect([lacksIndexes(db), db.prepare("SELECT count(*) FROM jobs WHERE kind = 'indexes'").pluck().get()]).toEqual([false, 0])
  })

  it('that was added since comes to a database that had all there were', async () => {
    const { db, write } = await openTestStore()
    await write(session({ id: '1' }, 'w'))
    db.exec('DROP INDEX spans_failed; DROP INDEX fixes_by_trace')
    const writer = createSqliteWriter(db, LAYERS)
    expect(lacksIndexes(db)).toBe(true)
    while (await writer.work());
    expect([lacksIndexes(db), db.prepare('SELECT count(*) FROM jobs').pluck().get()]).toEqual([false, 0])
  })
})
