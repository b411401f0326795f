/** Deletes the rows that a session leaves when it is out of sight: in slices, each of which looks at few rows. Works inside the writer's transaction. */
import type { RemovalReason } from '../../../domain/removal.ts'
import type { SqliteDatabase } from '../database.ts'
import type { RowRemover } from './remove-rows.ts'
import type { Tombstones } from './tombstones.ts'

/** A removal that is under way. */
export interface Removal {
  readonly id: number
  readonly workspaceId: number
  readonly key: string
  readonly keyScope: string
  readonly reason: RemovalReason
  readonly lastLog: number
  readonly lastPoint: number
}

/** What is deleted with. */
export interface RestNeeds {
  readonly rows: RowRemover
  readonly tombstones: Tombstones
  /** Has what is known of series forgotten. */
  readonly forgetSeries: () => void
  /** Milliseconds of a clock. */
  readonly now: () => number
}

/** How long one slice takes, beyond one look at rows and the one row that it is busy with when the time is up. */
const SLICE_MS = 10
/** Rows that one statement looks at or deletes: a millisecond or so. */
const ROWS = 500

/** A row in the order of an index: the time first, then what tells rows of the same time apart. */
interface LookedAt {
  readonly id: bigint
  readonly timeNs: bigint
  readonly tie: bigint
  /** 0 = it is not part of the removal. */
  readonly isOwn: bigint
}
type Place = Pick<LookedAt, 'timeNs' | 'tie'>

/**
 * How far the oldest removal is, so that no row is looked at twice: those of its key may be of another session by their trace, or came later.
 * Not written down: another process begins again, with what is left.
 */
interface Walk {
  readonly log: Place
  /** The series that is walked over; `undefined` = the next one after `pastSeries`. */
  readonly series: number | undefined
  readonly pastSeries: number
  readonly point: Place
}

const FIRST: Place = { timeNs: -(2n ** 63n), tie: -(2n ** 63n) }
const START: Walk = { log: FIRST, series: undefined, pastSeries: 0, point: FIRST }

/** Deletes what is left of sessions, one session at a time. */
export interface RestDeletion {
  /** Deletes for one slice. @returns whether there is more */
  work(removal: Removal): boolean
  /** Begins at the start: to be called between one removal and the next, and after a failed transaction. */
  restart(): void
}

/** Opens the deletion over the writing connection. */
export function createRestDeletion(db: SqliteDatabase, { rows, tombstones, forgetSeries, now }: RestNeeds): RestDeletion {
  const sql = prepareStatements(db)
  let walk = START

  /** The time runs from here: what the look took does not shorten the work. @param act is told each item, and says whether that took time */
  function each<T>(items: readonly T[], act: (item: T) => boolean): boolean {
    const endMs = now() + SLICE_MS
    for (const item of items) if (act(item) && now() >= endMs) break
    return items.length > 0
  }

  /** @param pass takes note of the place of a row @returns whether there were any, also such that stay */
  function eachOwn(found: readonly unknown[], pass: (place: Place) => void, remove: (id: number) => void): boolean {
    return each(found as readonly LookedAt[], ({ id, timeNs, tie, isOwn }) => {
      if (isOwn) remove(Number(id))
      pass({ timeNs, tie })
      return isOwn === 1n
    })
  }

  const passLog = (log: Place): void => {
    walk = { ...walk, log }
  }
  const passPoint = (point: Place): void => {
    walk = { ...walk, point }
  }

  function removeLog(id: number, { reason, workspaceId }: Removal): void {
    const digest = reason === 'asked' ? (sql.logHash.get(id) as Uint8Array | undefined) : undefined
    if (digest) tombstones.addLog(workspaceId, digest)
    rows.removeLog(id)
  }

  function ofTrace({ trace, workspaceId, traceId }: RemovedTrace, { lastLog }: Removal): void {
    const removeSpan = (row: number): true => {
      rows.removeSpan(row)
      return true
    }
    if (each(sql.spans.all(trace, ROWS) as number[], removeSpan)) return
    if (sql.rollups.run(trace, ROWS).changes > 0) return
    // Those of its trace need no stone of their own: that of the trace keeps them away.
    if (eachOwn(sql.logsOfTrace({ workspaceId, traceId, lastLog, ...walk.log }), passLog, rows.removeLog)) return
    sql.finishTrace.run(trace)
    walk = START
  }

  /** @returns whether there is more */
  function ofKey(removal: Removal): boolean {
    return eachOwn(sql.logsOfKey({ ...removal, ...walk.log }), passLog, (id) => removeLog(id, removal)) || ofSeries(removal)
  }

  function ofSeries(removal: Removal): boolean {
    const series = walk.series ?? (sql.seriesAfter.get({ ...removal, past: walk.pastSeries }) as number | undefined)
    if (series === undefined) return false
    walk = { ...walk, series }
    const points = sql.points.all({ series, lastPoint: removal.lastPoint, ...walk.point })
    if (eachOwn(points, passPoint, rows.removePoint)) return true
    if (rows.removeEmptySeries(series)) forgetSeries()
    walk = { ...walk, series: undefined, pastSeries: series, point: FIRST }
    return true
  }

  return {
    work(removal) {
      const endMs = now() + SLICE_MS
      do {
        const trace = sql.trace.get(removal.id) as RemovedTrace | undefined
        if (trace) ofTrace(trace, removal)
        else if (!ofKey(removal)) return false
      } while (now() < endMs)
      return true
    },
    restart() {
      walk = START
    },
  }
}

