/** A copy of a database as one statement makes it, at one moment. */
import type { SqliteDatabase } from '../database.ts'

/** Copies everything but what is not used. @param copy a name that is free, or an empty file */
export function copyInto(db: SqliteDatabase, copy: string): void {
  db.prepare('VACUUM INTO ?').run(copy)
}

/** The first thing that is wrong with the pages; `undefined` = nothing. */
export function firstPageFault(db: SqliteDatabase): string | undefined {
  const [first] = db.prepare('PRAGMA integrity_check(1)').pluck().all()
  return first === 'ok' ? undefined : String(first)
}
