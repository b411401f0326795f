/** Reads what can be read of a table in a damaged file. */
import type Database from 'better-sqlite3'
import { isDamage } from './damage.ts'

type Row = readonly unknown[]

/** Rows at a time. */
const PAGE_ROWS = 500
const MAX_ROWID = 2n ** 63n - 1n
/** How much of the way from the first damaged row a step is, at most: one part in so many. */
const STEP_SHARE = 16n

/** What becomes of a table's rows. */
export interface Sink {
  /** Takes the columns of one row. */
  readonly row: (row: Row) => void
  /** Rows between two that can be read, at most: numbers of rows may have had gaps before. */
  readonly gap: (rows: bigint) => void
}

/**
 * Reads a table with row numbers in their order. Where a page is damaged it looks for the next row that can be read: in growing steps,
 * then by halves, so that as little as possible is left out.
 * @param table its name and the columns to read
 */
export function salvageRows(db: Database.Database, { table, columns }: TableColumns, { row, gap }: Sink): void {
  const select = `SELECT rowid, ${columns.join(', ')} FROM ${table} WHERE rowid >= ? ORDER BY rowid LIMIT ?`
  const read = db.prepare(select).safeIntegers().raw()
  let next = -MAX_ROWID
  const take = (count: number): number => {
    let taken = 0
    // Row by row: what came before a damaged page is read before the error is thrown.
    for (const [id, ...values] of read.iterate(next, count) as IterableIterator<[bigint, ...unknown[]]>) {
      row(values)
      next = id + 1n
      taken++
    }
    return taken
  }
  for (;;) {
    try {
      if (take(PAGE_ROWS) < PAGE_ROWS) return
    } catch (error) {
      if (!isDamage(error)) throw error
      const found = nextReadable(next, (from) => isReadable(read, from))
      // Nobody counts from below one.
      const first = next < 1n ? 1n : next
      gap((found ?? lastRow(db, table, first)) - first)
      if (found === undefined) return
      next = found
    }
  }
}

/** A table, and what of it. */
export interface TableColumns {
  readonly table: string
  readonly columns: readonly string[]
}

/**
 * Reads a table without row numbers: from its beginning up to the damage, and from its end back to it.
 * @param key its primary key
 */
export function salvageKeyed(
  db: Database.Database,
  { table, columns, key }: TableColumns & { readonly key: readonly string[] },
  { row, gap }: Sink,
): void {
  const seen = new Set<string>()
  for (const order of ['ASC', 'DESC'] as const) {
    const read = db.prepare(`SELECT ${columns.join(', ')} FROM ${table} ORDER BY ${key.map((name) => `${name} ${order}`).join(', ')}`)
    try {
      for (const values of read.safeIntegers().raw().iterate() as IterableIterator<Row>) {
        const id = columns.flatMap((name, at) => (key.includes(name) ? [String(values[at])] : [])).join('\n')
        if (seen.has(id)) return // the way back has met the way there
        seen.add(id)
        row(values)
      }
      return
    } catch (error) {
      if (!isDamage(error)) throw error
    }
  }
  gap(1n)
}

function isReadable(read: Database.Statement, from: bigint): boolean {
  try {
    read.all(from, 1)
    return true
  } catch (error) {
    if (!isDamage(error)) throw error
    return false
  }
}

/** The smallest row number after `from` that can be asked for; `undefined` = none. */
function nextReadable(from: bigint, canRead: (from: bigint) => boolean): bigint | undefined {
  const first = from < 1n ? 1n : from
  let bad = first
  let good = first + 1n
  while (!canRead(good)) {
    bad = good
    // Larger steps would leap over whole pages between damaged ones.
    good += (good - first) / STEP_SHARE + 1n
    if (good > MAX_ROWID) return undefined
  }
  while (good - bad > 1n) {
    const middle = (good + bad) / 2n
    if (canRead(middle)) good = middle
    else bad = middle
  }
  return good
}

/** The number behind the last row, as an index may still know it; without one, as if one row was left. */
function lastRow(db: Database.Database, table: string, next: bigint): bigint {
  try {
    const last = db.prepare(`SELECT max(rowid) FROM ${table}`).safeIntegers().pluck().get() as bigint | null
    return last === null || last < next ? next + 1n : last + 1n
  } catch (error) {
    if (!isDamage(error)) throw error
    return next + 1n
  }
}
