import type { Page, PageRequest } from '../../../domain/telemetry-reader.ts'
import type { SqliteDatabase } from '../database.ts'
import { fromCursor, integerAt, toCursor } from './cursor.ts'
import { type Bindings, MAX_PAGE_CHARS, queryEach, textLength } from './rows.ts'
import type { Candidate } from './search.ts'

/**
 * Rows of all sessions, the latest first, by keyset. They are looked at one after the other along an index of their times: what a page
 * costs depends on how many are looked at, which is bounded, and not on how many there are.
 */

/** How rows of one table are listed. */
export interface LatestOptions<T> {
  /** Name for cursors. */
  readonly name: string
  /** What follows FROM: a table under the alias `r`, joined to nothing that multiplies it. */
  readonly from: string
  /** Column of the time, as the index has it. */
  readonly time: string
  /** Conditions that the index answers, or that choose the index. */
  readonly where: readonly string[]
  /** Conditions on rows that are looked at. */
  readonly wanted: readonly string[]
  readonly bindings: Bindings
  /** Which of some rows are wanted beyond that. */
  readonly keep?: (rows: readonly Candidate[]) => ReadonlySet<number>
  /** The whole row. */
  readonly read: (id: number) => T | undefined
}

/** Rows that one page looks at, about 100 ms. A page that needs more ends early, even empty, with a cursor. */
const MAX_LOOKED = 20_000
const MIN_NS = -(2n ** 63n)
const LATEST = { atNs: 2n ** 63n - 1n, atId: 2n ** 63n - 1n }

/** A page of the rows from a time on, or before one. */
type RangePage = PageRequest & { readonly afterNs?: bigint; readonly beforeNs?: bigint }

interface Looked extends Candidate {
  readonly atNs: bigint
  readonly isWanted?: number
}

/** One page of rows from the latest on, of those within a range of time. */
export function readLatest<T extends object>(db: SqliteDatabase, page: RangePage, options: LatestOptions<T>): Page<T> {
  const { name, read } = options
  const { rows, endedAt } = walk(db, page, options)
  const items: T[] = []
  let last: Looked | undefined
  let chars = 0
  for (const row of rows.slice(0, page.limit)) {
    const item = read(row.id)
    if (item) items.push(item)
    last = row
    chars += item ? textLength(item) : 0
    if (chars > MAX_PAGE_CHARS) break
  }
  const next = rows.at(-1) === last ? endedAt : last
  return { items, ...(next && { nextCursor: toCursor(name, [next.atNs, next.id]) }) }
}

/** The next rows that are wanted, one more than the limit if there are as many, and where the walk ended without having looked at all. */
function walk<T>(
  db: SqliteDatabase,
  { limit, cursor, afterNs = MIN_NS, beforeNs }: RangePage,
  { name, from, time, where, wanted, bindings, keep }: LatestOptions<T>,
): { readonly rows: readonly Looked[]; readonly endedAt: Looked | undefined } {
  const conditions = [...where, `r.${time} >= @afterNs`, `(r.${time}, r.id) < (@atNs, @atId)`]
  const sql = `SELECT r.id, r.trace, r.${time} AS atNs, ${['1', ...wanted].join(' AND ')} AS isWanted FROM ${from}
    WHERE ${conditions.join(' AND ')} ORDER BY r.${time} DESC, r.id DESC LIMIT ${MAX_LOOKED}`
  const rows: Looked[] = []
  let batch: Looked[] = []
  // Each batch that gave too little is followed by one twice its size: asking about a batch has a price of its own.
  let batchSize = limit + 1
  let looked = 0
  let last: Looked | undefined
  const take = (): void => {
    const kept = keep?.(batch)
    rows.push(...batch.filter(({ id }) => kept?.has(id) ?? true))
    batch = []
    batchSize *= 2
  }
  for (const row of queryEach<Looked>(db, sql, { ...bindings, afterNs, ...beginning(name, cursor, beforeNs) })) {
    if (row.isWanted === 1) batch.push(row)
    last = row
    looked++
    if (batch.length >= batchSize) take()
    if (rows.length > limit) return { rows: rows.slice(0, limit + 1), endedAt: undefined }
  }
  take()
  return { rows: rows.slice(0, limit + 1), endedAt: looked === MAX_LOOKED ? last : undefined }
}

/** The place before which a page begins. There is one upper bound only: of two the index might be given the wrong one. */
function beginning(
  name: string,
  cursor: string | undefined,
  beforeNs: bigint | undefined,
): { readonly atNs: bigint; readonly atId: bigint } {
  const fields = cursor === undefined ? undefined : fromCursor(name, cursor)
  const place = fields === undefined ? LATEST : { atNs: integerAt(fields, 0), atId: integerAt(fields, 1) }
  return beforeNs !== undefined && beforeNs <= place.atNs ? { atNs: beforeNs, atId: MIN_NS } : place
}

/** Conditions on the session of a row: its workspace, and its workflow if one is asked for. */
export function inSession(workflow: string | undefined): string {
  return workflow === undefined
    ? 'EXISTS (SELECT 1 FROM traces t WHERE t.id = r.trace AND t.workspace_id = @workspaceId)'
    : `EXISTS (SELECT 1 FROM traces t JOIN session_rows s ON s.id = t.session_id
        WHERE t.id = r.trace AND t.workspace_id = @workspaceId AND s.workflow = @workflow)`
}
