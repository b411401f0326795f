import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { checkDatabase } from '../check-database.ts'
import { listSqlTables } from '../list-sql-tables.ts'
import type { SqlValue } from '../store/sqlite/ad-hoc-query.ts'
import { openDatabase } from '../store/sqlite/database.ts'
import { TABLE_SUMMARIES } from '../store/sqlite/schema-listing.ts'
import { querySql, type SqlLimits } from './query-sql.ts'

const folder = mkdtempSync(join(tmpdir(), 'query-sql-'))
const file = join(folder, 'tracker.db')
const db = openDatabase(file)
afterAll(() => {
  db.close()
  rmSync(folder, { recursive: true })
})

const TIME = { timeoutMs: 20_000 }
/** Numbers without an end, or up to one. */
const numbers = (end?: number) =>
  `WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c ${end === undefined ? '' : `LIMIT ${end}`}) SELECT n FROM c`

async function all(sql: string, options: SqlLimits = TIME) {
  const { columns, rows } = await querySql(file, sql, options)
  const found: (readonly SqlValue[])[] = []
  for await (const group of rows) found.push(...group)
  return { columns, rows: found }
}

describe('a query in a process of its own', () => {
  it('gives every row, with every type as it is', async () => {
    const { columns, rows } = await all(
      `SELECT n, 9007199254740993 AS big, 0.5 AS half, NULL AS none, x'0102' AS bytes FROM (${numbers(2_500)})`,
    )
    expect(columns).toEqual(['n', 'big', 'half', 'none', 'bytes'])
    expect(rows).toHaveLength(2_500)
    const [first] = rows
    expect(first?.slice(0, 4)).toEqual([1n, 9007199254740993n, 0.5, null])
    expect(Buffer.from(first?.[4] as Uint8Array)).toEqual(Buffer.from([1, 2]))
  })

  it('reads beside a connection that writes, and does not keep it from writing', async () => {
    const { rows } = await querySql(file, numbers(), TIME)
    for await (const _ of rows) {
      db.exec('CREATE TABLE IF NOT EXISTS written_meanwhile (a)')
      break
    }
    expect((await all("SELECT count(*) FROM sqlite_schema WHERE name = 'written_meanwhile'")).rows).toEqual([[1n]])
    db.exec('DROP TABLE written_meanwhile')
  })

  it('makes no rows ahead of their reader', async () => {
    const { rows, close } = await querySql(file, `SELECT randomblob(100000) FROM (${numbers()})`, TIME)
    let count = 0
    for await (const group of rows) {
      expect(group.length).toBeLessThan(10)
      if (++count === 20) break
    }
    close()
  })

  it('is told what is wrong', async () => {
    await expect(all('SELEC 1')).rejects.toMatchObject({ code: 'invalid', message: 'near "SELEC": syntax error (line 1, column 1)' })
    await expect(all('SELECT abs(n - 9223372036854775807 - 2) FROM (SELECT 1 AS n)')).rejects.toMatchObject({ code: 'invalid' })
  })

  it.each([
    ['that never gives a row', `SELECT count(*) FROM (${numbers()})`],
    ['that never ends', numbers()],
  ])('is killed at its limit: a statement %s', async (_, sql) => {
    const startMs = Date.now()
    await expect(all(sql, { timeoutMs: 1_000 })).rejects.toMatchObject({
      code: 'unavailable',
      reason: 'timeout',
      message: 'the query took longer than 1 s and was stopped; ask for less, or give it more time',
    })
    expect(Date.now() - startMs).toBeLessThan(10_000)
  })

  it('is killed when it gathers more than it may, which it does in memory', async () => {
    const sorting = `SELECT n, randomblob(2000) AS b FROM (${numbers()}) ORDER BY b`
    await expect(all(sorting, { timeoutMs: 60_000, maxMemoryBytes: 400 * 2 ** 20 })).rejects.toMatchObject({
      code: 'unavailable',
      reason: 'memory',
      message: 'the query took more than 400 MiB of memory and was stopped; let it sort or gather less',
    })
  })

  /** A statement that reads the file and never ends. */
  const endless = `SELECT (SELECT count(*) FROM settings), (SELECT count(*) FROM (${numbers()}))`
  /** Whether a reader keeps the write-ahead log from being emptied. */
  const isHeld = () => {
    db.exec('CREATE TABLE held (a); DROP TABLE held')
    db.pragma('busy_timeout = 0')
    const [state] = db.pragma('wal_checkpoint(TRUNCATE)') as readonly { readonly busy: number }[]
    return state?.busy === 1
  }

  it('is over when it is closed', async () => {
    const { rows, close } = await querySql(file, endless, TIME)
    const next = rows[Symbol.asyncIterator]().next()
    next.catch(() => undefined)
    await expect.poll(isHeld, { timeout: 10_000 }).toBe(true)
    close()
    close()
    await expect(next).rejects.toMatchObject({ code: 'unavailable' })
    await expect.poll(isHeld, { timeout: 10_000 }).toBe(false)
  })

  it('does not outlive the program that asked, however that ended', async () => {
    const code = `
      import { querySql } from ${JSON.stringify(new URL('query-sql.ts', import.meta.url).href)}
      const { rows } = await querySql(${JSON.stringify(file)}, ${JSON.stringify(endless)}, { timeoutMs: 600_000 })
      for await (const group of rows) console.log(group)`
    const parent = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: 'ignore' })
    await expect.poll(isHeld, { timeout: 10_000 }).toBe(true)
    parent.kill('SIGKILL')
    await expect.poll(isHeld, { timeout: 10_000 }).toBe(false)
  })

  it('that is missing its file creates none', async () => {
    const missing = join(folder, 'missing.db')
    await expect(querySql(missing, 'SELECT 1', TIME)).rejects.toMatchObject({ code: 'unavailable' })
    expect(existsSync(missing)).toBe(false)
  })
})

describe('the list of tables', () => {
  it('has every view first, each with what it holds and its columns', async () => {
    const tables = await listSqlTables(file, TIME)
    const views = tables.filter(({ kind }) => kind === 'view')
    expect(tables.slice(0, views.length)).toEqual(views)
    expect(views.filter(({ summary }) => summary === null)).toEqual([])
    expect(
      tables
        .find(({ name }) => name === 'sessions')
        ?.columns.slice(0, 2)
        .map(({ name }) => name),
    ).toEqual(['session_id', 'trace_id'])
    expect(Object.keys(TABLE_SUMMARIES).filter((name) => !tables.some((table) => table.name === name))).toEqual([])
  })
})

it('a database is looked at without changing it', async () => {
  const { schemaVersion, newestSchemaVersion, faults } = await checkDatabase(file, TIME)
  expect(schemaVersion).toBe(newestSchemaVersion)
  expect(faults).toEqual([])
})
