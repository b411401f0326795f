import type { StoredBucket, StoredOverview, Stretches } from '../../../domain/stored-overview.ts'
import { joinStretches } from '../../../domain/stored-overview.ts'
import { type TimeBuckets, timeBuckets } from '../../../domain/time-buckets.ts'
import type { SqliteDatabase } from '../database.ts'
import { SETTLED } from '../write/settle-node-row.ts'
import { queryAll, queryFirst, queryNumbers } from './rows.ts'

/** A trace whose start is unknown does not say when the session began. */
const BOUNDS = `SELECT coalesce((SELECT min(start_ns) FROM traces WHERE session_id = @sessionId AND start_ns > 0), start_ns) AS startNs,
  end_ns AS endNs, running_count AS running FROM session_rows WHERE id = @sessionId`
const LAST_START = `SELECT max(s.start_ns) AS lastNs FROM traces t CROSS JOIN spans s ON s.trace = t.id WHERE t.session_id = @sessionId`

const bucketSql = (column: string) =>
  `CASE WHEN ${column} <= @startNs THEN 0 ELSE CAST(min((${column} - @startNs) / @bucketNs, @last) AS INTEGER) END AS bucket`
/** What the index of work has, letter by letter: see `spans_worked` among the late indexes. */
const WORKED_SQL = `s.settled & ${SETTLED.call | SETTLED.action}`
/** Both by an index that has all that they ask for. */
const SPANS = `SELECT ${bucketSql('s.start_ns')}, count(*) AS count FROM traces t CROSS JOIN spans s ON s.trace = t.id
  WHERE t.session_id = @sessionId GROUP BY 1`
const ERRORS = `SELECT ${bucketSql('s.start_ns')}, count(*) AS count FROM traces t CROSS JOIN spans s ON s.trace = t.id AND s.failed = 1
  WHERE t.session_id = @sessionId GROUP BY 1`

/**
 * Calls that count and actions: from and to after the start, in order within each trace, and whether it is the one or the other. What runs
 * has the end of the session. An unknown start says nothing of when work was done. By an index that has the times and the bits.
 */
const COUNTED_CALL = `(s.settled & ${SETTLED.call | SETTLED.repeated}) = ${SETTLED.call}`
const ACTION = `(s.settled & ${SETTLED.action}) <> 0`
const WORK = `SELECT max(s.start_ns - @startNs, 0) AS start,
  min(CASE s.end_ns WHEN 0 THEN @endNs ELSE s.end_ns END - @startNs, @endNs - @startNs) AS end, ${COUNTED_CALL} AS isCall, ${ACTION} AS isAction, s.end_ns = 0 AS isRunning
  FROM traces t CROSS JOIN spans s ON s.trace = t.id
  WHERE t.session_id = @sessionId AND s.start_ns > 0 AND ${WORKED_SQL} AND (${COUNTED_CALL} OR ${ACTION})`

/** How a session spent its time; `undefined` when there is none. Nothing is read of a span but its times. */
export function readOverview(db: SqliteDatabase, { sessionId }: { readonly sessionId: number }): StoredOverview | undefined {
  const bounds = queryFirst<{ readonly startNs: bigint; readonly endNs: bigint; readonly running: number }>(db, BOUNDS, { sessionId })
  if (!bounds) return undefined
  const buckets = timeBuckets(bounds.startNs, bounds.running > 0 ? latest(bounds.endNs, lastStart(db, sessionId)) : bounds.endNs)
  return {
    ...buckets,
    starts: startsOf(db, sessionId, buckets),
    ...workOf(db, { sessionId, ...buckets }),
  }
}

/** While something runs, the last sign of life may be that it started. */
function lastStart(db: SqliteDatabase, sessionId: number): bigint {
  return queryFirst<{ readonly lastNs: bigint }>(db, LAST_START, { sessionId })?.lastNs ?? 0n
}

function latest(a: bigint, b: bigint): bigint {
  return a > b ? a : b
}

function startsOf(db: SqliteDatabase, sessionId: number, { startNs, bucketNs, count }: TimeBuckets): readonly StoredBucket[] {
  const bindings = { sessionId, startNs, bucketNs, last: count - 1 }
  const countBy = (sql: string) =>
    new Map(queryAll<{ bucket: number; count: number }>(db, sql, bindings).map((row) => [row.bucket, row.count]))
  const errors = countBy(ERRORS)
  return [...countBy(SPANS)].map(([bucket, spans]) => ({ bucket, spans, errors: errors.get(bucket) ?? 0 }))
}

function workOf(
  db: SqliteDatabase,
  { sessionId, startNs, endNs }: Pick<TimeBuckets, 'startNs' | 'endNs'> & { readonly sessionId: number },
): Pick<StoredOverview, 'calls' | 'actions' | 'runningFrom'> {
  const [calls, actions] = [createStretches(), createStretches()]
  const runningFrom: { calls?: number; actions?: number } = {}
  for (const [from = 0, to = 0, isCall, isAction, isRunning] of queryNumbers(db, WORK, { sessionId, startNs, endNs })) {
    if (isRunning && isCall) runningFrom.calls = Math.min(from, runningFrom.calls ?? from)
    if (isRunning && isAction) runningFrom.actions = Math.min(from, runningFrom.actions ?? from)
    // Work without a duration, or that ends before it starts, takes no time.
    if (to <= from) continue
    if (isCall) calls.add(from, to)
    if (isAction) actions.add(from, to)
  }
  return { calls: calls.joined(), actions: actions.joined(), runningFrom }
}

/** Collects stretches. Sorting in SQL costs as much as reading, and most sessions have one trace: they come in order. */
function createStretches() {
  const stretches: (readonly [from: number, to: number])[] = []
  let isInOrder = true
  let lastFrom = 0
  return {
    add(from: number, to: number): void {
      isInOrder &&= from >= lastFrom
      lastFrom = from
      stretches.push([from, to])
    },
    joined: (): Stretches => joinStretches(isInOrder ? stretches : stretches.sort(([a], [b]) => a - b)),
  }
}