interface RemovedTrace {
  readonly trace: number
  readonly workspaceId: number
  readonly traceId: Uint8Array
}

/** Parameters with a plus: SQLite plans a statement anew for each value of a bare one. */
function prepareStatements(db: SqliteDatabase) {
  const ofKey = 'workspace_id = +@workspaceId AND session_key = +@key AND key_scope = +@keyScope'
  const ofNoTrace = 'NOT EXISTS (SELECT 1 FROM traces t WHERE t.workspace_id = l.workspace_id AND t.trace_id = l.trace_id)'
  return {
    trace: db.prepare(`SELECT trace, workspace_id AS workspaceId, trace_id AS traceId FROM removed_traces WHERE removal = +? LIMIT 1`),
    finishTrace: db.prepare('DELETE FROM removed_traces WHERE trace = ?'),
    spans: db.prepare('SELECT id FROM spans WHERE trace = +? LIMIT ?').pluck(),
    rollups: db.prepare(`DELETE FROM rollups WHERE (trace, phase_id, bucket_s, provider, model, source) IN
      (SELECT trace, phase_id, bucket_s, provider, model, source FROM rollups WHERE trace = +? LIMIT ?)`),
    logsOfTrace: prepareLogs(db, '1', 'workspace_id = +@workspaceId AND trace_id = +@traceId'),
    logHash: db.prepare('SELECT hash FROM log_records WHERE id = ?').pluck(),
    logsOfKey: prepareLogs(db, ofNoTrace, ofKey),
    seriesAfter: db.prepare(`SELECT id FROM metric_series WHERE ${ofKey} AND id > +@past ORDER BY id LIMIT 1`).pluck(),
    points: db
      .prepare(`SELECT id, time_ns AS timeNs, start_ns AS tie, id <= +@lastPoint AS isOwn FROM metric_points
        WHERE series = +@series AND (time_ns, start_ns) > (+@timeNs, +@tie) ORDER BY time_ns, start_ns LIMIT ${ROWS}`)
      .safeIntegers(),
  }
}

/** The logs of an index after a place. Of one moment first: in one statement SQLite would pass all of that moment over again. */
function prepareLogs(db: SqliteDatabase, isOwn: string, where: string): (place: object) => readonly unknown[] {
  const [sameMoment, later] = ['at_ns = +@timeNs AND id > +@tie', 'at_ns > +@timeNs'].map((after) =>
    db
      .prepare(`SELECT id, at_ns AS timeNs, id AS tie, id <= +@lastLog AND ${isOwn} AS isOwn FROM log_records l
        WHERE ${where} AND ${after} ORDER BY at_ns, id LIMIT ${ROWS}`)
      .safeIntegers(),
  )
  return (place) => {
    const found = sameMoment?.all(place) ?? []
    return found.length > 0 ? found : (later?.all(place) ?? [])
  }
}
