import type { Page, SessionPage } from '../../../domain/telemetry-reader.ts'
import type { SqliteDatabase } from '../database.ts'
import { fromCursor, integerAt, toCursor } from './cursor.ts'
import { MAX_PAGE_CHARS, queryAll, textLength } from './rows.ts'
import { BEGINNING, type MergePlace, mergeTraces, type Position, type ReadLoose, type RowPlace } from './trace-merge.ts'

/**
 * Lists below a session in order of time, over all its traces, by keyset: a page costs the rows of the page and a few look-ups for each
 * trace that takes part in it, however many rows and traces the session has.
 */

/** A table whose rows are listed, with an index on trace and time. */
export interface Track {
  /** Tells tracks of one list apart, and orders rows of the same nanosecond. */
  readonly rank: number
  readonly table: string
  /** Column of the time. */
  readonly time: string
  /** Which rows are those of a trace, of `@trace`, or of `@workspaceId` and `@traceId`. */
  readonly ofTrace?: string
  /** Further condition that the index answers: it stands before the time. */
  readonly key?: string
  /** Further condition on rows. */
  readonly filter?: string
}

/** How a list is read. */
export interface ListOptions<T> {
  /** Name for cursors. */
  readonly name: string
  readonly tracks: readonly Track[]
  /** Rows of the session that belong to none of its traces. */
  readonly readLoose?: ReadLoose | undefined
  /** The whole row at a position. */
  readonly read: (row: { readonly rank: number; readonly id: number }) => T | undefined
  /** Ends the page after the item that was read last. */
  readonly isFull?: () => boolean
}

/** One page of a list below a session. */
export function readChronological<T extends object>(
  db: SqliteDatabase,
  { sessionId, limit, cursor }: SessionPage,
  { name, tracks, readLoose, read, isFull }: ListOptions<T>,
): Page<T> {
  const place = cursor === undefined ? BEGINNING : fromPlace(name, cursor)
  const sql = rowsSql(tracks)
  const merged = mergeTraces(db, {
    sessionId,
    place,
    limit,
    read: ({ id, workspaceId, traceId }, after) =>
      tracks.length === 0 ? [] : queryAll<RowPlace>(db, sql, { trace: id, workspaceId, traceId, ...after, limit: limit + 1 }),
    readLoose,
  })
  const items: T[] = []
  let last: Position | undefined
  let chars = 0
  for (const position of merged.positions) {
    const item = read(position)
    if (item) items.push(item)
    last = position
    chars += item ? textLength(item) : 0
    if (chars > MAX_PAGE_CHARS || isFull?.()) break
  }
  const isAll = !merged.hasMore && last === merged.positions.at(-1)
  return { items, ...(!isAll && { nextCursor: toPlace(name, merged.placeAfter(last)) }) }
}

function toPlace(name: string, { after, floorNs, open }: MergePlace): string {
  return toCursor(name, [after.orderNs, after.atNs, after.rank, after.id, floorNs, ...open])
}

function fromPlace(name: string, cursor: string): MergePlace {
  const fields = fromCursor(name, cursor)
  const integer = (index: number) => Number(integerAt(fields, index))
  return {
    after: { orderNs: integerAt(fields, 0), atNs: integerAt(fields, 1), rank: integer(2), id: integer(3) },
    floorNs: integerAt(fields, 4),
    open: fields.slice(5).map((_, index) => integer(index + 5)),
  }
}

function rowsSql(tracks: readonly Track[]): string {
  const rows = tracks.map(({ table, time, ofTrace = 'trace = @trace', key, filter, rank }) => {
    const conditions = [
      ofTrace,
      ...(key ? [key] : []),
      `${time} >= @ns`,
      `(${time} > @ns OR ${rank} > @rank OR (${rank} = @rank AND id > @id))`,
      ...(filter ? [filter] : []),
    ]
    return `SELECT * FROM (SELECT ${time} AS atNs, ${rank} AS rank, id FROM ${table} WHERE ${conditions.join(' AND ')} ORDER BY ${time}, id LIMIT @limit)`
  })
  return `${rows.join(' UNION ALL ')} ORDER BY atNs, rank, id LIMIT @limit`
}
