/** Logs and metric points that belong to no session: in the order in which they came, the oldest first. */
import type { SqliteDatabase, Statement } from '../database.ts'
import type { RowRemover } from './remove-rows.ts'

/** Items of one kind. */
export interface LooseItems {
  /** Looks at the next rows, unless it found some before that are still there. */
  look(nowNs: bigint): LooseLook
  /** Looks at some more of the rows that had an owner: it may have gone, or have got another name. */
  lookAgain(): void
  /** Removes the oldest, up to a time of arrival, as many as one slice takes or until it is enough. @returns how many */
  remove(at: { readonly upToNs: bigint; readonly nowNs: bigint }, isEnough: () => boolean): number
}

/** What a look found. */
export interface LooseLook {
  /** When the oldest came; `undefined` = none was found. */
  readonly oldestNs: bigint | undefined
  /** When what was looked at came, if none was found and there are rows to look at yet. */
  readonly scannedNs: bigint | undefined
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
/** Rows among which it is looked for one that tells when those before it came at the latest: some milliseconds. */
const ROWS_AHEAD = 20_000

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
  return looseItems(prepare(db, 'log_records', LOGS), (items) => {
    for (const { id } of items) rows.removeLog(Number(id))
    flush()
  })
}

/** Points of metrics without a session, and series that have no more points. */
export function loosePoints(db: SqliteDatabase, { rows, forgetSeries, flush }: LooseNeeds): LooseItems {
  return looseItems(prepare(db, 'metric_points', POINTS), (items) => {
    for (const { id } of items) rows.removePoint(Number(id))
    for (const series of new Set(items.map((item) => item.series))) rows.removeEmptySeries(Number(series))
    forgetSeries()
    flush()
  })
}

/** What belongs to a session goes with it, so the rows before the first loose one are looked at again only now and then. */
function looseItems(sql: LooseStatements, removeAll: (items: readonly Row[]) => void): LooseItems {
  /** No row up to here was loose when it was looked at, */
  let first = 0n
  /** and none is up to here, for the second time. */
  let again = 0n
  const rowsAfter = (id: bigint) => sql.read.all(id) as Row[]

  return {
    look(nowNs) {
      const rows = rowsAfter(first)
      const at = rows.findIndex(isLoose)
      const passed = at === -1 ? rows.at(-1) : rows[at - 1]
      first = passed?.id ?? first
      const times = arrivals(at === -1 ? rows : rows.slice(at), nowNs, sql)
      if (at === -1) return { oldestNs: undefined, scannedNs: rows.length === ROWS ? earliestOf(times) : undefined }
      return { oldestNs: earliestOf(times.filter(({ row }) => isLoose(row))), scannedNs: undefined }
    },
    lookAgain() {
      const rows = rowsAfter(again).filter(({ id }) => id <= first)
      const at = rows.findIndex(isLoose)
      if (at !== -1) first = rows[at - 1]?.id ?? again
      again = at === -1 ? (rows.at(-1)?.id ?? 0n) : 0n
    },
    remove({ upToNs, nowNs }, isEnough) {
      const old = arrivals(rowsAfter(first), nowNs, sql).flatMap(({ row, ns }) => (isLoose(row) && ns <= upToNs ? row : []))
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

interface Arrival {
  readonly row: Row
  readonly ns: bigint
}

/** When rows came. A time in the future is that of a clock that was wrong: then it was not after the next row came, at the latest now. */
function arrivals(rows: readonly Row[], nowNs: bigint, sql: LooseStatements): readonly Arrival[] {
  const last = rows.at(-1)
  if (!last) return []
  let nextNs = last.received_ns <= nowNs ? nowNs : ((sql.readAhead.get(last.id, nowNs) as bigint | undefined) ?? nowNs)
  const backwards = rows.toReversed().map((row) => {
    if (row.received_ns <= nowNs) nextNs = row.received_ns
    return { row, ns: nextNs }
  })
  return backwards.reverse()
}

function earliestOf(arrived: readonly Arrival[]): bigint | undefined {
  return arrived.reduce<bigint | undefined>((least, { ns }) => (least !== undefined && least <= ns ? least : ns), undefined)
}

function isLoose(row: Row): boolean {
  return row.isLoose === 1n
}

interface LooseStatements {
  readonly read: Statement<[bigint]>
  readonly readAhead: Statement<[bigint, bigint]>
}

function prepare(db: SqliteDatabase, table: 'log_records' | 'metric_points', rows: string): LooseStatements {
  const ahead = `SELECT received_ns FROM ${table} WHERE id > +? ORDER BY id LIMIT ${ROWS_AHEAD}`
  return {
    read: db.prepare<[bigint]>(rows).safeIntegers(),
    readAhead: db.prepare<[bigint, bigint]>(`SELECT received_ns FROM (${ahead}) WHERE received_ns <= +? LIMIT 1`).pluck().safeIntegers(),
  }
}
