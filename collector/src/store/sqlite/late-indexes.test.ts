import Database from 'better-sqlite3'
import { expect, it, onTestFinished } from 'vitest'
import { makeLateIndex } from './late-indexes.ts'

function makeFirstIndex(lastSpan: number) {
  const db = new Database(':memory:')
  onTestFinished(() => void db.close())
  db.exec('CREATE TABLE spans (id INTEGER PRIMARY KEY, trace INTEGER, start_ns INTEGER, failed INTEGER)')
  db.prepare('INSERT INTO spans (id) VALUES (?)').run(lastSpan)
  const lines: string[] = []
  const hasMore = makeLateIndex(db, 0, (line) => lines.push(line))
  return { lines, hasMore, indexes: db.prepare("SELECT count(*) FROM sqlite_master WHERE type = 'index'").pluck().get() }
}

it('an index over many spans is announced, as nothing is stored while it is made', () => {
  const { lines, hasMore, indexes } = makeFirstIndex(700_000)
  expect({ hasMore, indexes }).toEqual({ hasMore: true, indexes: 1 })
  expect(lines).toEqual([expect.stringMatching(/^making index 1 of \d+ over 700000 spans; requests wait until it is made$/)])
})

it('an index over few spans is made without a word', () => {
  expect(makeFirstIndex(1000)).toEqual({ lines: [], hasMore: true, indexes: 1 })
})
