import type { SqliteDatabase } from '../database.ts'
import { queryAll } from './rows.ts'

/**
 * Rows of many traces in one order of time. Traces come in the order of their start, and no row stands before the start of its trace:
 * so the traces that begin after the last wanted row need not be looked at, nor those that gave all their rows on earlier pages.
 * Rows that belong to no trace stand among them at their own time.
 */

/** Where a row stands in the order: its time, but never before the start of its trace; then its own time, its track and its integer. */
export interface Position {
  readonly orderNs: bigint
  readonly atNs: bigint
  readonly rank: number
  readonly id: number
}

/** Where a page begins. */
export interface MergePlace {
  /** The last row that was given. */
  readonly after: Position
  /** Traces that began before this gave all their rows, but for the `open` ones. */
  readonly floorNs: bigint
  readonly open: readonly number[]
}

/** A row by its own time. */
export type RowPlace = Omit<Position, 'orderNs'>

/** After which of its own rows a trace goes on. */
interface After {
  readonly ns: bigint
  readonly rank: number
  readonly id: number
}

/** The next rows of one trace after a time, rank and integer, in this order. */
export type ReadRows = (trace: Trace, after: After) => readonly RowPlace[]

/** The next rows that belong to no trace, of those before a time; `endedAt` is where looking for them ended before it was through. */
export type ReadLoose = (
  after: After,
  untilNs: bigint | undefined,
) => { readonly rows: readonly RowPlace[]; readonly endedAt: RowPlace | undefined }

/** The next rows of all traces. */
export interface Merged {
  readonly positions: readonly Position[]
  /** Whether rows may follow these. */
  readonly hasMore: boolean
  /** Where the next page begins when this one ends with a row; `undefined` = with none at all. */
  placeAfter(last: Position | undefined): MergePlace
}

interface Trace {
  readonly id: number
  readonly workspaceId: number
  readonly startNs: bigint
  readonly traceId: Uint8Array
}

/** A trace that was looked at. `end` is the last row that was found, `isWhole` says that it has no further ones. */
interface Looked {
  readonly trace: Trace
  readonly end: Position | undefined
  readonly isWhole: boolean
}

const MIN_NS = -(2n ** 63n)
const NOTHING = { rows: [], endedAt: undefined }
export const BEGINNING: MergePlace = { after: { orderNs: MIN_NS, atNs: MIN_NS, rank: -1, id: 0 }, floorNs: MIN_NS, open: [] }

/** Traces that one page looks at, about 100 ms. A page that needs more ends early, even empty, with a cursor. */
const MAX_TRACES = 2000
/** Long traces that a cursor names, so that the many short ones beside them are not looked at again for each page. */
const MAX_OPEN = 16
const BATCH = 100

/** Reads up to `limit` rows, and whether there are more. */
export function mergeTraces(
  db: SqliteDatabase,
  {
    sessionId,
    place,
    limit,
    read,
    readLoose,
  }: {
    readonly sessionId: number
    readonly place: MergePlace
    readonly limit: number
    readonly read: ReadRows
    readonly readLoose?: ReadLoose | undefined
  },
): Merged {
  const looked: Looked[] = []
  let positions: readonly Position[] = []
  let next: Trace | undefined
  for (const trace of tracesOf(db, sessionId, place)) {
    const last = positions[limit]
    const isSpent = looked.length > 0 && looked.length % MAX_TRACES === 0 && hasMoved(looked, { positions, place, next: trace })
    if (isSpent || (last && trace.startNs > last.orderNs)) {
      next = trace
      break
    }
    const found = read(trace, startIn(trace, place.after)).map((row): Position => ({ ...row, orderNs: orderOf(row.atNs, trace) }))
    looked.push({ trace, end: found.at(-1), isWhole: found.length <= limit })
    if (found.length > 0) positions = [...positions, ...found].sort(comparePositions).slice(0, limit + 1)
  }
  const { rows, endedAt } = readLoose?.(startIn({ startNs: MIN_NS }, place.after), endOf(next, positions[limit])) ?? NOTHING
  if (rows.length > 0) positions = [...positions, ...rows.map(looseAt)].sort(comparePositions).slice(0, limit + 1)
  const end = endedAt && looseAt(endedAt)
  const certain = positions.filter(
    (position) => (next === undefined || position.orderNs < next.startNs) && (end === undefined || comparePositions(position, end) <= 0),
  )
  const given = certain.slice(0, limit)
  return {
    positions: given,
    hasMore: next !== undefined || positions.length > limit || end !== undefined,
    placeAfter: (last) => {
      const isAll = last === given.at(-1) && certain.length === given.length
      return placeAfter(looked, { last: (isAll ? end : undefined) ?? last ?? place.after, floorNs: next?.startNs ?? 2n ** 63n - 1n })
    },
  }
}

