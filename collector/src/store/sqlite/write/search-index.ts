/** Keeps the full-text index: new spans by a cursor over their rows, changed ones by a list. Derived, so that none of it is in a dump. */
import type { SqliteDatabase } from '../database.ts'
import { createDocumentReader, type NewToolResults, type SearchDocument } from './search-document.ts'

/** How long one slice takes, beyond the one document that it is busy with when the time is up. */
const SLICE_MS = 3
/** Pages of the index that one slice of merging its segments writes. */
const MERGE_PAGES = 16
/** Calls at the same nanosecond, and wrappers around them, that are looked at. */
const MAX_TWINS = 16

const MAX_NS = 2n ** 63n - 1n

/** The full-text index, seen from the writer. */
export interface SearchIndex {
  /** Has a stored span indexed again. To be called within the transaction, before its rows change. */
  outdate(row: number): void
  /** Indexes for a few milliseconds in a transaction of its own. @returns whether there was anything to do */
  work(): boolean
  /** Forgets what a failed transaction had in mind. */
  rollback(): void
}

/** How the index is kept. */
export interface SearchIndexOptions {
  /** Spans that one slice looks at, at most. */
  readonly slice: number
  /** How results of tools are read out of requests; left out, they are not indexed. */
  readonly newToolResults?: NewToolResults
  /** Milliseconds of a clock. */
  readonly now?: () => number
}

/** Opens the index over the writing connection. */
export function createSearchIndex(
  db: SqliteDatabase,
  { slice: maxSpans, newToolResults = () => [], now = () => performance.now() }: SearchIndexOptions,
): SearchIndex {
  const sql = prepareStatements(db)
  const documentOf = createDocumentReader(db, newToolResults)
  let cursor = storedCursor()
  let mayMerge = true

  function storedCursor(): number {
    return Number(sql.cursor.get() ?? 0)
  }

  /** The calls right after a time have less of what was asked at it: whether they do may have changed. */
  function outdateFollowers(trace: number, callNs: bigint): void {
    for (const row of sql.followers.all({ trace, callNs }) as number[]) if (row <= cursor) sql.change.run(row, 0)
  }

  function put(row: number, document: SearchDocument | undefined): void {
    if (document?.text) sql.put.run(row, document.text, String(document.trace))
    else sql.remove.run(row)
  }

  function indexNew(rows: readonly number[], endMs: number): void {
    for (const row of rows) {
      const document = documentOf(row)
      put(row, document)
      if (document?.callNs !== undefined) outdateFollowers(document.trace, document.callNs)
      cursor = row
      if (now() >= endMs) break
    }
    sql.saveCursor.run(String(cursor))
  }

  function indexChanged(changes: readonly { readonly span: number; readonly own: number }[], endMs: number): void {
    for (const { span, own } of changes) {
      const document = documentOf(span)
      put(span, document)
      sql.settle.run(span)
      if (own && document?.callNs !== undefined) outdateFollowers(document.trace, document.callNs)
      if (now() >= endMs) break
    }
  }

  const slice = db.transaction((): boolean => {
    const endMs = now() + SLICE_MS
    const rows = sql.newRows.all(cursor, maxSpans) as number[]
    mayMerge = true
    if (rows.length > 0) {
      indexNew(rows, endMs)
      return true
    }
    const changes = sql.changes.all(maxSpans) as { span: number; own: number }[]
    indexChanged(changes, endMs)
    return changes.length > 0
  })

  /** What was indexed in a pause is a segment of its own; many of them take more room and more time to ask than few. */
  const merge = db.transaction((): boolean => {
    const before = sql.totalChanges.get() as number
    sql.merge.run(MERGE_PAGES)
    // The statement itself counts as one change.
    mayMerge = (sql.totalChanges.get() as number) - before > 1
    return mayMerge
  })

  function hasDocuments(): boolean {
    return sql.newRows.get(cursor, 1) !== undefined || sql.changes.get(1) !== undefined
  }

  return {
    outdate(row) {
      const call = sql.call.get(row) as { trace: bigint; start_ns: bigint } | undefined
      if (call) outdateFollowers(Number(call.trace), call.start_ns)
      if (row <= cursor) sql.change.run(row, 1)
    },
    work() {
      const next = hasDocuments() ? slice : mayMerge ? merge : undefined
      if (!next) return false
      // Nobody was told that this is on disk, and it can be done again: the next write's sync takes it along.
      db.pragma('synchronous = NORMAL')
      try {
        return next.immediate()
      } finally {
        db.pragma('synchronous = FULL')
      }
    },
    rollback() {
      cursor = storedCursor()
    },
  }
}

/** Parameters with a plus: SQLite plans a statement anew for each value of a bare one, which takes longer than all the rest. */
function prepareStatements(db: SqliteDatabase) {
  return {
    cursor: db.prepare("SELECT value FROM settings WHERE key = 'search_cursor'").pluck(),
    saveCursor: db.prepare(
      "INSERT INTO settings (key, value) VALUES ('search_cursor', ?) ON CONFLICT DO UPDATE SET value = excluded.value",
    ),
    newRows: db.prepare('SELECT id FROM spans WHERE id > ? ORDER BY id LIMIT ?').pluck(),
    changes: db.prepare('SELECT span, own FROM search_changes ORDER BY span LIMIT ?'),
    change: db.prepare('INSERT INTO search_changes (span, own) VALUES (?, ?) ON CONFLICT DO UPDATE SET own = max(own, excluded.own)'),
    settle: db.prepare('DELETE FROM search_changes WHERE span = ?'),
    call: db.prepare('SELECT trace, start_ns FROM calls WHERE id = ?').safeIntegers(),
    /** The calls that began after a time, up to the first one that is no wrapper or twin. */
    followers: db
      .prepare(
        `SELECT id FROM calls WHERE trace = +@trace AND start_ns > +@callNs
         AND start_ns <= coalesce((SELECT min(start_ns) FROM calls WHERE trace = +@trace AND start_ns > +@callNs AND repeated = 0), ${MAX_NS})
         ORDER BY start_ns LIMIT ${MAX_TWINS}`,
      )
      .pluck(),
    put: db.prepare('INSERT OR REPLACE INTO search (rowid, text, trace) VALUES (?, ?, ?)'),
    remove: db.prepare('DELETE FROM search WHERE rowid = ?'),
    merge: db.prepare("INSERT INTO search (search, rank) VALUES ('merge', ?)"),
    totalChanges: db.prepare('SELECT total_changes()').pluck(),
  }
}
