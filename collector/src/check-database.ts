import { constants } from 'node:fs'
import { access } from 'node:fs/promises'
import { AppError, type ErrorReason } from './domain/app-error.ts'
import { querySql } from './sql/query-sql.ts'
import { newestSchemaVersion } from './store/sqlite/migrate.ts'
import { QUICK_CHECK, SCHEMA_VERSION } from './store/sqlite/schema-listing.ts'

/** What is to be said about a database file. */
export interface DatabaseCheck {
  /** `undefined` = it could not be read; `obstacle` says why. */
  readonly schemaVersion: number | undefined
  /** The version that this program makes and reads. */
  readonly newestSchemaVersion: number
  /** Faults that SQLite found, the first three; empty = none, `undefined` = it has not looked at all pages; `obstacle` says why. */
  readonly faults: readonly string[] | undefined
  readonly obstacle: DatabaseObstacle | undefined
}

/**
 * Why a look at a database did not come to its end.
 *
 *   too_slow       the time did not suffice
 *   no_memory      the memory did not suffice
 *   busy           another program holds it
 *   no_process     the process that looks at it cannot be started, or was ended
 *   unreadable     the machine cannot read it now
 *   closed         it is not there, or this user may not read it
 *   not_database   it is none of ours, or too damaged to be opened
 */
export interface DatabaseObstacle {
  readonly reason: 'too_slow' | 'no_memory' | 'busy' | 'no_process' | 'unreadable' | 'closed' | 'not_database'
  /** In one line, for a person. */
  readonly message: string
}

/**
 * Looks at a database without changing it.
 * @param timeoutMs bound of the look at its pages
 */
export async function checkDatabase(file: string, { timeoutMs }: { readonly timeoutMs: number }): Promise<DatabaseCheck> {
  const version = await column(file, SCHEMA_VERSION, timeoutMs)
  const faults = 'cells' in version ? await column(file, QUICK_CHECK, timeoutMs) : version
  return {
    schemaVersion: 'cells' in version ? Number(version.cells[0]) : undefined,
    newestSchemaVersion: newestSchemaVersion(),
    faults: 'cells' in faults ? faults.cells.filter((line) => line !== 'ok') : undefined,
    obstacle: 'cells' in faults ? undefined : faults,
  }
}

/** The first cells of all rows, or what was in the way. */
async function column(file: string, sql: string, timeoutMs: number): Promise<{ readonly cells: readonly string[] } | DatabaseObstacle> {
  try {
    const { rows } = await querySql(file, sql, { timeoutMs })
    const cells: string[] = []
    for await (const group of rows) cells.push(...group.map(([cell]) => String(cell)))
    return { cells }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return await obstacleOf(error, file, timeoutMs)
  }
}

const OBSTACLES = {
  timeout: 'too_slow',
  memory: 'no_memory',
  locked: 'busy',
  process: 'no_process',
} as const satisfies Record<ErrorReason, DatabaseObstacle['reason']>

async function obstacleOf({ code, message, reason }: AppError, file: string, timeoutMs: number): Promise<DatabaseObstacle> {
  if (code === 'unsupported') return { reason: 'not_database', message }
  const isReadable = await access(file, constants.R_OK).then(
    () => true,
    () => false,
  )
  if (!isReadable) return { reason: 'closed', message }
  if (reason === 'timeout') return { reason: 'too_slow', message: `a look at all of it takes longer than ${timeoutMs / 1000} s` }
  return { reason: reason === undefined ? 'unreadable' : OBSTACLES[reason], message }
}
