import { existsSync } from 'node:fs'
import { AppError } from './domain/app-error.ts'
import { isDamage } from './store/sqlite/care/damage.ts'
import { hasMagic, isGarbageLog } from './store/sqlite/care/file-header.ts'
import type { Fault } from './store/sqlite/care/finding.ts'
import { inspect } from './store/sqlite/care/inspect.ts'
import { openDatabase, type SqliteDatabase } from './store/sqlite/database.ts'
import { newestSchemaVersion } from './store/sqlite/migrate.ts'
import { asReadError } from './store/sqlite/passing-error.ts'

/** What a thorough look at a database found. */
export interface DatabaseInspection {
  readonly file: string
  /** `undefined` where it cannot be read. */
  readonly schemaVersion: number | undefined
  /** Whether everything was looked at, and not a sample of the sums. */
  readonly isFull: boolean
  /** What is wrong; none = whole, as far as was looked. */
  readonly faults: readonly DatabaseFault[]
}

export type { Fault as DatabaseFault } from './store/sqlite/care/finding.ts'

type DatabaseFault = Fault

/** How thorough the look is, and whom it tells how far it is. */
export interface InspectionOptions {
  readonly isFull: boolean
  readonly progress: (done: number, total: number) => void
}

/**
 * Looks whether a database is whole, without changing it; also while a collector writes it.
 * @throws AppError `not_found` where there is none, `unsupported` when it is another program's, or of another version than this one
 */
export function inspectDatabase(file: string, { isFull, progress }: InspectionOptions): DatabaseInspection {
  if (!existsSync(file)) throw new AppError('not_found', `no database at ${file}; name one with --db (TRACKER_DB)`)
  const log = `${file}-wal`
  const logFaults: readonly Fault[] =
    existsSync(log) && isGarbageLog(log) ? [{ area: 'pages', text: `${log} is no write-ahead log: what it held is lost` }] : []
  if (!hasMagic(file)) return { file, schemaVersion: undefined, isFull, faults: [...logFaults, notADatabase] }
  try {
    const { schemaVersion, faults } = withReader(file, (db) => look(db, { isFull, progress }))
    return { file, schemaVersion, isFull, faults: [...logFaults, ...faults] }
  } catch (error) {
    const cause = error instanceof AppError ? error.cause : error
    if (!isDamage(cause)) throw asReadError(error)
    const reason = cause instanceof Error ? cause.message : String(cause)
    return { file, schemaVersion: undefined, isFull, faults: [...logFaults, { area: 'pages', text: `cannot be read: ${reason}` }] }
  }
}

const notADatabase: Fault = { area: 'pages', text: 'the file does not begin as a SQLite database does' }

function look(db: SqliteDatabase, options: InspectionOptions): Pick<DatabaseInspection, 'schemaVersion' | 'faults'> {
  const schemaVersion = Number(db.pragma('user_version', { simple: true }))
  const newest = newestSchemaVersion()
  if (schemaVersion > newest)
    throw new AppError(
      'unsupported',
      `${db.name} has schema version ${schemaVersion}, this program knows ${newest}; use a newer ai-tracker`,
    )
  if (schemaVersion < newest)
    throw new AppError(
      'unsupported',
      `${db.name} has schema version ${schemaVersion} of an older ai-tracker; start a collector on it once, which brings it to ${newest}`,
    )
  return { schemaVersion, faults: inspect(db, options) }
}

function withReader<T>(file: string, use: (db: SqliteDatabase) => T): T {
  const db = openDatabase(file, { readonly: true })
  try {
    return use(db)
  } finally {
    db.close()
  }
}
