import Database from 'better-sqlite3'
import { AppError, type ErrorReason } from '../../domain/app-error.ts'
import { asDamageError, isDamage } from './care/damage.ts'

/** Conditions of the machine that pass: another process has the file, the disk is full or failing, memory is short. */
const PASSING = /^SQLITE_(BUSY|LOCKED|FULL|IOERR|NOMEM|CANTOPEN|READONLY|PROTOCOL)/

/** Whether this is SQLite's word for a condition that passes: a later try can work. */
export function isPassing(error: unknown): error is InstanceType<typeof Database.SqliteError> {
  return error instanceof Database.SqliteError && PASSING.test(error.code)
}

/**
 * What a read threw, as its caller sees it: `unavailable` for what passes, everything else as it is. A plain SQLITE_READONLY is a read
 * function that tries to write, which is a bug.
 */
export function asReadError(error: unknown): unknown {
  if (isDamage(error)) return asDamageError(error)
  if (!isPassing(error) || error.code === 'SQLITE_READONLY') return error
  return new AppError('unavailable', `the database cannot be read now (${error.code}); try again`, {
    cause: error,
    reason: reasonOf(error.code),
  })
}

function reasonOf(code: string): ErrorReason | undefined {
  if (/^SQLITE_(BUSY|LOCKED)/.test(code)) return 'locked'
  return code.startsWith('SQLITE_NOMEM') ? 'memory' : undefined
}
