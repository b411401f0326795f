import {
  accessSync,
  chmodSync,
  closeSync,
  constants,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import Database from 'better-sqlite3'
import { AppError } from '../../domain/app-error.ts'
import { checkFileHeader, isEmptyFile } from './own-file.ts'

/** The process that serves a database. */
export interface Owner {
  readonly pid: number
  /** Where it answers REST. */
  readonly url: string
}

/** The right to write a database, held until `release` or the end of the process. */
export interface Ownership {
  /** Path of the database without symbolic links: the name under which everybody meets. */
  readonly file: string
  /** Tells other processes where this one answers. */
  announce(url: string): void
  /** Safe twice. */
  release(): void
}

/** Locks of this process. Without a reference from here, the garbage collector would close one, and so free the file. */
const held = new Set<Database.Database>()

/** A moment in which another process only looks whether the file is owned. */
const PROBE_MS = 500

/**
 * Becomes the only owner of a database file and creates it, readable by this user alone, where it does not exist.
 * The right is a lock in `FILE.owner`, which the operating system frees when the process ends in any way.
 * @throws AppError `unavailable` naming the owner when there is one, `invalid` when the path cannot be used
 */
export function takeOwnership(file: string, waitMs: number = PROBE_MS): Ownership {
  return own(
    prepareFile(file, (path) => checkFileHeader(path)),
    waitMs,
  )
}

/** The same of a file that may be so damaged that nobody can tell what it was. */
export function takeOwnershipOfDamaged(file: string): Ownership {
  return own(
    prepareFile(file, () => undefined),
    PROBE_MS,
  )
}

function own(path: string, waitMs: number): Ownership {
  const lock = openLock(path, waitMs)
  const info = `${path}.server.json`
  rmSync(info, { force: true }) // of an owner that was killed
  return {
    file: path,
    announce(url) {
      writeFileSync(`${info}.tmp`, JSON.stringify({ pid: process.pid, url }), { mode: 0o600 })
      renameSync(`${info}.tmp`, info)
    },
    release() {
      if (!lock.open) return
      rmSync(info, { force: true })
      held.delete(lock)
      lock.close()
    },
  }
}

/**
 * The process that serves this database now; `undefined` when none does, and when this user may not know. What a killed one left behind
 * does not count.
 * @throws AppError `invalid` when the lock cannot be looked at
 */
export function findOwner(file: string): Owner | undefined {
  const path = canonicalPath(file)
  return mayLook(`${path}.owner`) && isLocked(path) ? readOwner(path) : undefined
}

/** The lock of another user may be closed to this one, who can only read what that one lets them read. */
function mayLook(lock: string): boolean {
  try {
    accessSync(lock, constants.R_OK)
    return true
  } catch {
    return false
  }
}

function openLock(path: string, waitMs: number): Database.Database {
  const lock = openFile(`${path}.owner`, waitMs)
  try {
    lock.exec('BEGIN EXCLUSIVE')
    held.add(lock)
    return lock
  } catch (error) {
    lock.close()
    throw isBusy(error) ? inUse(path, error) : unusable(`${path}.owner`, error)
  }
}

function inUse(path: string, cause: unknown): AppError {
  const owner = readOwner(path)
  const who = owner ? `the collector at ${owner.url} (pid ${owner.pid})` : 'another process'
  return new AppError('unavailable', `${path} is in use by ${who}; stop it, or choose another file with --db (TRACKER_DB)`, { cause })
}

function unusable(file: string, cause: unknown): AppError {
  const reason = cause instanceof Error ? cause.message : String(cause)
  if (isDamaged(cause))
    return new AppError('invalid', `${file} is damaged (${reason}); delete it when no collector runs on its database`, { cause })
  return new AppError('invalid', `cannot use ${file} (${reason}); set --db (TRACKER_DB) to a database in a folder that can be written`, {
    cause,
  })
}

function openFile(path: string, timeout: number): Database.Database {
  try {
    return new Database(path, { timeout })
  } catch (error) {
    throw unusable(path, error)
  }
}

/** Takes a shared lock for a moment. The file must not be opened in any other way: closing it would drop our own lock. */
function isLocked(path: string): boolean {
  let probe: Database.Database | undefined
  try {
    probe = new Database(`${path}.owner`, { readonly: true, timeout: 0 })
    probe.pragma('schema_version')
    return false
  } catch (error) {
    if (isBusy(error)) return true
    throw unusable(`${path}.owner`, error)
  } finally {
    probe?.close()
  }
}

function isDamaged(error: unknown): boolean {
  return error instanceof Database.SqliteError && /^SQLITE_(NOTADB|CORRUPT)/.test(error.code)
}

function isBusy(error: unknown): boolean {
  return error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')
}

function readOwner(path: string): Owner | undefined {
  try {
    const { pid, url }: { pid?: unknown; url?: unknown } = JSON.parse(readFileSync(`${path}.server.json`, 'utf8'))
    return typeof pid === 'number' && typeof url === 'string' ? { pid, url } : undefined
  } catch {
    return undefined // not announced yet: the lock alone counts
  }
}

/** Creates folder (0700) and file (0600), unless the file is not ours; SQLite gives the write-ahead log the mode of the file. */
function prepareFile(file: string, check: (path: string) => void): string {
  if (statSync(file, { throwIfNoEntry: false })?.isDirectory())
    throw new AppError('invalid', `${file} is a folder; name a file in it, such as ${join(file, 'tracker.db')}`)
  try {
    mkdirSync(dirname(resolve(file)), { recursive: true, mode: 0o700 })
    const path = canonicalPath(file)
    // Where there is no lock yet, nobody has the file open.
    if (existsSync(path) && !existsSync(`${path}.owner`)) check(path)
    for (const name of [path, `${path}.owner`]) makePrivate(name)
    return path
  } catch (error) {
    throw error instanceof AppError ? error : unusable(file, error)
  }
}

/** Makes a file, also of an empty one that lies there, one of this user alone. What holds something has the mode that its user wants. */
function makePrivate(name: string): void {
  if (existsSync(name)) {
    if (isEmptyFile(name)) tryTo(() => chmodSync(name, 0o600))
    return
  }
  closeSync(openSync(name, 'a', 0o600))
  chmodSync(name, 0o600)
}

/** An empty file of another user can be used all the same. */
function tryTo(change: () => void): void {
  try {
    change()
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) throw error
  }
}

/** One name for one file, however it was given. A folder that is missing has no links to resolve. */
function canonicalPath(file: string): string {
  const path = resolve(file)
  if (existsSync(path)) return realpathSync(path)
  const folder = dirname(path)
  return join(existsSync(folder) ? realpathSync(folder) : folder, basename(path))
}
