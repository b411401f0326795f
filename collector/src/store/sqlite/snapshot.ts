import { accessSync, constants, readFileSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import { AppError } from '../../domain/app-error.ts'

/** A larger file is not taken into memory, which holds it twice for a moment. */
const MAX_SNAPSHOT_BYTES = 256 * 1024 * 1024

/** Bytes of the header that say how a file is written and read: 2 = with a write-ahead log, which nothing in memory has; 1 = without. */
const JOURNAL_BYTES = [18, 19] as const
const WITHOUT_LOG = 1

/** Where snapshots come from. */
const sources = new WeakMap<Database.Database, string>()

/** Whether this user can write a database: the file, and beside it the write-ahead log, without which SQLite does not even read. */
export function isWritable(file: string): boolean {
  try {
    for (const path of [file, dirname(file)]) accessSync(path, constants.W_OK)
    return true
  } catch {
    return false
  }
}

/** The file of a connection, also when it is read from memory; `undefined` for a database that has none. */
export function fileOf(db: Database.Database): string | undefined {
  return sources.get(db) ?? (db.memory ? undefined : db.name)
}

/**
 * A database in memory as it stands in a file, for a file that can be read and not written. Nothing of it reaches the file.
 * `undefined` for one that is too large, and for one whose last changes stand in a write-ahead log beside it.
 * @throws AppError `unavailable` when the file changes meanwhile
 */
export function openSnapshot(file: string): Database.Database | undefined {
  const before = stateOf(file)
  if (before.bytes > MAX_SNAPSHOT_BYTES || before.logBytes > 0) return undefined
  const content = readFileSync(file)
  const after = stateOf(file)
  if (after.changedMs !== before.changedMs || after.bytes !== before.bytes || after.logBytes > 0)
    throw new AppError('unavailable', `${file} is being written by another program; try again`, { reason: 'locked' })
  for (const byte of JOURNAL_BYTES) if (content.length > byte) content[byte] = WITHOUT_LOG
  const db = new Database(content)
  sources.set(db, file)
  return db
}

function stateOf(file: string): { readonly bytes: number; readonly changedMs: number; readonly logBytes: number } {
  const { size, mtimeMs } = statSync(file)
  return { bytes: size, changedMs: mtimeMs, logBytes: statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0 }
}
