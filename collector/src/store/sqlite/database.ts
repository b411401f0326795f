import { existsSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import { AppError } from '../../domain/app-error.ts'
import { isDamage, WAYS_OUT } from './care/damage.ts'
import { isGarbageLog } from './care/file-header.ts'
import { migrate, newestSchemaVersion, refuseNewer } from './migrate.ts'
import { APPLICATION_ID, foreignDatabase, notDatabase, PAGE_SIZE } from './own-file.ts'
import { isWritable, openSnapshot } from './snapshot.ts'

export type SqliteDatabase = Database.Database
export type Statement<P extends unknown[]> = Database.Statement<P>

/** Page cache of the writing connection and of each that reads, in KiB. Behind it are the pages that the system keeps in memory. */
const WRITE_CACHE_KIB = 32 * 1024
const READ_CACHE_KIB = 16 * 1024

/** How to open a database. */
export interface OpenOptions {
  readonly readonly?: boolean
  /** How long a statement waits for another process's lock. */
  readonly busyTimeoutMs?: number
}

/**
 * Opens the store's file. The writing connection creates it, brings the schema up to date and sets WAL with full sync. One that only reads
 * a file that this user cannot write has it in memory, where that is possible.
 * @throws AppError `invalid` when the file is not a database of ours or is newer than this program, `unavailable` when it cannot be opened
 *   now, `forbidden` when this user would have to be able to write it
 */
export function openDatabase(file: string, options: OpenOptions = {}): SqliteDatabase {
  if (!options.readonly) checkLog(file)
  const db = connect(file, options)
  try {
    db.pragma(`busy_timeout = ${options.busyTimeoutMs ?? 5000}`)
    db.pragma(`cache_size = -${options.readonly ? READ_CACHE_KIB : WRITE_CACHE_KIB}`)
    checkOwnFile(db, file)
    if (options.readonly) return db
    refuseNewer(db) // before anything in it is changed
    prepareForWriting(db)
    migrate(db)
    return db
  } catch (error) {
    db.close()
    throw asOpenError(file, error)
  }
}

/**
 * Opens a file that this user cannot write, with the schema that the reads of this program know: a copy in memory is brought there.
 * @throws AppError as `openDatabase`, and `forbidden` when somebody who may write the file has to bring it up to date
 */
export function openUnwritable(file: string): SqliteDatabase {
  const db = openDatabase(file, { readonly: true })
  try {
    if (db.memory) migrate(db)
    const version = Number(db.pragma('user_version', { simple: true }))
    if (version === newestSchemaVersion()) return db
    throw new AppError('forbidden', `${file} has schema version ${version}, this program reads ${newestSchemaVersion()}; ${COPY_IT}`)
  } catch (error) {
    db.close()
    throw asOpenError(file, error)
  }
}

const COPY_IT = 'ask somebody who may write it to bring it up to date with "tracker db info", or copy it, and name the copy with --db'

/** Refuses another program's database before anything in it is changed. */
function checkOwnFile(db: SqliteDatabase, file: string): void {
  const isEmpty = db.prepare('SELECT count(*) FROM sqlite_schema').pluck().get() === 0
  if (isEmpty || db.pragma('application_id', { simple: true }) === APPLICATION_ID) return
  throw foreignDatabase(file)
}

/**
 * SQLite leaves out a log that is none without a word, and deletes one beside an empty database: what was acknowledged would be gone
 * and nobody would know.
 */
function checkLog(file: string): void {
  const log = `${file}-wal`
  if ((statSync(log, { throwIfNoEntry: false })?.size ?? 0) === 0) return
  if (isGarbageLog(log)) throw new AppError('invalid', `${log} is damaged, and with it what was stored last; ${WAYS_OUT}`)
  if (statSync(file).size === 0)
    throw new AppError('invalid', `${file} is empty, but its log ${log} is not; restore a backup, or move both away`)
}

function connect(file: string, { readonly = false }: OpenOptions): SqliteDatabase {
  try {
    const snapshot = readonly && file !== ':memory:' && !isWritable(file) ? openSnapshot(file) : undefined
    return snapshot ?? new Database(file, { readonly, fileMustExist: readonly })
  } catch (error) {
    throw asOpenError(file, error)
  }
}

/** The order matters: page size and auto-vacuum are silently ignored once the file is in WAL mode. */
function prepareForWriting(db: SqliteDatabase): void {
  if (Number(db.pragma('page_count', { simple: true })) === 0) {
    db.pragma(`page_size = ${PAGE_SIZE}`)
    // Writes the file, also where it says nothing new.
    db.pragma('auto_vacuum = INCREMENTAL')
  }
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = FULL')
  if (process.platform === 'darwin') {
    db.pragma('fullfsync = ON')
    db.pragma('checkpoint_fullfsync = ON')
  }
  db.pragma('wal_autocheckpoint = 0')
  // What is deleted or replaced within a page is overwritten, as nothing wipes it later. Whole pages are, where something is removed for good.
  db.pragma('secure_delete = FAST')
  db.pragma('foreign_keys = ON')
  db.pragma('trusted_schema = OFF')
}

/** What SQLite's refusal of a statement means for whoever starts on the file, after it was opened; other errors as they are. */
export function asStartError(file: string, error: unknown): unknown {
  return error instanceof Database.SqliteError ? asOpenError(file, error) : error
}

function asOpenError(file: string, error: unknown): Error {
  if (error instanceof AppError) return error
  const code = error instanceof Database.SqliteError ? error.code : ''
  if (code === 'SQLITE_NOTADB') return notDatabase(file, { cause: error })
  if (isDamage(error)) return new AppError('invalid', `${file} is damaged (${error.message}); ${WAYS_OUT}`, { cause: error })
  if (code.startsWith('SQLITE_BUSY'))
    return new AppError('unavailable', `${file} is locked by another program; stop that one first`, { cause: error, reason: 'locked' })
  if (/^SQLITE_(CANTOPEN|READONLY)/.test(code) && existsSync(file) && !isWritable(file)) return unwritable(file, error)
  const reason = error instanceof Error ? error.message : String(error)
  const remedy = 'see that it and its folder can be read and written, or name another with --db (TRACKER_DB)'
  return new AppError('unavailable', `cannot open ${file}: ${reason}; ${remedy}`, { cause: error })
}

function unwritable(file: string, cause: unknown): AppError {
  const why = `you cannot write it or its folder ${dirname(file)}, as SQLite has to for its write-ahead log, even to read`
  const how = `copy it with what lies beside it (cp "${file}"* FOLDER) to a folder of yours, and name the copy with --db (TRACKER_DB)`
  return new AppError('forbidden', `cannot open ${file}: ${why}; ${how}`, { cause })
}
