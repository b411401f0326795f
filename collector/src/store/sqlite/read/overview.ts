import type { StoredBucket, StoredOverview, Stretches } from '../../../domain/stored-overview.ts'
import { joinStretches } from '../../../domain/stored-overview.ts'
import { type TimeBuckets, timeBuckets } from '../../../domain/time-buckets.ts'
import type { SqliteDatabase } from '../database.ts'
import { queryAll, queryFirst, queryNumbers } from './rows.ts'

/** A trace whose start is unknown does not say when the session began. */
const BOUNDS = `SELECT coalesce((SELECT min(start_ns) FROM traces WHERE session_id = @sessionId AND start_ns > 0), start_ns) AS startNs,
  end_ns AS endNs, running_count AS running FROM session_rows WHERE id = @sessionId`
const LAST_START = `SELECT max(s.start_ns) AS lastNs FROM traces t CROSS JOIN spans s ON s.trace = t.id WHERE t.session_id = @sessionId`

const bucketSql = (column: string) =>
  `CASE WHEN ${column} <= @startNs THEN 0 ELSE CAST(min((${column} - @startNs) / @bucketNs, @last) AS INTEGER) END AS bucket`
/** Both by an index that has all that they ask for. */
const SPANS = `SELECT ${bucketSql('s.start_ns')}, count(*) AS count FROM traces t CROSS JOIN spans s ON s.trace = t.id
  WHERE t.session_id = @sessionId GROUP BY 1`
const ERRORS = `SELECT ${bucketSql('s.start_ns')}, count(*) AS count FROM traces t CROSS JOIN spans s ON s.trace = t.id AND s.failed = 1
  WHERE t.session_id = @sessionId GROUP BY 1`

/** From and to after the start, in order within each trace; what runs has the end of the session. An unknown start says nothing of when work was done. */
const stretchesSql = (table: string, condition: string) => `SELECT max(r.start_ns - @startNs, 0) AS start,
  min(CASE x.end_ns WHEN 0 THEN @endNs ELSE x.end_ns END - @startNs, @endNs - @startNs) AS end
  FROM traces t CROSS JOIN ${table} r ON r.trace = t.id JOIN spans x ON x.id = r.id
  WHERE t.session_id = @sessionId AND r.start_ns > 0 ${condition}`
const CALLS = stretchesSql('calls', 'AND r.repeated = 0')
const ACTIONS = stretchesSql('action_rows', '')

/** How a session spent its time; `undefined` when there is none. Nothing is read of a span but its times. */
export function readOverview(db: SqliteDatabase, { sessionId }: { readonly sessionId: number }): StoredOverview | undefined {
  const bounds = queryFirst<{ readonly startNs: bigint; readonly endNs: bigint; readonly running: number }>(db, BOUNDS, { sessionId })
  if (!bounds) return undefined
  const buckets = timeBuckets(bounds.startNs, bounds.running > 0 ? latest(bounds.endNs, lastStart(db, sessionId)) : bounds.endNs)
  return {
    ...buckets,
    starts: startsOf(db, sessionId, buckets),
    calls: stretchesOf(db, CALLS, { sessionId, ...buckets }),
    actions: stretchesOf(db, ACTIONS, { sessionId, ...buckets }),
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

function stretchesOf(
  db: SqliteDatabase,
  sql: string,
  { sessionId, startNs, endNs }: Pick<TimeBuckets, 'startNs' | 'endNs'> & { readonly sessionId: number },
): Stretches {
  const stretches: (readonly [from: number, to: number])[] = []
  let isInOrder = true
  for (const [from = 0, to = 0] of queryNumbers(db, sql, { sessionId, startNs, endNs })) {
    // Work without a duration, or that ends before it starts, takes no time.
    if (to <= from) continue
    isInOrder &&= from >= (stretches.at(-1)?.[0] ?? 0)
    stretches.push([from, to])
  }
  // Sorting in SQL costs as much as reading, and most sessions have one trace.
  return joinStretches(isInOrder ? stretches : stretches.sort(([a], [b]) => a - b))
}
