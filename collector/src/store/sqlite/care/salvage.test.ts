import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it, onTestFinished } from 'vitest'
import { salvageKeyed, salvageRows } from './salvage.ts'

const ROWS = 20_000
const TABLE = { table: 't', columns: ['id', 'text'] }

/** A table of numbered rows, some of whose leaf pages are garbage. @returns the rows of the others, too */
function damagedTable(ddl: string, isDamaged: (page: number, pages: number) => boolean) {
  const folder = mkdtempSync(join(tmpdir(), 'salvage-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'test.db')
  const db = new Database(file)
  db.exec(ddl)
  db.exec(`WITH RECURSIVE n (id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n LIMIT ${ROWS}) INSERT INTO t SELECT id, 'row ' || id FROM n`)
  const leaves = db.prepare("SELECT pageno FROM dbstat WHERE name = 't' AND pagetype = 'leaf' ORDER BY path").pluck().all() as number[]
  const cells = db.prepare("SELECT ncell FROM dbstat WHERE name = 't' AND pagetype = 'leaf' ORDER BY path").pluck().all() as number[]
  db.close()
  const fd = openSync(file, 'r+')
  let lost = 0
  for (const [at, page] of leaves.entries()) {
    if (!isDamaged(at, leaves.length)) continue
    writeSync(fd, Buffer.alloc(4096, 255), 0, 4096, (page - 1) * 4096)
    lost += cells[at] ?? 0
  }
  closeSync(fd)
  const source = new Database(file, { readonly: true })
  onTestFinished(() => void source.close())
  return { source, lost }
}

function collect() {
  const ids: number[] = []
  let gaps = 0n
  return {
    ids,
    gaps: () => Number(gaps),
    sink: {
      row([id]: readonly unknown[]) {
        ids.push(Number(id))
      },
      gap(rows: bigint) {
        gaps += rows
      },
    },
  }
}

describe('rows with numbers', () => {
  it.each<[string, (page: number, pages: number) => boolean]>([
    ['none', () => false],
    ['the first page', (page) => page === 0],
    ['a page in the middle', (page) => page === 7],
    ['two in a row', (page) => page === 7 || page === 8],
    ['three apart', (page) => [3, 9, 20].includes(page)],
    ['every second page', (page) => page % 2 === 1],
    ['two of three pages', (page) => page % 3 > 0],
    ['the last page', (page, pages) => page === pages - 1],
    ['all but the last page', (page, pages) => page < pages - 1],
  ])('are all saved but those of damaged pages: %s', (_, isDamaged) => {
    const { source, lost } = damagedTable('CREATE TABLE t (id INTEGER PRIMARY KEY, text TEXT)', isDamaged)
    const { ids, gaps, sink } = collect()
    salvageRows(source, TABLE, sink)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids.length).toBe(ROWS - lost)
    // How many rows were behind the last that can be read, nobody knows: it counts for one.
    const last = ids.at(-1) ?? 0
    expect(gaps()).toBe(last - ids.length + (last < ROWS ? 1 : 0))
  })
})

describe('rows without numbers', () => {
  it('are saved from both ends', () => {
    const ddl = 'CREATE TABLE t (id INTEGER, text TEXT, PRIMARY KEY (id, text)) WITHOUT ROWID'
    const { source, lost } = damagedTable(ddl, (page) => page === 12)
    const { ids, gaps, sink } = collect()
    salvageKeyed(source, { ...TABLE, key: ['id', 'text'] }, sink)
    expect([new Set(ids).size, ids.length]).toEqual([ROWS - lost, ROWS - lost])
    expect(gaps()).toBe(1)
  })

  it('are each saved once when nothing is damaged', () => {
    const { source } = damagedTable('CREATE TABLE t (id INTEGER, text TEXT, PRIMARY KEY (id, text)) WITHOUT ROWID', () => false)
    const { ids, gaps, sink } = collect()
    salvageKeyed(source, { ...TABLE, key: ['id', 'text'] }, sink)
    expect([ids.length, gaps()]).toEqual([ROWS, 0])
  })
})
