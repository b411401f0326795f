import Database from 'better-sqlite3'
import { AppError } from '../../../domain/app-error.ts'

/** Whether SQLite says that the file itself is wrong: not a database, or one whose pages contradict each other. */
export function isDamage(error: unknown): error is InstanceType<typeof Database.SqliteError> {
  return error instanceof Database.SqliteError && /^SQLITE_(NOTADB|CORRUPT)/.test(error.code)
}

/** What can be done about a damaged file, for messages. */
export const WAYS_OUT = '"tracker db check" says what is wrong, "tracker db repair" saves what can be read; or restore a backup'

/** What whoever reads or writes a damaged database is told: it is not their doing, and a later try can work when it is mended. */
export function asDamageError(cause: Error): AppError {
  return new AppError('unavailable', `the database is damaged (${cause.message}); ${WAYS_OUT}`, { cause })
}
