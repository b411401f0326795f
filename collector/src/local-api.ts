import { existsSync } from 'node:fs'
import { createApi } from './api/app.ts'
import { AppError } from './domain/app-error.ts'
import { localReader } from './local-reader.ts'
import { otlpJson } from './otlp-json.ts'
import { reportLine } from './report-line.ts'
import { openDatabase, type SqliteDatabase } from './store/sqlite/database.ts'
import { takeOwnership } from './store/sqlite/owner.ts'

/** The REST API of a database that no server owns, answered in this process. */
export interface LocalApi {
  /** Answers `GET path`, such as `/api/v1/sessions?limit=5`, exactly as a server would. */
  request(path: string): Promise<Response>
  /** Gives the file free again. Safe twice. */
  close(): void
}

/**
 * Takes ownership of a database until `close`, and brings its schema up to date.
 * @param report takes what a bug of ours threw, which the answer does not show
 * @throws AppError `not_found` when there is no such file, `unavailable` when another process owns it
 */
export function openLocalApi(file: string, report: (error: unknown) => void = toStderr): LocalApi {
  if (!existsSync(file))
    throw new AppError('not_found', `no database at ${file}: nothing was recorded yet; start a collector with "npx tracker serve"`)
  const ownership = takeOwnership(file)
  const db = openOwned(ownership)
  const api = createApi({ reader: localReader(db), otlpJson, report })
  return {
    request: async (path) => await api.request(path),
    close() {
      db.close()
      ownership.release()
    },
  }
}

function toStderr(error: unknown): void {
  console.error(reportLine('an answer was broken off', error))
}

function openOwned(ownership: ReturnType<typeof takeOwnership>): SqliteDatabase {
  try {
    return openDatabase(ownership.file)
  } catch (error) {
    ownership.release()
    throw error
  }
}
