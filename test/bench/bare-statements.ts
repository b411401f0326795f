/** The two references of the write bench: what SQLite alone can do with prepared statements, transactions and syncs like ours. */
import { attributesToJson } from '../../collector/src/domain/attribute-json.ts'
import { spanIdToInt } from '../../collector/src/domain/id.ts'
import { type Span, spanItems, type TracesData } from '../../collector/src/domain/span.ts'
import type { SqliteDatabase } from '../../collector/src/store/sqlite/database.ts'

type Row = readonly unknown[]

/** Rows of one table, ready to be bound. */
export interface TableRows {
  readonly insert: string
  readonly rows: readonly Row[]
}

/** Every row of a finished database, table by table, in the order of their keys. Tables that a new database fills by itself are left out. */
export function readTables(finished: SqliteDatabase, fresh: SqliteDatabase): readonly TableRows[] {
  return tableNames(finished)
    .filter((table) => countRows(fresh, table) === 0 && countRows(finished, table) > 0)
    .map((table) => {
      const columns = storedColumns(finished, table)
      const order = primaryKey(finished, table)
      const select = finished
        .prepare(`SELECT ${columns.join(', ')} FROM ${table} ORDER BY ${order.join(', ')}`)
        .raw()
        .safeIntegers()
      return { insert: insertInto(table, columns), rows: select.all().filter(isRow) }
    })
}

/**
 * Inserts the rows in `transactions` transactions, an equal share of each table in each.
 * @param afterEach is called after each commit
 */
export function insertTables(db: SqliteDatabase, tables: readonly TableRows[], { transactions, afterEach }: Transactions): void {
  const statements = tables.map(({ insert, rows }) => ({ insert: db.prepare<unknown[]>(insert), rows }))
  const insertShare = db.transaction((turn: number) => {
    for (const { insert, rows } of statements) {
      const end = Math.round(((turn + 1) * rows.length) / transactions)
      for (let i = Math.round((turn * rows.length) / transactions); i < end; i++) insert.run(...(rows[i] ?? []))
    }
  })
  for (let turn = 0; turn < transactions; turn++) {
    insertShare.immediate(turn)
    afterEach()
  }
}

/** How rows are spread over transactions. */
export interface Transactions {
  readonly transactions: number
  readonly afterEach: () => void
}

const PLAIN_COLUMNS = [
  'trace',
  'span_id',
  'parent_span_id',
  'name',
  'kind',
  'start_ns',
  'end_ns',
  'status',
  'attributes',
  'service',
  'scope',
  'received_ns',
]

/** Makes the plain table: 12 columns and one index. */
export function createPlainTable(db: SqliteDatabase): void {
  db.exec(`CREATE TABLE plain_spans (trace INTEGER, span_id INTEGER, parent_span_id INTEGER, name TEXT, kind INTEGER, start_ns INTEGER, end_ns INTEGER,
    status INTEGER, attributes TEXT, service TEXT, scope TEXT, received_ns INTEGER);
    CREATE INDEX plain_spans_by_trace ON plain_spans (trace, start_ns)`)
}

/** The spans of requests as rows of the plain table. */
export function plainRows(requests: Iterable<TracesData>): TableRows {
  const traces = new Map<string, bigint>()
  const rows: Row[] = []
  for (const data of requests)
    for (const { span, scope } of spanItems(data)) {
      const trace = traces.get(span.traceId) ?? BigInt(traces.size + 1)
      traces.set(span.traceId, trace)
      rows.push([trace, ...spanValues(span), 'bench', scope.name, span.endNs])
    }
  return { insert: insertInto('plain_spans', PLAIN_COLUMNS), rows }
}

function spanValues({ spanId, parentSpanId, name, kind, startNs, endNs, status, attributes }: Span): Row {
  const ids = [spanIdToInt(spanId), parentSpanId === '' ? 0n : spanIdToInt(parentSpanId)]
  return [...ids, name, BigInt(kind), startNs, endNs, BigInt(status.code), attributesToJson(attributes)]
}

function insertInto(table: string, columns: readonly string[]): string {
  return `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`
}

function tableNames(db: SqliteDatabase): readonly string[] {
  const sql = "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name"
  return db.prepare(sql).pluck().all().map(String)
}

/** Columns that hold a value; generated ones are left out. */
function storedColumns(db: SqliteDatabase, table: string): readonly string[] {
  return db.prepare('SELECT name FROM pragma_table_xinfo(?) WHERE hidden = 0 ORDER BY cid').pluck().all(table).map(String)
}

function primaryKey(db: SqliteDatabase, table: string): readonly string[] {
  const columns = db.prepare('SELECT name FROM pragma_table_xinfo(?) WHERE pk > 0 ORDER BY pk').pluck().all(table).map(String)
  return columns.length > 0 ? columns : ['rowid']
}

function countRows(db: SqliteDatabase, table: string): number {
  return Number(db.prepare(`SELECT count(*) FROM ${table}`).pluck().get())
}

function isRow(row: unknown): row is Row {
  return Array.isArray(row)
}
