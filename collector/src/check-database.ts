import { AppError } from './domain/app-error.ts'
import { querySql } from './sql/query-sql.ts'
import { newestSchemaVersion } from './store/sqlite/migrate.ts'
import { QUICK_CHECK, SCHEMA_VERSION } from './store/sqlite/schema-listing.ts'

/** What is to be said about a database file. */
export interface DatabaseCheck {
  readonly schemaVersion: number
  /** The version that this program makes and reads. */
  readonly newestSchemaVersion: number
  /** Faults that SQLite found, the first three; empty = none, `undefined` = the time did not suffice for a look at all of it. */
  readonly faults: readonly string[] | undefined
}

/**
 * Looks at a database without changing it.
 * @param timeoutMs bound of the look at its pages
 * @throws AppError as `querySql`
 */
export async function checkDatabase(file: string, { timeoutMs }: { readonly timeoutMs: number }): Promise<DatabaseCheck> {
  const [version] = await column(file, SCHEMA_VERSION, timeoutMs)
  return { schemaVersion: Number(version), newestSchemaVersion: newestSchemaVersion(), faults: await faultsOf(file, timeoutMs) }
}

async function faultsOf(file: string, timeoutMs: number): Promise<readonly string[] | undefined> {
  try {
    return (await column(file, QUICK_CHECK, timeoutMs)).filter((line) => line !== 'ok')
  } catch (error) {
    if (error instanceof AppError && error.code === 'unavailable') return undefined
    throw error
  }
}

/** The first cells of all rows. */
async function column(file: string, sql: string, timeoutMs: number): Promise<readonly string[]> {
  const { rows } = await querySql(file, sql, { timeoutMs })
  const cells: string[] = []
  for await (const group of rows) cells.push(...group.map(([cell]) => String(cell)))
  return cells
}
