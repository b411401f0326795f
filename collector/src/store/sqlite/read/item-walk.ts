import type { Page } from '../../../domain/telemetry-reader.ts'
import type { SqliteDatabase } from '../database.ts'
import { fromCursor, integerAt, toCursor } from './cursor.ts'
import { type Bindings, MAX_PAGE_CHARS, queryAll } from './rows.ts'

/**
 * Items of a signal by time, from a place on, along indexes: all of a workspace, or those of some groups (the traces of a session, the
 * series of a metric). Of groups each gives its next ones, so that what a page costs depends on how many groups there are, not on how
 * many items they have. Which items are wanted is asked of those that are looked at, and how many these are is bounded.
 */

/** Where items come from. */
export interface ItemSource {
  /** The table, under the alias `r`; its column of time, as the index has it. */
  readonly table: string
  readonly time: string
  /** Conditions that the index answers. */
  readonly where: readonly string[]
  /** What follows FROM for the groups; `where` may name their columns. */
  readonly groups?: string
  /** Conditions on items of this source that are looked at. */
  readonly wanted?: readonly string[]
}

/** How items are walked. */
export interface ItemWalk {
  /** No item is wanted of two of them. */
  readonly sources: readonly ItemSource[]
  /** Conditions on items that are looked at. */
  readonly wanted: readonly string[]
  readonly bindings: Bindings
  readonly isDescending: boolean
  readonly afterNs?: bigint | undefined
  readonly beforeNs?: bigint | undefined
  readonly place?: ItemPlace | undefined
}

/** A place in the order of time; equal times are ordered by row. */
export interface ItemPlace {
  readonly atNs: bigint
  readonly id: number
}

/** Items that are looked at. */
interface Looked extends ItemPlace {
  readonly isWanted: number
}

const MIN_NS = -(2n ** 63n)
const MAX_NS = 2n ** 63n - 1n
const FIRST_BATCH = 100
const MAX_BATCH = 2_000

/** The items one by one, also those that are not wanted, so that the caller can end. */
export function* walkItems(db: SqliteDatabase, walk: ItemWalk): Generator<Looked> {
  let place: ItemPlace = walk.place ?? (walk.isDescending ? { atNs: MAX_NS, id: Number.MAX_SAFE_INTEGER } : { atNs: MIN_NS, id: 0 })
  for (let size = FIRST_BATCH; ; size = Math.min(size * 2, MAX_BATCH)) {
    const batch = nextItems(db, walk, { place, size })
    yield* batch
    const last = batch.at(-1)
    if (!last || batch.length < size) return
    place = last
  }
}

function nextItems(db: SqliteDatabase, walk: ItemWalk, { place, size }: { place: ItemPlace; size: number }): readonly Looked[] {
  const { sources, wanted, bindings, isDescending, afterNs = MIN_NS, beforeNs } = walk
  const direction = isDescending ? 'DESC' : 'ASC'
  const selects = sources.map(({ table, time, where, groups, wanted: own = [] }) => {
    const isWanted = `${['1', ...wanted, ...own].join(' AND ')} AS isWanted`
    const column = (alias: string) => `${alias}.${time}`
    const inRange = [
      ...where,
      `(${column('r')}, r.id) ${isDescending ? '<' : '>'} (@atNs, @atId)`,
      ...(afterNs === MIN_NS ? [] : [`${column('r')} >= @afterNs`]),
      ...(beforeNs === undefined ? [] : [`${column('r')} < @beforeNs`]),
    ].join(' AND ')
    const rows = `FROM ${table} r WHERE ${inRange} ORDER BY ${column('r')} ${direction}, r.id ${direction} LIMIT @size`
    const columns = `SELECT r.id, ${column('r')} AS atNs, ${isWanted}`
    const select =
      groups === undefined ? `${columns} ${rows}` : `${columns} FROM ${groups} CROSS JOIN ${table} r WHERE r.id IN (SELECT r.id ${rows})`
    return `SELECT * FROM (${select})`
  })
  // An item may be looked at for two sources: the wanted one first, as the next batch begins behind both.
  const sql = `${selects.join(' UNION ALL ')} ORDER BY atNs ${direction}, id ${direction}, isWanted DESC LIMIT @size`
  return queryAll<Looked>(db, sql, {
    ...bindings,
    atNs: place.atNs,
    atId: place.id,
    size,
    ...(afterNs !== MIN_NS && { afterNs }),
    ...(beforeNs !== undefined && { beforeNs }),
  })
}

/** Items that one page looks at, about 100 ms, if not said otherwise. A page that needs more ends early, even empty, with a cursor. */
const MAX_LOOKED = 20_000

/** The wanted items of a page, as many as fit, and the place behind them if there are more. */
export function pageOfItems<T>(
  db: SqliteDatabase,
  walk: ItemWalk,
  {
    limit,
    maxLooked = MAX_LOOKED,
    read,
  }: {
    readonly limit: number
    readonly maxLooked?: number
    readonly read: (row: ItemPlace) => { readonly item: T; readonly chars: number }
  },
): { readonly items: readonly T[]; readonly next: ItemPlace | undefined } {
  const items: T[] = []
  let looked = 0
  let chars = 0
  let last: ItemPlace | undefined
  for (const row of walkItems(db, walk)) {
    if (row.isWanted === 1 && (items.length === limit || chars > MAX_PAGE_CHARS)) return { items, next: last }
    if (row.isWanted === 1) {
      const made = read(row)
      items.push(made.item)
      chars += made.chars
    }
    last = row
    if (++looked === maxLooked) return { items, next: last }
  }
  return { items, next: undefined }
}

/** Name of a list and its direction, for cursors. */
function listName(name: string, isDescending: boolean): string {
  return `${name} ${isDescending ? 'desc' : 'asc'}`
}

/** A page of the contract. @param name of the list, for cursors */
export function itemPage<T>(
  name: string,
  { isDescending }: ItemWalk,
  { items, next }: { readonly items: readonly T[]; readonly next: ItemPlace | undefined },
): Page<T> {
  return { items, ...(next && { nextCursor: toCursor(listName(name, isDescending), [next.atNs, next.id]) }) }
}

/** The place of a cursor. @throws AppError `invalid` for a cursor of another list */
export function itemPlace(name: string, isDescending: boolean, cursor: string | undefined): ItemPlace | undefined {
  if (cursor === undefined) return undefined
  const fields = fromCursor(listName(name, isDescending), cursor)
  return { atNs: integerAt(fields, 0), id: Number(integerAt(fields, 1)) }
}
