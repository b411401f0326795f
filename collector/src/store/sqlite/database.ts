import Database from 'better-sqlite3'
import { AppError } from '../../domain/app-error.ts'
import { migrate } from './migrate.ts'

export type SqliteDatabase = Database.Database
export type Statement<P extends unknown[]> = Database.Statement<P>

/** 8 KiB pages: agent spans are a few KiB, and a row that fits its page needs no overflow chain. */
const PAGE_SIZE = 8192
/** Page cache of one connection in KiB. */
const CACHE_KIB = 64 * 1024

/** How to open a database. */
export interface OpenOptions {
  readonly readonly?: boolean
  /** How long a statement waits for another process's lock. */
  readonly busyTimeoutMs?: number
}

/**
 * Opens the store's file. The writing connection creates it, brings the schema up to date and sets WAL with full sync.
 * @throws AppError `invalid` when the file is not a database of ours or is newer than this program
 */
export function openDatabase(file: string, options: OpenOptions = {}): SqliteDatabase {
  const db = connect(file, options)
  try {
    db.pragma(`busy_timeout = ${options.busyTimeoutMs ?? 5000}`)
    db.pragma(`cache_size = -${CACHE_KIB}`)
    checkOwnFile(db, file)
    if (options.readonly) return db
    prepareForWriting(db)
    migrate(db)
    return db
  } catch (error) {
    db.close()
    throw asOpenError(file, error)
  }
}

/** `PRAGMA application_id` of our files: 'AIWT'. Set by the first migration. */
const APPLICATION_ID = 0x41495754

/** Refuses another program's database before anything in it is changed. */
function checkOwnFile(db: SqliteDatabase, file: string): void {
  const isEmpty = db.prepare('SELECT count(*) FROM sqlite_schema').pluck().get() === 0
  if (isEmpty || db.pragma('application_id', { simple: true }) === APPLICATION_ID) return
  throw new AppError('invalid', `${file} is the database of another program; name another file with --db`)
}

function connect(file: string, { readonly = false }: OpenOptions): SqliteDatabase {
  try {
    return new Database(file, { readonly, fileMustExist: readonly })
  } catch (error) {
    throw asOpenError(file, error)
  }
}

/** The order matters: page size and auto-vacuum are silently ignored once the file is in WAL mode. */
function prepareForWriting(db: SqliteDatabase): void {
  db.pragma(`page_size = ${PAGE_SIZE}`)
  db.pragma('auto_vacuum = INCREMENTAL')
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = FULL')
  if (process.platform === 'darwin') {
    db.pragma('fullfsync = ON')
    db.pragma('checkpoint_fullfsync = ON')
  }
  db.pragma('wal_autocheckpoint = 0')
  db.pragma('foreign_keys = ON')
  db.pragma('trusted_schema = OFF')
}

function asOpenError(file: string, error: unknown): Error {
  if (error instanceof AppError) return error
  const code = error instanceof Database.SqliteError ? error.code : ''
  if (code === 'SQLITE_NOTADB' || code.startsWith('SQLITE_CORRUPT'))
    return new AppError('invalid', `${file} is not a readable SQLite database; move it away or restore a backup`, { cause: error })
  if (code.startsWith('SQLITE_BUSY'))
    return new AppError('unavailable', `${file} is locked by another program; stop that one first`, { cause: error, reason: 'locked' })
  const reason = error instanceof Error ? error.message : String(error)
  return new AppError('unavailable', `cannot open ${file}: ${reason}`, { cause: error })
}
