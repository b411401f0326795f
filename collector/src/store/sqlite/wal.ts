import { statSync } from 'node:fs'
import Database from 'better-sqlite3'
import type { SqliteDatabase } from './database.ts'

/** Above this, the writer lends a hand: under constant writes the checkpoint thread alone never reaches the log's end. */
const LARGE_WAL_BYTES = 64 * 1024 * 1024

/**
 * Opens a connection that does nothing but checkpoints. It takes no write lock, not even while it is opened, so it may be opened
 * beside a busy writer. Its syncs are as strong as the writer's: a checkpoint must not make durable pages less so.
 */
export function openCheckpointer(file: string, busyTimeoutMs = 0): SqliteDatabase {
  const db = new Database(file, { fileMustExist: true, timeout: busyTimeoutMs })
  db.pragma('wal_autocheckpoint = 0')
  db.pragma('synchronous = FULL')
  if (process.platform === 'darwin') db.pragma('checkpoint_fullfsync = ON')
  return db
}

/** Copies committed pages from the write-ahead log into the database, as far as readers allow, and waits for nobody. */
export function checkpoint(db: SqliteDatabase): void {
  db.pragma('wal_checkpoint(PASSIVE)')
}

/** Lets SQLite cut the log file back when it starts it anew; without a limit it keeps its largest size for good. */
export function limitWal(db: SqliteDatabase, maxBytes: number = LARGE_WAL_BYTES): void {
  db.pragma(`journal_size_limit = ${maxBytes}`)
}

/**
 * On the writing connection, between transactions: starts the log anew when it has grown beyond `largeBytes` and no reader needs it.
 * Does not wait; a reader in the way only means that it is tried again later.
 */
export function restartLargeWal(db: SqliteDatabase, largeBytes: number = LARGE_WAL_BYTES): void {
  const { size } = statSync(`${db.name}-wal`, { throwIfNoEntry: false }) ?? { size: 0 }
  if (size <= largeBytes) return
  const busyTimeoutMs = Number(db.pragma('busy_timeout', { simple: true }))
  db.pragma('busy_timeout = 0')
  try {
    db.pragma('wal_checkpoint(RESTART)')
  } finally {
    db.pragma(`busy_timeout = ${busyTimeoutMs}`)
  }
}
