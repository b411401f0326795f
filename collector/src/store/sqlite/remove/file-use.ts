import type { SqliteDatabase } from '../database.ts'

/** Bytes of a database without its write-ahead log. */
export interface FileUse {
  readonly fileBytes: number
  /** Those that hold something. */
  readonly usedBytes: number
  readonly freeBytes: number
  /** Whether free pages can be given back to the disk. */
  readonly shrinks: boolean
}

/** `auto_vacuum`, where the file can give pages back. */
const INCREMENTAL = 2

/** How much of the file is in use. */
export function fileUseOf(db: SqliteDatabase): FileUse {
  const pragma = (name: string): number => Number(db.pragma(name, { simple: true }))
  const [pageSize, pages, free] = [pragma('page_size'), pragma('page_count'), pragma('freelist_count')]
  const shrinks = pragma('auto_vacuum') === INCREMENTAL
  return { fileBytes: pages * pageSize, usedBytes: (pages - free) * pageSize, freeBytes: free * pageSize, shrinks }
}
