import type { SqliteDatabase } from '../database.ts'

/** `secure_delete` as it is read: what is freed within a page is overwritten, freed pages are not. */
const FAST = 2

/**
 * Runs what deletes. Pages that it frees are overwritten, also where the file cannot shrink. Afterwards the connection is set as it was:
 * whoever redacts a store has everything overwritten.
 */
export function wiping<T>(db: SqliteDatabase, work: () => T): T {
  const before = Number(db.pragma('secure_delete', { simple: true }))
  db.pragma('secure_delete = ON')
  try {
    return work()
  } finally {
    db.pragma(`secure_delete = ${before === FAST ? 'FAST' : before}`)
  }
}

/**
 * Runs one slice of a removal, wiping what it frees. That it is to be done stands in the file and it can be done again, so the next write's
 * sync takes it along.
 */
export function inBackground<T>(db: SqliteDatabase, slice: () => T): T {
  const before = Number(db.pragma('synchronous', { simple: true }))
  db.pragma('synchronous = NORMAL')
  try {
    return wiping(db, slice)
  } finally {
    db.pragma(`synchronous = ${before}`)
  }
}
