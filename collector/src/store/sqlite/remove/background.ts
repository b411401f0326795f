import type { SqliteDatabase } from '../database.ts'

/**
 * Runs one slice of a removal. That it is to be done stands in the file and it can be done again, so the next write's sync takes it along.
 * Pages that it frees are overwritten, also where the file cannot shrink.
 */
export function inBackground<T>(db: SqliteDatabase, slice: () => T): T {
  db.pragma('synchronous = NORMAL')
  db.pragma('secure_delete = ON')
  try {
    return slice()
  } finally {
    db.pragma('secure_delete = FAST')
    db.pragma('synchronous = FULL')
  }
}
