import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, describe, expect, it } from 'vitest'
import { openAdHocQuery } from './ad-hoc-query.ts'
import { openDatabase } from './database.ts'

const folder = mkdtempSync(join(tmpdir(), 'ad-hoc-'))
const file = join(folder, 'tracker.db')
const other = join(folder, 'other.db')
const made = openDatabase(file)
const version = BigInt(Number(made.pragma('user_version', { simple: true })))
made.close()
const foreign = new Database(other)
foreign.exec('CREATE TABLE t (a)')
foreign.close()
afterAll(() => rmSync(folder, { recursive: true }))

function run(sql: string) {
  const { columns, rows, close } = openAdHocQuery(file, sql)
  try {
    const all: unknown[] = []
    for (let next = rows.next(); !next.done; next = rows.next()) all.push(next.value)
    return { columns, rows: all }
  } finally {
    close()
  }
}

describe('a statement that reads', () => {
  it.each<[name: string, sql: string, columns: readonly string[], rows: readonly unknown[]]>([
    ['integers are exact', 'SELECT 1 AS a, 9223372036854775807 AS b', ['a', 'b'], [[1n, 9223372036854775807n]]],
    ['types stay apart', "SELECT 1.0, NULL, x'00ff', '1'", ['1.0', 'NULL', "x'00ff'", "'1'"], [[1, null, Buffer.from([0, 255]), '1']]],
    ['columns with one name', 'SELECT 1 AS a, 2 AS a', ['a', 'a'], [[1n, 2n]]],
    ['no rows', 'SELECT session_id FROM sessions', ['session_id'], []],
    ['behind comments', '-- what?\n/* this */ ; select 1 as a;', ['a'], [[1n]]],
    ['WITH', 'WITH x AS (SELECT 1) SELECT * FROM x', ['1'], [[1n]]],
    ['VALUES', 'VALUES (1), (2)', ['column1'], [[1n], [2n]]],
    ['a pragma', 'PRAGMA main.user_version;', ['user_version'], [[version]]],
    ['a pragma of a table', "pragma table_info('no_such_table')", ['cid', 'name', 'type', 'notnull', 'dflt_value', 'pk'], []],
  ])('%s', (...[, sql, columns, rows]) => expect(run(sql)).toEqual({ columns, rows }))

  it('may be explained', () => expect(run('EXPLAIN QUERY PLAN SELECT * FROM sessions').rows.length).toBeGreaterThan(0))
})

describe('a statement that would change something', () => {
  const before = readFileSync(file)
  it.each([
    ['INSERT INTO settings VALUES (1, 2)'],
    ['INSERT INTO settings VALUES (1, 2) RETURNING 1'],
    ['WITH x AS (SELECT 1) DELETE FROM settings'],
    ['DELETE FROM settings'],
    ['UPDATE settings SET value = 1'],
    ['DROP TABLE settings'],
    ['CREATE TEMP TABLE t (a)'],
    [`ATTACH '${join(folder, 'new.db')}' AS x`],
    [`/* x */ attach database '${join(folder, 'new.db')}' AS x`],
    [`VACUUM INTO '${join(folder, 'new.db')}'`],
    ['VACUUM'],
    ['REINDEX'],
    ['ANALYZE'],
    ['BEGIN IMMEDIATE'],
    ['PRAGMA query_only = OFF'],
    ['PRAGMA query_only(0)'],
    ['PRAGMA journal_mode = DELETE'],
    ['PRAGMA journal_mode(DELETE)'],
    ['PRAGMA wal_checkpoint(TRUNCATE)'],
    ['PRAGMA locking_mode = EXCLUSIVE'],
    ['PRAGMA user_version = 7'],
    ['PRAGMA user_version(7)'],
    ['PRAGMA writable_schema = ON'],
  ])('%s', (sql) => {
    expect(() => run(sql)).toThrow(/^only statements that read may run/)
    expect(existsSync(join(folder, 'new.db'))).toBe(false)
    expect(readFileSync(file).equals(before)).toBe(true)
  })

  it.each([
    ["SELECT load_extension('/tmp/x')", 'not authorized'],
    ["SELECT writefile('/tmp/x', 'y')", 'no such function: writefile'],
  ])('also as a function: %s', (sql, says) => expect(() => run(sql)).toThrow(says))
})

describe('a statement that is wrong is refused in one line, with its place', () => {
  it.each<[sql: string, message: string]>([
    ['selec 1', 'near "selec": syntax error (line 1, column 1)'],
    ['SELECT 1\nFROM sessions\nWHER 1', 'near "1": syntax error (line 3, column 6)'],
    ['SELECT ")" AS a, 1 ) FROM t', 'near ")": syntax error (line 1, column 20)'],
    ['SELECT 日本 FROM sessions', 'no such column: 日本 (line 1, column 8)'],
    ['SELECT nope\nFROM sessions', 'no such column: nope (line 1, column 8)'],
    ['SELECT nope, 1 FROM sessions WHERE nope', 'no such column: nope'],
    ['SELECT * FROM\n  nowhere', 'no such table: nowhere (line 2, column 3)'],
    ['SELECT nope(1)', 'no such function: nope (line 1, column 8)'],
    ['SELECT * FROM ', 'incomplete input (line 1, column 14)'],
    ["SELECT 'abc", 'unrecognized token: "\'abc" (line 1, column 8)'],
    ['', 'there is no statement; give one such as SELECT count(*) FROM sessions'],
    [' -- nothing', 'there is no statement; give one such as SELECT count(*) FROM sessions'],
    ['SELECT 1; SELECT 2', 'there is more than one statement; give one at a time'],
    ['SELECT ?', 'the statement has parameters such as ? or :name; write their values into it'],
    ['SELECT 1 \0 FROM x', 'the statement holds the character NUL; take it out'],
    [`SELECT '${'x'.repeat(1_000_001)}'`, 'the statement is longer than 1000000 bytes'],
    ['SELECT abs(-9223372036854775807 - 1)', 'integer overflow'],
  ])('%s', (sql, message) => expect(() => run(sql)).toThrow(expect.objectContaining({ code: 'invalid', message })))
})

it('refuses the database of another program as a file that is unfit, not as a wrong statement', () => {
  expect(() => openAdHocQuery(other, 'SELECT 1')).toThrow(expect.objectContaining({ code: 'unsupported' }))
})
