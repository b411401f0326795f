import { closeSync, openSync, readSync, statSync } from 'node:fs'
import { AppError } from '../../domain/app-error.ts'
import { WAYS_OUT } from './care/damage.ts'

/** Bytes of a page: SQLite's own size. With 8 KiB writing takes as long, and tables that are empty or small, of which there are many, twice the room. */
export const PAGE_SIZE = 4096

/** `PRAGMA application_id` of our files: 'AIWT'. Set by the first migration. */
export const APPLICATION_ID = 0x41495754

/**
 * The beginning of every SQLite file, see https://www.sqlite.org/fileformat2.html: a header of 100 bytes, and the page that lists the
 * tables, which is a leaf without cells where there are none.
 */
const MAGIC = 'SQLite format 3\0'
const APPLICATION = 68
const PAGE_TYPE = 100
const LEAF = 13
const CELLS = 103
const BEGINNING_BYTES = 105

/** Whether a file holds nothing yet: it was made, and never written. */
export function isEmptyFile(file: string): boolean {
  const bytes = (path: string) => statSync(path, { throwIfNoEntry: false })?.size ?? 0
  return bytes(file) === 0 && bytes(`${file}-wal`) === 0
}

/**
 * Refuses what is no database of ours, by the beginning of the file, before anything is created beside it. What that leaves open, such as
 * a database without tables, is decided by whoever opens it.
 * The file must not be open in this process: closing it here would drop the locks of SQLite.
 * @throws AppError `invalid`
 */
export function checkFileHeader(file: string): void {
  if (isEmptyFile(file)) return
  const header = beginningOf(file)
  if (!header || header.length === 0) return
  if (header.length < BEGINNING_BYTES || header.toString('latin1', 0, MAGIC.length) !== MAGIC) throw notDatabase(file)
  const hasTables = header[PAGE_TYPE] !== LEAF || header.readUInt16BE(CELLS) > 0
  if (hasTables && header.readUInt32BE(APPLICATION) !== APPLICATION_ID) throw foreignDatabase(file)
}

/** The error for a file that SQLite cannot read. */
export function notDatabase(file: string, options: ErrorOptions = {}): AppError {
  return new AppError('invalid', `${file} is not a readable SQLite database; ${WAYS_OUT}`, options)
}

/** The error for a SQLite file that is not ours. */
export function foreignDatabase(file: string): AppError {
  return new AppError('invalid', `${file} is the database of another program; name another file with --db`)
}

/** `undefined` when it cannot be read: whoever opens it says why. */
function beginningOf(file: string): Buffer | undefined {
  const header = Buffer.alloc(BEGINNING_BYTES)
  let descriptor: number | undefined
  try {
    descriptor = openSync(file, 'r')
    return header.subarray(0, readSync(descriptor, header, 0, BEGINNING_BYTES, 0))
  } catch {
    return undefined
  } finally {
    if (descriptor !== undefined) closeSync(descriptor)
  }
}
