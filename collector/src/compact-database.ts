import { existsSync } from 'node:fs'
import { AppError } from './domain/app-error.ts'
import { releasePages, rewrite, sizeOf } from './store/sqlite/care/compact.ts'
import type { FileSize } from './store/sqlite/care/reports.ts'
import { openDatabase, type SqliteDatabase } from './store/sqlite/database.ts'
import { findOwner, takeOwnership } from './store/sqlite/owner.ts'
import { isPassing } from './store/sqlite/passing-error.ts'
import { openCheckpointer } from './store/sqlite/wal.ts'

/** How long a slice waits for the collector's transaction. */
const OWNED_BUSY_MS = 5_000

/** What was given back. */
export interface CompactReport {
  readonly file: string
  readonly before: FileSize
  readonly after: FileSize
  /** Whether a collector runs on it: then free pages were cut off the end, and nothing was written anew. */
  readonly isOwned: boolean
}

/**
 * Gives room back to the disk. Beside a running collector in slices of some milliseconds; else by writing the file anew, which also puts
 * together what lies apart and takes as much room again for a while.
 * @throws AppError `not_found` where there is none, `unavailable` when another command has it or there is no room
 */
export function compactDatabase(file: string, progress: (done: number, total: number) => void): CompactReport {
  if (!existsSync(file)) throw new AppError('not_found', `no database at ${file}; name one with --db (TRACKER_DB)`)
  const isOwned = findOwner(file) !== undefined
  const ownership = isOwned ? undefined : takeOwnership(file)
  try {
    // Beside a collector nothing but its pages is touched: it may be of another version.
    const db = isOwned ? openCheckpointer(file, OWNED_BUSY_MS) : openDatabase(file)
    try {
      const before = sizeOf(db)
      if (isOwned) releaseAll(db, progress)
      else rewrite(db)
      return { file, before, after: sizeOf(db), isOwned }
    } finally {
      db.close()
    }
  } catch (error) {
    throw asCompactError(file, error)
  } finally {
    ownership?.release()
  }
}

function releaseAll(db: SqliteDatabase, progress: (done: number, total: number) => void): void {
  const total = Number(db.pragma('freelist_count', { simple: true }))
  let free = total
  // What others free meanwhile is for the next time.
  for (let left = releasePages(db); left < free; left = releasePages(db)) {
    free = left
    progress(total - free, total)
  }
}

function asCompactError(file: string, cause: unknown): unknown {
  if (!isPassing(cause)) return cause
  const reason = cause.code === 'SQLITE_FULL' ? 'the disk has no room for the new copy' : cause.message
  return new AppError('unavailable', `${file} cannot be compacted now (${reason}); nothing was changed, try again`, { cause })
}
