/** Removes whole sessions: out of sight in one transaction, then row by row in slices. Works inside the writer's transaction. */
import { AppError } from '../../../domain/app-error.ts'
import type { RemovalReason, RemovalStarted } from '../../../domain/removal.ts'
import type { SqliteDatabase } from '../database.ts'
import type { Contents } from '../long-texts.ts'
import { createHighWater, lastRow } from './high-water.ts'
import { createRowRemover, type RowRemover } from './remove-rows.ts'
import type { Tombstones } from './tombstones.ts'

/** What sessions are removed with. */
export interface RemovalNeeds {
  readonly contents: Contents
  readonly tombstones: Tombstones
  /** Has what is known of series forgotten. */
  readonly forgetSeries: () => void
  /** Milliseconds of a clock. */
  readonly now: () => number
}

interface SessionRow {
  readonly id: number
  readonly workspaceId: number
  readonly key: string
  readonly keyScope: string
  readonly traces: number
  readonly spans: number
}

/** A removal that is under way. */
interface Removal {
  readonly id: number
  readonly workspaceId: number
  readonly key: string
  readonly keyScope: string
  readonly reason: RemovalReason
  readonly lastLog: number
  readonly lastPoint: number
}

/** How long one slice takes, beyond the one row that it is busy with when the time is up. */
const SLICE_MS = 10
/** Rows that one statement finds or deletes. */
const ROWS = 500

/** Opens the removal of sessions over the writing connection. */
export function createSessionRemoval(db: SqliteDatabase, needs: RemovalNeeds) {
  const sql = prepareStatements(db)
  const rows = createRowRemover(db, needs.contents)
  const saveHighWater = createHighWater(db)
  const deleteRest = createRestDeletion(db, rows, needs)

  /** Everything that makes the session visible goes; what is left cannot be found from anywhere. */
  function hide(session: SessionRow, reason: RemovalReason): void {
    const { id, workspaceId, key, keyScope } = session
    saveHighWater()
    sql.begin.run(workspaceId, key, keyScope, reason, lastRow(db, 'log_records'), lastRow(db, 'metric_points'))
    sql.noteTraces.run(id)
    sql.removeJobs.run()
    if (reason === 'asked') {
      needs.tombstones.addTraces(id)
      needs.tombstones.addSeries(session)
    }
    for (const statement of sql.hide) statement.run(id)
  }

  return {
    /** @param sessionId the integer of a session, or a former one @throws AppError `not_found` */
    begin(sessionId: number, reason: RemovalReason): RemovalStarted {
      const session = sql.session.get({ id: sessionId }) as SessionRow | undefined
      if (!session) throw notFound(sessionId)
      const { id, workspaceId, key, keyScope, traces, spans } = session
      hide(session, reason)
      const wasPinned = sql.unpin.run(workspaceId, key, keyScope).changes > 0
      return { sessionId: id, traces, spans, wasPinned }
    },
    /** @throws AppError `not_found` */
    setPinned(sessionId: number, pinned: boolean): void {
      const session = sql.session.get({ id: sessionId }) as SessionRow | undefined
      if (!session) throw notFound(sessionId)
      const { workspaceId, key, keyScope } = session
      const statement = pinned ? sql.pin : sql.unpin
      statement.run(workspaceId, key, keyScope)
    },
    hasWork: (): boolean => sql.next.get() !== undefined,
    /** Works off one slice of the oldest removal. @returns the removal's reason if it ended, `true` if it goes on, `false` if there is none */
    work(): RemovalReason | boolean {
      const removal = sql.next.get() as Removal | undefined
      if (!removal) return false
      if (deleteRest(removal)) return true
      sql.finish.run(removal.id)
      needs.tombstones.trim()
      return removal.reason
    },
  }
}

/** Deletes what is left of a session. @returns a function that deletes for one slice and says whether there is more */
function createRestDeletion(db: SqliteDatabase, rows: RowRemover, needs: RemovalNeeds): (removal: Removal) => boolean {
  const sql = prepareRest(db)

  /** @returns whether there were any */
  function each(ids: readonly number[], endMs: number, remove: (id: number) => void): boolean {
    for (const id of ids) {
      remove(id)
      if (needs.now() >= endMs) break
    }
    return ids.length > 0
  }

  function removeLog(id: number, { reason, workspaceId }: Removal): void {
    const digest = reason === 'asked' ? (sql.logHash.get(id) as Uint8Array | undefined) : undefined
    if (digest) needs.tombstones.addLog(workspaceId, digest)
    rows.removeLog(id)
  }

  function ofTrace(trace: RemovedTrace, removal: Removal, endMs: number): void {
    if (each(sql.spans.all(trace.trace, ROWS) as number[], endMs, rows.removeSpan)) return
    if (sql.rollups.run(trace.trace, ROWS).changes > 0) return
    const logs = sql.logsOfTrace.all(trace.workspaceId, trace.traceId, removal.lastLog, ROWS) as number[]
    // Those of its trace need no stone of their own: that of the trace keeps them away.
    if (each(logs, endMs, rows.removeLog)) return
    sql.finishTrace.run(trace.trace)
  }

  function ofKey(removal: Removal, endMs: number): boolean {
    const logs = sql.logsOfKey.all(removal) as number[]
    if (each(logs, endMs, (id) => removeLog(id, removal))) return true
    if (each(sql.pointsOfKey.all(removal) as number[], endMs, rows.removePoint)) return true
    const series = sql.emptySeries.all(removal) as number[]
    if (series.length > 0) needs.forgetSeries()
    return each(series, endMs, rows.removeEmptySeries)
  }

  return (removal) => {
    const endMs = needs.now() + SLICE_MS
    do {
      const trace = sql.trace.get(removal.id) as RemovedTrace | undefined
      if (trace) ofTrace(trace, removal, endMs)
      else if (!ofKey(removal, endMs)) return false
    } while (needs.now() < endMs)
    return true
  }
}

