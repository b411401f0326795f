/** Gives pages that nothing uses back to the disk. */

import type { SqliteDatabase } from '../database.ts'
import type { FileSize } from './reports.ts'

/** Pages that one slice gives back: some milliseconds, in which nothing else can be written. */
const SLICE_PAGES = 256

/** The size without the write-ahead log. */
export function sizeOf(db: SqliteDatabase): FileSize {
  const pragma = (name: string): number => Number(db.pragma(name, { simple: true }))
  const pageSize = pragma('page_size')
  return { fileBytes: pragma('page_count') * pageSize, freeBytes: pragma('freelist_count') * pageSize }
}

/** Gives back one slice of the free pages at the end of the file. @returns how many pages are still free */
export function releasePages(db: SqliteDatabase): number {
  db.exec(`PRAGMA incremental_vacuum(${SLICE_PAGES})`)
  return Number(db.pragma('freelist_count', { simple: true }))
}

/** Writes the whole file anew, every table in one piece. Nobody else may write meanwhile; takes as much room again while it runs. */
export function rewrite(db: SqliteDatabase): void {
  db.exec('VACUUM')
  db.pragma('wal_checkpoint(TRUNCATE)')
}
