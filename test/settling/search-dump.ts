import type { SqliteDatabase } from '../../collector/src/store/sqlite/database.ts'

/** Every word of the full-text index with the span that it belongs to and its place in the document: the index keeps no texts. */
export function searchDump(db: SqliteDatabase): readonly string[] {
  db.exec("CREATE VIRTUAL TABLE IF NOT EXISTS temp.words USING fts5vocab('main', 'search', 'instance')")
  const rows = db
    .prepare(
      `SELECT lower(hex(t.trace_id)) AS trace, printf('%016x', x.span_id) AS span, w.offset, w.term, t.id FROM temp.words w
       LEFT JOIN spans x ON x.id = w.doc LEFT JOIN traces t ON t.id = x.trace WHERE w.col = 'text'`,
    )
    .raw()
    .all() as unknown[][]
  const wrongTraces = db
    .prepare(
      "SELECT count(*) FROM temp.words w LEFT JOIN spans x ON x.id = w.doc WHERE w.col = 'trace' AND w.term IS NOT CAST(x.trace AS TEXT)",
    )
    .pluck()
    .get()
  const pending = db.prepare('SELECT count(*) FROM search_changes').pluck().get()
  return [...rows.map((row) => row.slice(0, 4).join(' ')).sort(), `documents of another trace: ${wrongTraces}`, `waiting: ${pending}`]
}