function looseAt(row: RowPlace): Position {
  return { ...row, orderNs: row.atNs }
}

/** The time from which on a row without a trace cannot be on the page. */
function endOf(next: Trace | undefined, last: Position | undefined): bigint | undefined {
  const afterLast = last && last.orderNs + 1n
  if (next === undefined || afterLast === undefined) return next?.startNs ?? afterLast
  return next.startNs < afterLast ? next.startNs : afterLast
}

/** The order of rows. */
function comparePositions(a: Position, b: Position): number {
  return compare(a.orderNs, b.orderNs) || compare(a.atNs, b.atNs) || a.rank - b.rank || a.id - b.id
}

function compare(a: bigint, b: bigint): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}

function orderOf(atNs: bigint, { startNs }: Pick<Trace, 'startNs'>): bigint {
  return atNs < startNs ? startNs : atNs
}

/** After which of its own rows a trace goes on. */
function startIn({ startNs }: Pick<Trace, 'startNs'>, after: Position): After {
  if (after.orderNs < startNs) return { ns: MIN_NS, rank: -1, id: 0 }
  if (after.orderNs === startNs || after.orderNs === after.atNs) return { ns: after.atNs, rank: after.rank, id: after.id }
  return { ns: after.orderNs, rank: -1, id: 0 } // after a row that stands later than its own time, at the start of another trace
}

/** Whether a page that ended here would bring its reader further. */
function hasMoved(
  looked: readonly Looked[],
  { positions, place, next }: { readonly positions: readonly Position[]; readonly place: MergePlace; readonly next: Trace },
): boolean {
  const first = positions[0]
  return (
    (first !== undefined && first.orderNs < next.startNs) ||
    placeAfter(looked, { last: place.after, floorNs: next.startNs }).floorNs > place.floorNs
  )
}

function placeAfter(looked: readonly Looked[], { last, floorNs }: { readonly last: Position; readonly floorNs: bigint }): MergePlace {
  const open = looked
    .filter(({ end, isWhole }) => !isWhole || (end !== undefined && comparePositions(end, last) > 0))
    .map(({ trace }) => trace)
  return {
    after: last,
    floorNs: open[MAX_OPEN]?.startNs ?? floorNs,
    open: open.slice(0, MAX_OPEN).map(({ id }) => id),
  }
}

const COLUMNS = 'id, workspace_id AS workspaceId, start_ns AS startNs, trace_id AS traceId'
const OPEN = `SELECT ${COLUMNS} FROM traces WHERE id IN (SELECT value FROM json_each(@open)) AND session_id = @sessionId ORDER BY start_ns, trace_id`
const FROM = `SELECT ${COLUMNS} FROM traces WHERE session_id = @sessionId AND (start_ns, trace_id) > (@startNs, @traceId)
  ORDER BY start_ns, trace_id LIMIT ${BATCH}`

/** The open traces, then those from the floor on, in the order of their start. */
function* tracesOf(db: SqliteDatabase, sessionId: number, { floorNs, open }: MergePlace): Generator<Trace> {
  const isOpen = new Set(open)
  if (open.length > 0) yield* queryAll<Trace>(db, OPEN, { open: JSON.stringify(open), sessionId })
  let last: Pick<Trace, 'startNs' | 'traceId'> = { startNs: floorNs, traceId: new Uint8Array(0) }
  for (;;) {
    const traces: readonly Trace[] = queryAll<Trace>(db, FROM, { sessionId, startNs: last.startNs, traceId: last.traceId })
    for (const trace of traces) if (!isOpen.has(trace.id)) yield trace
    const end = traces.at(-1)
    if (!end || traces.length < BATCH) return
    last = end
  }
}
