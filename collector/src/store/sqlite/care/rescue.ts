/** Carries what can be read of a damaged database over: what was received into the new one, the spans into a stage to be written again. */
import Database from 'better-sqlite3'
import type { SqliteDatabase } from '../database.ts'
import { isDamage } from './damage.ts'
import type { TableRescue } from './reports.ts'
import { salvageKeyed, salvageRows, type TableColumns } from './salvage.ts'

/** Tables that are written again from the spans: they are staged beside the new database. */
const STAGED = ['traces', 'session_rows', 'spans', 'pins']
/** Tables that the writer makes of the spans, and what it keeps for itself. */
const DERIVED = new Set([
  'calls',
  'phase_rows',
  'action_rows',
  'facts',
  'rollups',
  'jobs',
  'search_changes',
  'item_counts',
  'session_aliases',
])
/** What the writer remembers of the rows that it makes anew. */
const OWN_SETTINGS = ['search_cursor', 'derived_version', 'deriving_version']

/** Opens an empty stage: tables like those of the new database, without their indexes. */
export function openStage(file: string, target: SqliteDatabase): SqliteDatabase {
  const stage = new Database(file)
  stage.pragma('journal_mode = OFF')
  stage.pragma('synchronous = OFF')
  for (const table of [...STAGED, 'session_aliases'])
    stage.exec(String(target.prepare('SELECT sql FROM sqlite_schema WHERE name = ?').pluck().get(table)))
  return stage
}

/** Whom the rows go to, and who is told how many there were. */
export interface RescueNeeds {
  readonly target: SqliteDatabase
  readonly stage: SqliteDatabase
  readonly progress: (rows: number) => void
}

/** Carries everything over. @returns what became of each table */
export function rescue(source: Database.Database, { target, stage, progress }: RescueNeeds): readonly TableRescue[] {
  const tables = tablesOf(target).filter(({ name }) => !DERIVED.has(name))
  let done = 0
  const counted = (): void => progress(++done)
  const rescued = tables.map((table) => rescueTable(source, { table, into: STAGED.includes(table.name) ? stage : target, counted }))
  rescueTable(source, { table: { name: 'session_aliases', hasRowid: true }, into: stage, counted })
  target.prepare(`DELETE FROM settings WHERE key IN (${OWN_SETTINGS.map(() => '?').join(', ')})`).run(...OWN_SETTINGS)
  rescueTraceIds(source, stage)
  dropRemoved(target, stage)
  return rescued
}

/** Spans that a removal had still to delete are not lost. Of logs and points it finds its own in the new database. */
function dropRemoved(target: SqliteDatabase, stage: SqliteDatabase): void {
  const drop = stage.prepare('DELETE FROM spans WHERE trace = ?')
  for (const trace of target.prepare('SELECT trace FROM removed_traces').pluck().all()) drop.run(trace)
}

interface Table {
  readonly name: string
  readonly hasRowid: boolean
}

function tablesOf(db: SqliteDatabase): readonly Table[] {
  const sql = "SELECT name, wr FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
  return (db.prepare(sql).all() as { name: string; wr: number }[]).map(({ name, wr }) => ({ name, hasRowid: wr === 0 }))
}

interface TableWork {
  readonly table: Table
  readonly into: SqliteDatabase
  readonly counted: () => void
}

function rescueTable(source: Database.Database, { table: { name, hasRowid }, into, counted }: TableWork): TableRescue {
  const columns = sharedColumns(source, into, name)
  if (columns.length === 0) return { table: name, rows: 0, lost: 0 } // a file of before there was such a table
  const verb = name === 'settings' || name === 'workspaces' ? 'REPLACE' : 'IGNORE'
  const insert = into.prepare(`INSERT OR ${verb} INTO ${name} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`)
  let rows = 0
  let lost = 0
  const sink = {
    row(values: readonly unknown[]) {
      counted()
      if (isTaken(() => insert.run(...values).changes > 0)) rows++
      else lost++
    },
    gap(count: bigint) {
      lost += Number(count)
    },
  }
  const from: TableColumns = { table: name, columns }
  into.transaction(() => {
    try {
      if (hasRowid) salvageRows(source, from, sink)
      else salvageKeyed(source, { ...from, key: primaryKey(into, name) }, sink)
    } catch (error) {
      // Not even its root can be read.
      if (!isDamage(error)) throw error
      lost++
    }
  })()
  return { table: name, rows, lost: lost === 0 ? 0 : (countedLoss(source, name, rows) ?? lost) }
}

/** SQLite counts the entries of the smallest index, which may be whole where the rows are not. */
function countedLoss(source: Database.Database, table: string, rows: number): number | undefined {
  try {
    const count = Number(source.prepare(`SELECT count(*) FROM ${table}`).pluck().get())
    return count > rows ? count - rows : undefined
  } catch (error) {
    if (!isDamage(error)) throw error
    return undefined
  }
}

/** A row whose values do not fit their columns is damaged, too. */
function isTaken(insert: () => boolean): boolean {
  try {
    return insert()
  } catch (error) {
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_CONSTRAINT')) return false
    throw error
  }
}

/** Columns that both have and that hold what is written to them. */
function sharedColumns(source: Database.Database, target: SqliteDatabase, table: string): readonly string[] {
  const names = (db: Database.Database) =>
    db.prepare('SELECT name FROM pragma_table_xinfo(?) WHERE hidden = 0 ORDER BY cid').pluck().all(table) as string[]
  const there = new Set(names(source))
  return names(target).filter((name) => there.has(name))
}

function primaryKey(db: SqliteDatabase, table: string): readonly string[] {
  return db.prepare('SELECT name FROM pragma_table_xinfo(?) WHERE pk > 0 ORDER BY pk').pluck().all(table) as string[]
}

/** Which trace a span belongs to stands in the row of the trace alone, and once more in its index, which may still be whole. */
function rescueTraceIds(source: Database.Database, stage: SqliteDatabase): void {
  const insert =
    stage.prepare(`INSERT OR IGNORE INTO traces (id, workspace_id, trace_id, session_id, join_reason, start_ns, end_ns, status, source,
    claims, span_count, running_count, error_count, issue_count, action_count, response_count, priced_count, tokens_input, tokens_output,
    tokens_cache_read, tokens_cache_write, cost_nanos, received_ns) VALUES (?, ?, ?, 0, '', 0, 0, '', '', ''${', 0'.repeat(13)})`)
  try {
    const rows = source.prepare('SELECT id, workspace_id, trace_id FROM traces INDEXED BY sqlite_autoindex_traces_1').safeIntegers().raw()
    for (const row of rows.iterate() as IterableIterator<unknown[]>) insert.run(...row)
  } catch (error) {
    if (!isDamage(error)) throw error // what the rows gave has to do
  }
}
