import { existsSync, realpathSync } from 'node:fs'
import { createApi } from './api/app.ts'
import { AppError } from './domain/app-error.ts'
import { localReader } from './local-reader.ts'
import { otlpJson } from './otlp-json.ts'
import { reportLine } from './report-line.ts'
import { openDatabase, openUnwritable, type SqliteDatabase } from './store/sqlite/database.ts'
import { isEmptyFile } from './store/sqlite/own-file.ts'
import { takeOwnership } from './store/sqlite/owner.ts'
import { isWritable } from './store/sqlite/snapshot.ts'

/** The REST API of a database that no server owns, answered in this process. */
export interface LocalApi {
  /** Answers `GET path`, such as `/api/v1/sessions?limit=5`, exactly as a server would. */
  request(path: string): Promise<Response>
  /** Gives the file free again. Safe twice. */
  close(): void
}

/**
 * Takes ownership of a database until `close`, and brings its schema up to date. A database that this user cannot write is read as it is.
 * Nothing is created where there is no database.
 * @param report takes what a bug of ours threw, which the answer does not show
 * @throws AppError `not_found` when there is no such file or it is empty, `unavailable` when another process owns it, `invalid` when it is
 *   no database of ours, `forbidden` when it cannot be read without being written
 */
export function openLocalApi(file: string, report: (error: unknown) => void = toStderr): LocalApi {
  if (!existsSync(file)) throw noDatabase(file, 'nothing was recorded yet')
  // With a lock beside it, a collector may be about to fill it.
  if (isEmptyFile(file) && !existsSync(`${file}.owner`)) throw emptyFile(file)
  const { db, release } = isWritable(file) ? openOwned(file) : { db: openUnwritable(realpathSync(file)), release: () => undefined }
  const api = createApi({ reader: localReader(db), otlpJson, report })
  return {
    request: async (path) => await api.request(path),
    close() {
      db.close()
      release()
    },
  }
}

function emptyFile(file: string): AppError {
  return noDatabase(file, 'the file is empty')
}

function noDatabase(file: string, why: string): AppError {
  return new AppError('not_found', `no database at ${file}: ${why}; start a collector with "npx tracker serve"`)
}

function toStderr(error: unknown): void {
  console.error(reportLine('an answer was broken off', error))
}

interface Opened {
  readonly db: SqliteDatabase
  readonly release: () => void
}

function openOwned(path: string): Opened {
  const { file, release } = takeOwnership(path)
  try {
    if (isEmptyFile(file)) throw emptyFile(path)
    return { db: openDatabase(file), release }
  } catch (error) {
    release()
    throw error
  }
}
