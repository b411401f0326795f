/** What a person had removed and is not to come back when it is sent again. Works inside the writer's transaction. */
import type { SqliteDatabase } from '../database.ts'

/** Asked for every item that is new to the store. */
export interface Tombstones {
  hasTrace(workspaceId: number, traceId: Uint8Array): boolean
  hasLog(workspaceId: number, digest: Uint8Array): boolean
  /** The time up to which points of a series are not stored; `undefined` = all are. */
  seriesUntilNs(workspaceId: number, digest: Uint8Array): bigint | undefined
  addTraces(sessionId: number): void
  /** Points of series that name a session's key, as far as they are stored. A stone that is there becomes one of the newest. */
  addSeries(session: { readonly workspaceId: number; readonly key: string; readonly keyScope: string }): void
  addLog(workspaceId: number, digest: Uint8Array): void
  /** Forgets some of the oldest if there are too many. @returns whether there were */
  trim(): boolean
  /** To be called after a failed transaction. */
  rollback(): void
}

/** Some 40 MB. Senders try again for minutes; an import of an old file may come at any time. */
const MAX_TOMBSTONES = 500_000
/** Stones that one call of `trim` forgets at most: a millisecond or so. */
const TRIMMED = 1000

/** Opens the tombstones over the writing connection. Most stores have none, and then nothing is asked. */
export function createTombstones(db: SqliteDatabase, maxTombstones = MAX_TOMBSTONES): Tombstones {
  const sql = prepareStatements(db)
  let isEmpty = sql.any.get() === undefined
  const has = (kind: string, workspaceId: number, hash: Uint8Array): boolean =>
    !isEmpty && sql.find.get(workspaceId, kind, hash) !== undefined
  return {
    hasTrace: (workspaceId, traceId) => has('trace', workspaceId, traceId),
    hasLog: (workspaceId, digest) => has('log', workspaceId, digest),
    seriesUntilNs: (workspaceId, digest) => (isEmpty ? undefined : (sql.find.get(workspaceId, 'series', digest) as bigint | undefined)),
    addTraces(sessionId) {
      sql.addTraces.run(sessionId)
      isEmpty = false
    },
    addSeries({ workspaceId, key, keyScope }) {
      sql.addSeries.run(workspaceId, key, keyScope)
      isEmpty = false
    },
    addLog(workspaceId, digest) {
      sql.add.run(workspaceId, 'log', digest)
      isEmpty = false
    },
    trim: () => sql.trim.run(maxTombstones).changes > 0,
    rollback() {
      isEmpty = sql.any.get() === undefined
    },
  }
}

function prepareStatements(db: SqliteDatabase) {
  return {
    any: db.prepare('SELECT 1 FROM tombstones LIMIT 1').pluck(),
    find: db.prepare('SELECT until_ns FROM tombstones WHERE workspace_id = ? AND kind = ? AND hash = ?').pluck().safeIntegers(),
    add: db.prepare('INSERT OR IGNORE INTO tombstones (workspace_id, kind, hash, until_ns) VALUES (?, ?, ?, 0)'),
    addTraces: db.prepare(`INSERT OR IGNORE INTO tombstones (workspace_id, kind, hash, until_ns)
      SELECT workspace_id, 'trace', trace_id, 0 FROM traces WHERE session_id = ?`),
    addSeries: db.prepare(`INSERT INTO tombstones (workspace_id, kind, hash, until_ns)
      SELECT s.workspace_id, 'series', s.hash, (SELECT max(time_ns) FROM metric_points WHERE series = s.id) AS until_ns
      FROM metric_series s WHERE s.workspace_id = ? AND s.session_key = ? AND s.key_scope = ? AND until_ns IS NOT NULL
      ON CONFLICT DO UPDATE SET id = (SELECT max(id) + 1 FROM tombstones), until_ns = max(until_ns, excluded.until_ns)`),
    trim: db.prepare(`DELETE FROM tombstones
      WHERE id <= (SELECT max(id) FROM tombstones) - ? AND id < (SELECT min(id) FROM tombstones) + ${TRIMMED}`),
  }
}
