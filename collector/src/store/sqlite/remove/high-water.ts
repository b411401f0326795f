/** Integers that were given out once are never given out again, also where the rows that had them are gone. */
import type { SqliteDatabase } from '../database.ts'

/** Tables whose integers are known outside: to the search index, to cursors, and to whoever kept an address. */
const TABLES = ['spans', 'traces', 'session_rows', 'log_records', 'metric_points'] as const
export type CountedTable = (typeof TABLES)[number]

const SAVED = "SELECT CAST(value AS INTEGER) FROM settings WHERE key = 'last_row_' || ?"

/** The largest integer that rows of a table had when the writer opened. */
export function lastRow(db: SqliteDatabase, table: CountedTable): number {
  const last = Number(db.prepare(`SELECT coalesce(max(id), 0) FROM ${table}`).pluck().get())
  const former = table === 'session_rows' ? Number(db.prepare('SELECT coalesce(max(old_id), 0) FROM session_aliases').pluck().get()) : 0
  return Math.max(last, former, Number(db.prepare(SAVED).pluck().get(table) ?? 0))
}

/** Counts the integers of a table on. One writer owns the file, so nobody else takes one. */
export function rowCounter(db: SqliteDatabase, table: CountedTable): () => number {
  let last = lastRow(db, table)
  return () => ++last
}

/** Takes note of the largest integers. To be called in a transaction that goes on to delete rows. */
export function createHighWater(db: SqliteDatabase): () => void {
  const save = db.prepare('INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value')
  return () => {
    for (const table of TABLES) save.run(`last_row_${table}`, String(lastRow(db, table)))
  }
}
