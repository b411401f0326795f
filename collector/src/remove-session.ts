import { existsSync } from 'node:fs'
import { AppError } from './domain/app-error.ts'
import type { RemovalProgress, RemovalStarted } from './domain/removal.ts'
import { openDatabase, type SqliteDatabase } from './store/sqlite/database.ts'
import { takeOwnership } from './store/sqlite/owner.ts'
import { retentionState } from './store/sqlite/read/retention.ts'
import { limitWal, restartLargeWal } from './store/sqlite/wal.ts'
import { createSqliteWriter, type SqliteWriter } from './store/sqlite/write/writer.ts'
import { WRITER_LAYERS } from './writer-layers.ts'

/** What was removed, and what of it could not be done. */
export interface StoredRemoval extends RemovalStarted {
  /** Something is left while another program reads the file: it keeps the log. The next writer on the file goes on with it. */
  readonly left: RemovalProgress
}

/**
 * Removes a session from a database that no collector has: all of it, with what it leaves in index, log and free pages. Killed, the next
 * collector on the file goes on with it.
 * @throws AppError `not_found` where there is no file or session, `unavailable` when a collector has it or the disk is full
 */
export async function removeStoredSession(file: string, sessionId: number): Promise<StoredRemoval> {
  return withWriter(file, async (writer, db) => {
    const removed = await writer.removeSession(sessionId)
    while (isRemoving(db) && (await writer.work())) restartLargeWal(db)
    return { ...removed, left: retentionState(db).removal }
  })
}

/**
 * Keeps a session from being removed by the policy of retention, or no longer, in a database that no collector has.
 * @throws AppError as `removeStoredSession`
 */
export async function pinStoredSession(file: string, sessionId: number, pinned: boolean): Promise<void> {
  await withWriter(file, (writer) => writer.setPinned(sessionId, pinned))
}

function isRemoving(db: SqliteDatabase): boolean {
  const { sessions, purging, bytesToGiveBack } = retentionState(db).removal
  return sessions > 0 || purging || bytesToGiveBack > 0
}

async function withWriter<T>(file: string, act: (writer: SqliteWriter, db: SqliteDatabase) => Promise<T>): Promise<T> {
  if (!existsSync(file)) throw new AppError('not_found', `no database at ${file}; name one with --db (TRACKER_DB)`)
  const ownership = takeOwnership(file)
  try {
    const db = openDatabase(ownership.file)
    try {
      limitWal(db)
      return await act(createSqliteWriter(db, WRITER_LAYERS), db)
    } finally {
      db.close()
    }
  } finally {
    ownership.release()
  }
}
