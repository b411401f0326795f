/** Removes whole sessions: out of sight in one transaction, then row by row in slices. Works inside the writer's transaction. */
import { AppError } from '../../../domain/app-error.ts'
import type { RemovalReason, RemovalStarted } from '../../../domain/removal.ts'
import type { SqliteDatabase } from '../database.ts'
import { createHighWater, lastRow } from './high-water.ts'
import type { RowRemover } from './remove-rows.ts'
import { createRestDeletion, type Removal } from './rest-of-session.ts'
import type { SentAgain } from './sent-again.ts'
import type { Tombstones } from './tombstones.ts'

/** What sessions are removed with. */
export interface RemovalNeeds {
  readonly rows: RowRemover
  readonly tombstones: Tombstones
  readonly sentAgain: SentAgain
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

/** What a slice came to. */
export interface RemovalSlice {
  readonly isMore: boolean
  /** Why the session was removed whose last row went with it. */
  readonly ended?: RemovalReason
}

/** Opens the removal of sessions over the writing connection. */
export function createSessionRemoval(db: SqliteDatabase, needs: RemovalNeeds) {
  const sql = prepareStatements(db)
  const saveHighWater = createHighWater(db)
  const rest = createRestDeletion(db, needs)

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
      needs.forgetSeries() // what is known of a series is that none of its points was removed
    }
    needs.sentAgain.refresh()
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
    /** Works off one slice of the oldest removal, and forgets some stones if they are too many. */
    work(): RemovalSlice {
      const removal = sql.next.get() as Removal | undefined
      if (!removal) return { isMore: false }
      const isTrimming = needs.tombstones.trim()
      if (rest.work(removal) || isTrimming) return { isMore: true }
      sql.finish.run(removal.id)
      rest.restart()
      needs.sentAgain.refresh()
      return { isMore: true, ended: removal.reason }
    },
    /** To be called after a failed transaction. */
    rollback(): void {
      rest.restart()
      needs.sentAgain.refresh()
    },
  }
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
