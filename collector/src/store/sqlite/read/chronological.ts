import type { Page, SessionPage } from '../../../domain/telemetry-reader.ts'
import type { SqliteDatabase } from '../database.ts'
import { fromCursor, integerAt, toCursor } from './cursor.ts'
import { queryAll, textLength } from './rows.ts'

/**
 * Lists below a session in order of time, over all its traces, by keyset: a page costs one look-up per trace and the rows of the page,
 * however many rows the session has.
 */

/** A table whose rows are listed, with an index on trace and time. */
export interface Track {
  /** Tells tracks of one list apart, and orders rows of the same nanosecond. */
  readonly rank: number
  readonly table: string
  /** Column of the time. */
  readonly time: string
  /** Further condition that the index answers: it stands before the time. */
  readonly key?: string
  /** Further condition on rows. */
  readonly filter?: string
}

/** Where a row stands in the order. */
interface Position {
  readonly atNs: bigint
  readonly rank: number
  readonly id: number
}

const BEGINNING: Position = { atNs: -(2n ** 63n), rank: -1, id: 0 }

/** A page ends early when its texts pass this many characters: 500 rows of whole prompts could be any size. */
const MAX_PAGE_CHARS = 8 * 1024 * 1024

/** How a list is read. */
export interface ListOptions<T> {
  /** Name for cursors. */
  readonly name: string
  readonly tracks: readonly Track[]
  /** The whole row at a position. */
  readonly read: (row: { readonly rank: number; readonly id: number }) => T | undefined
}

/** One page of a list below a session. */
export function readChronological<T extends object>(db: SqliteDatabase, page: SessionPage, options: ListOptions<T>): Page<T> {
  const after = page.cursor === undefined ? BEGINNING : fromPosition(options.name, page.cursor)
  const positions = positionsAfter(db, options.tracks, { sessionId: page.sessionId, after, limit: page.limit + 1 })
  const items: T[] = []
  let last: Position | undefined
  let chars = 0
  for (const position of positions.slice(0, page.limit)) {
    const item = options.read(position)
    if (item) items.push(item)
    last = position
    chars += item ? textLength(item) : 0
    if (chars > MAX_PAGE_CHARS) break
  }
  const isAll = last === undefined || last === positions.at(-1)
  return { items, ...(!isAll && last && { nextCursor: toCursor(options.name, [last.atNs, last.rank, last.id]) }) }
}

function fromPosition(name: string, cursor: string): Position {
  const place = fromCursor(name, cursor)
  return { atNs: integerAt(place, 0), rank: Number(integerAt(place, 1)), id: Number(integerAt(place, 2)) }
}

interface Wanted {
  readonly sessionId: number
  readonly after: Position
  readonly limit: number
}

/**
 * The next positions. Traces are taken in the order of their next row, and only as long as they can still contribute: mostly one or
 * two, because the traces of a session tend to follow each other.
 */
function positionsAfter(db: SqliteDatabase, tracks: readonly Track[], { sessionId, after, limit }: Wanted): readonly Position[] {
  const heads = queryAll<{ trace: number; atNs: bigint }>(db, headsSql(tracks), { sessionId, ns: after.atNs })
  let positions: readonly Position[] = []
  for (const { trace, atNs } of heads) {
    const last = positions[limit - 1]
    if (last && atNs > last.atNs) break
    const found = queryAll<{ atNs: bigint; rank: number; id: number }>(db, rowsSql(tracks), {
      trace,
      ns: after.atNs,
      rank: after.rank,
      id: after.id,
      limit,
    })
    positions = positions.length === 0 ? found : [...positions, ...found].sort(comparePositions).slice(0, limit)
  }
  return positions
}

function comparePositions(a: Position, b: Position): number {
  if (a.atNs !== b.atNs) return a.atNs < b.atNs ? -1 : 1
  return a.rank - b.rank || a.id - b.id
}

/** Each trace of the session with the time of its next row, which the filters may still leave out. */
function headsSql(tracks: readonly Track[]): string {
  const heads = tracks.map(
    ({ table, time, key }) =>
      `SELECT (SELECT ${time} FROM ${table} WHERE trace = t.id AND ${key ? `${key} AND ` : ''}${time} >= @ns ORDER BY ${time} LIMIT 1) AS head`,
  )
  return `SELECT trace, atNs FROM (
    SELECT t.id AS trace, (SELECT min(head) FROM (${heads.join(' UNION ALL ')})) AS atNs FROM traces t WHERE t.session_id = @sessionId
  ) WHERE atNs IS NOT NULL ORDER BY atNs, trace`
}

function rowsSql(tracks: readonly Track[]): string {
  const rows = tracks.map(({ table, time, key, filter, rank }) => {
    const conditions = [
      'trace = @trace',
      ...(key ? [key] : []),
      `${time} >= @ns`,
      `(${time} > @ns OR ${rank} > @rank OR (${rank} = @rank AND id > @id))`,
      ...(filter ? [filter] : []),
    ]
    return `SELECT * FROM (SELECT ${time} AS atNs, ${rank} AS rank, id FROM ${table} WHERE ${conditions.join(' AND ')} ORDER BY ${time}, id LIMIT @limit)`
  })
  return `${rows.join(' UNION ALL ')} ORDER BY atNs, rank, id LIMIT @limit`
}
