import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, describe, expect, it } from 'vitest'
import { overwrite } from '../testing/damage-file.ts'
import { pageSizeOf } from './page-size.ts'

const folder = mkdtempSync(join(tmpdir(), 'page-size-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function database(pageSize: number): string {
  const file = join(folder, `${pageSize}.db`)
  const db = new Database(file)
  db.pragma(`page_size = ${pageSize}`)
  db.exec(`CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT);
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)
    INSERT INTO t (a) SELECT printf('%.*c', i % 300, 'x') FROM n;
    INSERT INTO t (a) VALUES (printf('%.*c', 100000, 'y'));
    CREATE INDEX t_a ON t (a);
    DELETE FROM t WHERE id % 3 = 0`)
  db.close()
  return file
}

describe.each([4096, 8192])('a file with pages of %i bytes', (pageSize) => {
  const file = database(pageSize)
  it('says so in its header', () => expect(pageSizeOf(file)).toBe(pageSize))

  it.each([
    ['zeros', 0],
    ['garbage', 255],
  ])('says so in its pages when its header is %s', (_, byte) => {
    const damaged = `${file}.damaged`
    copyFileSync(file, damaged)
    overwrite(damaged, 0, Buffer.alloc(100, byte))
    expect(pageSizeOf(damaged)).toBe(pageSize)
  })
})

it.each([
  ['an empty file', Buffer.alloc(0)],
  ['a letter', Buffer.from('Dear reader')],
  ['garbage', Buffer.alloc(100_000, 13)],
])('%s has the size of new files', (_, bytes) => {
  const file = join(folder, 'other')
  writeFileSync(file, bytes)
  expect(pageSizeOf(file)).toBe(4096)
})
