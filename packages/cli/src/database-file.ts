import { accessSync, constants, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { AppError } from '@ai-tracker/collector'

/**
 * Refuses what cannot be a database, before anything is created beside it.
 * @throws AppError `not_found` when there is none, `forbidden` when we may not look, `unsupported` when it is something else
 */
export function checkDatabaseFile(file: string): void {
  try {
    if (statSync(file).isDirectory()) {
      throw new AppError('unsupported', `${file} is a folder; name the database in it with --db (TRACKER_DB)`)
    }
    accessSync(file, constants.R_OK)
  } catch (error) {
    throw error instanceof AppError ? error : refusal(file, error)
  }
}

function refusal(file: string, cause: unknown): AppError {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
  if (code === 'ENOENT') {
    const how = 'start a collector with "npm start" (in the repository) or "npx tracker serve"'
    return new AppError('not_found', `no database at ${file}: nothing was recorded yet; ${how}`, { cause })
  }
  if (code === 'EACCES' || code === 'EPERM') {
    const what = `permission is denied for it or its folder ${dirname(file)}`
    return new AppError('forbidden', `cannot read ${file}: ${what}; run as its user, or choose another with --db (TRACKER_DB)`, { cause })
  }
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new AppError('unsupported', `cannot use ${file} (${reason}); name a database with --db (TRACKER_DB)`, { cause })
}
