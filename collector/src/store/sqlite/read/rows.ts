import type { Statement } from 'better-sqlite3'
import type { SqliteDatabase } from '../database.ts'

/**
 * From SQL to values of the domain. Statements name their columns as the value names its fields; integers are numbers but for fields
 * that end in `Ns` or `Nanos`, which are bigint; NULL is a missing field.
 */

/** Values for the named parameters of a statement. */
export type Bindings = Readonly<Record<string, string | number | bigint | Uint8Array | null>>
type Row = Readonly<Record<string, unknown>>

/** Prepared statements of each connection, by their text. The number of different texts is bounded by the code. */
const statements = new WeakMap<SqliteDatabase, Map<string, Statement<unknown[], Row>>>()

/** Every row of a statement. */
export function queryAll<T>(db: SqliteDatabase, sql: string, bindings: Bindings = {}): readonly T[] {
  return prepared(db, sql)
    .all(bindings)
    .map((row) => toValue<T>(row))
}

/** The first row of a statement. */
export function queryFirst<T>(db: SqliteDatabase, sql: string, bindings: Bindings = {}): T | undefined {
  const row = prepared(db, sql).get(bindings)
  return row && toValue<T>(row)
}

/** Rows one by one. The statement is its own, so that several can be under way on one connection. */
export function* queryEach<T>(db: SqliteDatabase, sql: string, bindings: Bindings = {}): Generator<T> {
  for (const row of db.prepare<unknown[], Row>(planned(sql)).safeIntegers().iterate(bindings)) yield toValue<T>(row)
}

/** Rows one by one, by a statement that is kept: no other loop over the same one may be under way. */
export function* queryEachKept<T>(db: SqliteDatabase, sql: string, bindings: Bindings = {}): Generator<T> {
  for (const row of prepared(db, sql).iterate(bindings)) yield toValue<T>(row)
}

/** Rows of numbers one by one, as cheap as they can be: integers that a double does not hold come rounded, NULL as 0. */
export function queryNumbers(db: SqliteDatabase, sql: string, bindings: Bindings = {}): Iterable<readonly number[]> {
  return db.prepare<unknown[], readonly number[]>(planned(sql)).raw().iterate(bindings)
}

function prepared(db: SqliteDatabase, sql: string): Statement<unknown[], Row> {
  let ofConnection = statements.get(db)
  if (!ofConnection) {
    ofConnection = new Map()
    statements.set(db, ofConnection)
  }
  let statement = ofConnection.get(sql)
  if (!statement) {
    statement = db.prepare<unknown[], Row>(planned(sql)).safeIntegers()
    ofConnection.set(sql, statement)
  }
  return statement
}

/**
 * Where a plan looks at a bare parameter, SQLite plans anew for each value that it is given: that takes ten to twenty times as long as
 * reading the row. An expression it does not look at.
 */
function planned(sql: string): string {
  return sql.replace(/@\w+/g, '+$&')
}

/** The one place where SQLite's rows are taken to be what their statement says. */
function toValue<T>(row: Row): T {
  const value: Record<string, unknown> = {}
  for (const [name, field] of Object.entries(row)) {
    if (field === null) continue
    value[name] = typeof field === 'bigint' && !/N(s|anos)$/.test(name) ? Number(field) : field
  }
  return value as T
}

/** A "text or path" column as text. @param column such as `c.input_text` */
export function textSql(column: string): string {
  return `CASE typeof(${column}) WHEN 'integer' THEN (SELECT text FROM content_texts WHERE id = ${column}) ELSE ${column} END`
}

/** A page ends early when its texts pass this many characters: 500 rows of whole prompts, or of long names, could be any size. */
export const MAX_PAGE_CHARS = 8 * 1024 * 1024

/** Characters of all texts of a value: what bounds a page. */
export function textLength(value: object): number {
  return Object.values(value)
    .flat()
    .reduce<number>((sum, field) => sum + (typeof field === 'string' ? field.length : 0), 0)
}
