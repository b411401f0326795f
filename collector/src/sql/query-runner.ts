import { AppError } from '../domain/app-error.ts'
import type { AdHocQuery, SqlValue } from '../store/sqlite/ad-hoc-query.ts'
import type { FromQuery, ToQuery } from './sql-messages.ts'

/** Rows in one message. */
const MAX_ROWS = 1_000
/** And roughly their bytes: a message holds at least one row, whatever its size. */
const MAX_BYTES = 256 * 1024

/**
 * Answers the messages of one query.
 * @param open opens the database and begins the statement
 */
export function createQueryRunner(open: (file: string, sql: string) => AdHocQuery): (message: ToQuery) => FromQuery {
  let query: AdHocQuery | undefined
  const run = (message: ToQuery): FromQuery => {
    if (message.type === 'start') {
      query = open(message.file, message.sql)
      return { type: 'columns', columns: query.columns }
    }
    const rows = query ? take(query.rows) : []
    if (rows.length > 0) return { type: 'rows', rows }
    query?.close()
    query = undefined
    return { type: 'done' }
  }
  return (message) => {
    try {
      return run(message)
    } catch (error) {
      return failure(error)
    }
  }
}

function failure(error: unknown): FromQuery {
  if (error instanceof AppError) return { type: 'error', code: error.code, message: error.message, reason: error.reason }
  return { type: 'error', code: 'internal', message: error instanceof Error ? (error.stack ?? error.message) : String(error) }
}

function take(rows: Iterator<readonly SqlValue[]>): readonly (readonly SqlValue[])[] {
  const taken: (readonly SqlValue[])[] = []
  for (let bytes = 0; taken.length < MAX_ROWS && bytes < MAX_BYTES; ) {
    const { done, value } = rows.next()
    if (done) break
    taken.push(value)
    bytes += value.reduce((sum: number, cell) => sum + sizeOf(cell), 0)
  }
  return taken
}

function sizeOf(cell: SqlValue): number {
  return typeof cell === 'string' || cell instanceof Uint8Array ? cell.length : 8
}
