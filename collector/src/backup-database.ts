import { closeSync, existsSync, fsyncSync, openSync, realpathSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { Worker } from 'node:worker_threads'
import { AppError } from './domain/app-error.ts'
import { firstPageFault } from './store/sqlite/care/copy.ts'
import { openDatabase } from './store/sqlite/database.ts'
import { findOwner } from './store/sqlite/owner.ts'
import { workerUrl } from './worker-url.ts'

/** Where a copy goes, and whom it tells how far it is. */
export interface BackupOptions {
  /** Whether it takes the place of what is there. */
  readonly isForced: boolean
  readonly progress: (bytes: number, total: number) => void
}

/** A copy that was made. */
export interface BackupReport {
  readonly file: string
  readonly copy: string
  readonly bytes: number
}

const PROGRESS_MS = 200

/**
 * Copies a database as it is at one moment, also while a collector writes it. The name stands for a whole, checked copy or for nothing.
 * @throws AppError `unsupported` when the copy's name is taken or cannot be written, `unavailable` when there is no room
 */
export async function backupDatabase(file: string, copy: string, { isForced, progress }: BackupOptions): Promise<BackupReport> {
  if (!existsSync(file)) throw new AppError('not_found', `no database at ${file}; name one with --db (TRACKER_DB)`)
  checkTarget(file, copy, isForced)
  const part = `${copy}.${process.pid}.part`
  try {
    makeEmpty(part)
    await vacuumInto(file, part, (bytes) => progress(bytes, statSync(file).size))
    checkCopy(part)
    if (!isForced && existsSync(copy)) throw taken(copy)
    renameSync(part, copy)
    sync(dirname(copy))
    return { file, copy, bytes: statSync(copy).size }
  } catch (error) {
    throw asBackupError(copy, error)
  } finally {
    for (const name of [part, `${part}-journal`]) rmSync(name, { force: true })
  }
}

function checkTarget(file: string, copy: string, isForced: boolean): void {
  const found = statSync(copy, { throwIfNoEntry: false })
  if (!found) return
  if (!found.isFile()) throw new AppError('unsupported', `${copy} is no file; name a file for the copy`)
  if (realpathSync(copy) === realpathSync(file)) throw new AppError('unsupported', `${copy} is the database itself; name another file`)
  if (!isForced) throw taken(copy)
  const owner = findOwner(copy)
  if (owner) throw new AppError('unsupported', `${copy} is in use by the collector at ${owner.url} (pid ${owner.pid}); name another file`)
  // A log that is left beside it would be taken for one of the copy.
  if ((statSync(`${copy}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0)
    throw new AppError('unsupported', `${copy} is a database with a log (${copy}-wal) that is still needed; name another file`)
}

function taken(copy: string): AppError {
  return new AppError('unsupported', `${copy} is there already; --force replaces it`)
}

/** Readable by this user alone from its first byte. */
function makeEmpty(part: string): void {
  closeSync(openSync(part, 'wx', 0o600))
}

/** In a thread of its own: it is one statement, however long it takes. */
async function vacuumInto(file: string, copy: string, progress: (bytes: number) => void): Promise<void> {
  const worker = new Worker(workerUrl('vacuum'), { workerData: { file, copy } })
  const timer = setInterval(() => progress(statSync(copy, { throwIfNoEntry: false })?.size ?? 0), PROGRESS_MS)
  try {
    await new Promise<void>((resolve, reject) => {
      worker.once('error', reject)
      worker.once('exit', () => resolve())
    })
  } finally {
    clearInterval(timer)
  }
}

function checkCopy(part: string): void {
  const db = openDatabase(part, { readonly: true })
  try {
    const fault = firstPageFault(db)
    if (fault !== undefined) throw new AppError('unavailable', `the copy is not whole (${fault}); "tracker db check" looks at the database`)
  } finally {
    db.close()
  }
  sync(part)
}

function sync(path: string): void {
  if (process.platform === 'win32') return // neither folders nor read-only handles can be synced there
  const fd = openSync(path, 'r')
  try {
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}

function asBackupError(copy: string, cause: unknown): unknown {
  if (cause instanceof AppError) return cause
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  const reason = cause instanceof Error ? cause.message : String(cause)
  if (/^(ENOSPC|SQLITE_FULL)/.test(code))
    return new AppError('unavailable', `there is no room for ${copy} (${reason}); free some, or name a file on another disk`, { cause })
  if (/^SQLITE_(CORRUPT|NOTADB)/.test(code))
    return new AppError('unsupported', `the database is damaged (${reason}); "tracker db check" says more, "tracker db repair" mends it`, {
      cause,
    })
  return new AppError('unsupported', `cannot write ${copy} (${reason}); name another file`, { cause })
}
