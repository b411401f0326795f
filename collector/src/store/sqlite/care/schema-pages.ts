/** The pages that say where every table begins, taken from a new database: without them nothing in a file can be found. */
import { closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs'
import Database from 'better-sqlite3'
import { openDatabase } from '../database.ts'
import { pageSizeOf } from './page-size.ts'

/**
 * Puts the schema of a new database into a file. It fits because `auto_vacuum` keeps the beginnings of all tables at the front of the
 * file, in the order in which the migrations made them. Pages with rows that happen to be where a new database has its schema are lost.
 * @param file a copy of the damaged database
 * @param fresh a name that is free, for a moment
 */
export function restoreSchema(file: string, fresh: string): void {
  const pageSize = pageSizeOf(file)
  const pages = freshSchema(fresh, pageSize)
  const [from, to] = [openSync(fresh, 'r'), openSync(file, 'r+')]
  try {
    const page = Buffer.alloc(pageSize)
    for (const number of pages) {
      readSync(from, page, 0, pageSize, (number - 1) * pageSize)
      writeSync(to, page, 0, pageSize, (number - 1) * pageSize)
    }
  } finally {
    closeSync(from)
    closeSync(to)
    rmSync(fresh, { force: true })
  }
}

/** @returns the pages of the schema */
function freshSchema(fresh: string, pageSize: number): readonly number[] {
  beginFile(fresh, pageSize)
  const db = openDatabase(fresh)
  try {
    return db.prepare("SELECT pageno FROM dbstat WHERE name = 'sqlite_schema'").pluck().all() as number[]
  } finally {
    // The last connection empties the log into the file.
    db.close()
  }
}

/** An empty database whose pages have the size of those in the damaged file, which need not be that of new ones. */
function beginFile(fresh: string, pageSize: number): void {
  const db = new Database(fresh)
  try {
    db.pragma(`page_size = ${pageSize}`)
    // Writes the file.
    db.pragma('auto_vacuum = INCREMENTAL')
  } finally {
    db.close()
  }
}
