import { closeSync, openSync, writeSync } from 'node:fs'
import Database from 'better-sqlite3'

/** Database files as accidents and other programs leave them. */

/** Opens a file as any program does: nothing is checked or brought up to date. */
export function openRaw(file: string, options: { readonly readonly?: boolean } = {}): Database.Database {
  return new Database(file, { readonly: options.readonly ?? false })
}

/** Runs statements, also such as no program of ours could run. */
export function change(file: string, sql: string): void {
  const db = openRaw(file).unsafeMode()
  db.exec(sql)
  db.close()
}

/** Writes bytes over what is there. */
export function overwrite(file: string, position: number, bytes: Buffer): void {
  const fd = openSync(file, 'r+')
  writeSync(fd, bytes, 0, bytes.length, position)
  closeSync(fd)
}

/** Makes garbage of the pages that hold the rows of a table: of all of them, or of the last. */
export function damageRows(file: string, table: string, which: 'every page' | 'the last page'): void {
  const db = openRaw(file, { readonly: true })
  const pages = db.prepare("SELECT pageno FROM dbstat WHERE name = ? AND pagetype = 'leaf' ORDER BY pageno").pluck().all(table) as number[]
  const pageSize = Number(db.pragma('page_size', { simple: true }))
  db.close()
  for (const page of which === 'every page' ? pages : pages.slice(-1)) overwrite(file, (page - 1) * pageSize, Buffer.alloc(pageSize, 7))
}