interface RemovedTrace {
  readonly trace: number
  readonly workspaceId: number
  readonly traceId: Uint8Array
}

function notFound(sessionId: number): AppError {
  return new AppError('not_found', `no session ${sessionId}`)
}

function prepareStatements(db: SqliteDatabase) {
  return {
    session: db.prepare(`SELECT id, workspace_id AS workspaceId, key, key_scope AS keyScope, trace_count AS traces, span_count AS spans
      FROM session_rows WHERE id = coalesce((SELECT session_id FROM session_aliases WHERE old_id = +@id), +@id)`),
    begin: db.prepare(`INSERT INTO removals (workspace_id, key, key_scope, reason, last_log, last_point) VALUES (?, ?, ?, ?, ?, ?)`),
    noteTraces: db.prepare(`INSERT INTO removed_traces (trace, removal, workspace_id, trace_id)
      SELECT id, (SELECT max(id) FROM removals), workspace_id, trace_id FROM traces WHERE session_id = ?`),
    removeJobs: db.prepare("DELETE FROM jobs WHERE kind = 'phases' AND trace IN (SELECT trace FROM removed_traces)"),
    hide: [
      db.prepare('DELETE FROM traces WHERE session_id = ?'),
      db.prepare('DELETE FROM session_aliases WHERE session_id = ?'),
      db.prepare('DELETE FROM session_rows WHERE id = ?'),
    ],
    pin: db.prepare('INSERT OR IGNORE INTO pins (workspace_id, key, key_scope) VALUES (?, ?, ?)'),
    unpin: db.prepare('DELETE FROM pins WHERE workspace_id = ? AND key = ? AND key_scope = ?'),
    next: db.prepare(`SELECT id, workspace_id AS workspaceId, key, key_scope AS keyScope, reason, last_log AS lastLog, last_point AS lastPoint
      FROM removals ORDER BY id LIMIT 1`),
    finish: db.prepare('DELETE FROM removals WHERE id = ?'),
  }
}

/** Parameters with a plus: SQLite plans a statement anew for each value of a bare one. */
function prepareRest(db: SqliteDatabase) {
  const ofKey = 'workspace_id = +@workspaceId AND session_key = +@key AND key_scope = +@keyScope'
  return {
    trace: db.prepare(`SELECT trace, workspace_id AS workspaceId, trace_id AS traceId FROM removed_traces WHERE removal = +? LIMIT 1`),
    finishTrace: db.prepare('DELETE FROM removed_traces WHERE trace = ?'),
    spans: db.prepare('SELECT id FROM spans WHERE trace = +? LIMIT ?').pluck(),
    rollups: db.prepare(`DELETE FROM rollups WHERE (trace, phase_id, bucket_s, provider, model, source) IN
      (SELECT trace, phase_id, bucket_s, provider, model, source FROM rollups WHERE trace = +? LIMIT ?)`),
    logsOfTrace: db.prepare('SELECT id FROM log_records WHERE workspace_id = +? AND trace_id = +? AND id <= +? LIMIT ?').pluck(),
    logHash: db.prepare('SELECT hash FROM log_records WHERE id = ?').pluck(),
    logsOfKey: db
      .prepare(`SELECT l.id FROM log_records l WHERE ${ofKey} AND l.id <= +@lastLog
        AND NOT EXISTS (SELECT 1 FROM traces t WHERE t.workspace_id = l.workspace_id AND t.trace_id = l.trace_id) LIMIT ${ROWS}`)
      .pluck(),
    pointsOfKey: db
      .prepare(`SELECT p.id FROM metric_series s CROSS JOIN metric_points p ON p.series = s.id
        WHERE s.workspace_id = +@workspaceId AND s.session_key = +@key AND s.key_scope = +@keyScope AND p.id <= +@lastPoint LIMIT ${ROWS}`)
      .pluck(),
    emptySeries: db
      .prepare(
        `SELECT id FROM metric_series WHERE ${ofKey} AND NOT EXISTS (SELECT 1 FROM metric_points WHERE series = metric_series.id) LIMIT ${ROWS}`,
      )
      .pluck(),
  }
}
