/** Logs and metric points that belong to no session: in the order in which they came, the oldest first. */
import type { SqliteDatabase } from '../database.ts'
import type { RowRemover } from './remove-rows.ts'

/** Items of one kind. */
export interface LooseItems {
  /** When the oldest came; `undefined` = there are none, or not among the rows that were looked at: see `isScanning`. */
  oldestNs(): bigint | undefined
  /** Whether there are rows that were not looked at yet: ask again. */
  isScanning(): boolean
  /** Removes the oldest, up to a time of arrival, as many as one slice takes or until it is enough. @returns how many */
  remove(upToNs: bigint, isEnough: () => boolean): number
}

/** What loose items are removed with. */
export interface LooseNeeds {
  readonly rows: RowRemover
  readonly forgetSeries: () => void
  /** Writes the counts of long texts: what nobody uses any more goes. */
  readonly flush: () => void
}

/** Rows that one slice looks at or removes: some milliseconds. */
const ROWS = 500
/** Rows after which it is asked whether it is enough: one may hold megabytes. */
const FEW_ROWS = 10

interface Row {
  readonly id: bigint
  readonly received_ns: bigint
  readonly series?: bigint
  readonly isLoose: bigint
}

const LOGS = `SELECT l.id, l.received_ns, NOT EXISTS (SELECT 1 FROM traces t WHERE t.workspace_id = l.workspace_id AND t.trace_id = l.trace_id)
    AND NOT EXISTS (SELECT 1 FROM session_rows s WHERE s.workspace_id = l.workspace_id AND s.key = l.session_key AND s.key_scope = l.key_scope)
    AS isLoose
  FROM log_records l WHERE l.id > ? ORDER BY l.id LIMIT ${ROWS}`
const POINTS = `SELECT p.id, p.received_ns, p.series, NOT EXISTS (
    SELECT 1 FROM metric_series s JOIN session_rows o ON o.workspace_id = s.workspace_id AND o.key = s.session_key AND o.key_scope = s.key_scope
    WHERE s.id = p.series) AS isLoose
  FROM metric_points p WHERE p.id > ? ORDER BY p.id LIMIT ${ROWS}`

/** Logs without a session. */
export function looseLogs(db: SqliteDatabase, { rows, flush }: LooseNeeds): LooseItems {
  return looseItems(db, LOGS, (items) => {
    for (const { id } of items) rows.removeLog(Number(id))
    flush()
  })
}

/** Points of metrics without a session, and series that have no more points. */
export function loosePoints(db: SqliteDatabase, { rows, forgetSeries, flush }: LooseNeeds): LooseItems {
  return looseItems(db, POINTS, (items) => {
    for (const { id } of items) rows.removePoint(Number(id))
    for (const series of new Set(items.map((item) => item.series))) rows.removeEmptySeries(Number(series))
    forgetSeries()
    flush()
  })
}

/** What belongs to a session goes with it, so the rows before the first loose one need no second look. */
function looseItems(db: SqliteDatabase, sql: string, removeAll: (items: readonly Row[]) => void): LooseItems {
  const read = db.prepare(sql).safeIntegers()
  let cursor = 0n
  let isMore = false
  const window = (): readonly Row[] => {
    const rows = read.all(cursor) as Row[]
    const first = rows.findIndex(({ isLoose }) => isLoose === 1n)
    isMore = first === -1 && rows.length === ROWS
    const passed = first === -1 ? rows.at(-1) : rows[first - 1]
    cursor = passed?.id ?? cursor
    return first === -1 ? [] : rows.slice(first)
  }
  return {
    oldestNs: () => window()[0]?.received_ns,
    isScanning: () => isMore,
    remove(upToNs, isEnough) {
      const old = window().filter((row) => row.isLoose === 1n && row.received_ns <= upToNs)
      let removed = 0
      while (removed < old.length && !isEnough()) {
        const few = old.slice(removed, removed + FEW_ROWS)
        removeAll(few)
        removed += few.length
      }
      return removed
    },
  }
}
