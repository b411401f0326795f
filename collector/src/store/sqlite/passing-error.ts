import Database from 'better-sqlite3'
import { AppError } from '../../domain/app-error.ts'

/** Conditions of the machine that pass: another process has the file, the disk is full or failing, memory is short. */
const PASSING = /^SQLITE_(BUSY|LOCKED|FULL|IOERR|NOMEM|CANTOPEN|READONLY|PROTOCOL)/

/** Whether this is SQLite's word for a condition that passes: a later try can work. */
export function isPassing(error: unknown): error is Database.SqliteError {
  return error instanceof Database.SqliteError && PASSING.test(error.code)
}

/** What a read threw, as its caller sees it: `unavailable` for what passes, everything else as it is. */
export function asReadError(error: unknown): unknown {
  return isPassing(error)
    ? new AppError('unavailable', `the database cannot be read now (${error.code}); try again`, { cause: error })
    : error
}
