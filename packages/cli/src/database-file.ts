import { accessSync, constants, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { AppError } from '@ai-tracker/collector'

/**
 * Refuses what holds no database, before anything is created beside it.
 * @throws AppError as `checkDatabasePath`, and `not_found` for an empty file
 */
export function checkDatabaseFile(file: string): void {
  checkDatabasePath(file)
  if (isEmpty(file)) throw noDatabase(file, 'the file is empty')
}

/**
 * Refuses what cannot be a database. A file may still be empty: the collector that has just made it can be about to fill it.
 * @throws AppError `not_found` when there is none, `forbidden` when we may not look, `unsupported` when it is something else
 */
export function checkDatabasePath(file: string): void {
  try {
    if (statSync(file).isDirectory()) {
      throw new AppError('unsupported', `${file} is a folder; name the database in it with --db (TRACKER_DB)`)
    }
    accessSync(file, constants.R_OK)
  } catch (error) {
    throw error instanceof AppError ? error : refusal(file, error)
  }
}

/** Without even a write-ahead log beside it. */
function isEmpty(file: string): boolean {
  const bytes = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0
  return bytes(file) === 0 && bytes(`${file}-wal`) === 0
}

function noDatabase(file: string, why: string, options: ErrorOptions = {}): AppError {
  const how = 'start a collector with "npm start" (in the repository) or "npx tracker serve"'
  return new AppError('not_found', `no database at ${file}: ${why}; ${how}`, options)
}

function refusal(file: string, cause: unknown): AppError {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
  if (code === 'ENOENT') {
    return noDatabase(file, 'nothing was recorded yet', { cause })
  }
  if (code === 'EACCES' || code === 'EPERM') {
    const what = `permission is denied for it or its folder ${dirname(file)}`
    return new AppError('forbidden', `cannot read ${file}: ${what}; run as its user, or choose another with --db (TRACKER_DB)`, { cause })
  }
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new AppError('unsupported', `cannot use ${file} (${reason}); name a database with --db (TRACKER_DB)`, { cause })
}
