import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, describe, expect, it } from 'vitest'
import { openDatabase } from './database.ts'

const dir = mkdtempSync(join(tmpdir(), 'ai-tracker-database-'))
afterAll(() => rmSync(dir, { recursive: true }))
const path = (name: string) => join(dir, name)

describe('openDatabase', () => {
  it('makes a file that syncs each commit, keeps a log and can give pages back', () => {
    const db = openDatabase(path('new.db'))
    const pragmas = ['journal_mode', 'synchronous', 'auto_vacuum', 'page_size', 'wal_autocheckpoint'].map((name) =>
      db.pragma(name, { simple: true }),
    )
    expect(pragmas).toEqual(['wal', 2, 2, 4096, 0])
    db.close()
  })

  it('opens it again, also only for reading', () => {
    openDatabase(path('again.db')).close()
    openDatabase(path('again.db')).close()
    const db = openDatabase(path('again.db'), { readonly: true })
    expect(() => db.exec("INSERT INTO workspaces (name) VALUES ('x')")).toThrow(/readonly/)
    db.close()
  })

  it('takes a file of no bytes for a new one, as touch, mktemp and mounts of containers make them', () => {
    writeFileSync(path('touched.db'), '')
    const db = openDatabase(path('touched.db'))
    expect(db.pragma('page_size', { simple: true })).toBe(4096)
    expect(db.prepare('SELECT count(*) FROM spans').pluck().get()).toBe(0)
    db.close()
  })

  it("refuses another program's database and leaves it as it was", () => {
    const other = new Database(path('bookmarks.db'))
    other.exec('CREATE TABLE bookmarks (url TEXT)')
    other.close()
    expect(() => openDatabase(path('bookmarks.db'))).toThrow(/database of another program/)
    const after = new Database(path('bookmarks.db'))
    expect(after.pragma('journal_mode', { simple: true })).toBe('delete')
    after.close()
  })

  it('refuses a file that is no database', () => {
    writeFileSync(path('notes.txt'), 'these are notes, not a database, and long enough to have a header'.repeat(20))
    expect(() => openDatabase(path('notes.txt'))).toThrow(/not a readable SQLite database/)
  })

  it('refuses a newer schema', () => {
    const db = openDatabase(path('newer.db'))
    db.pragma('user_version = 9999')
    db.close()
    expect(() => openDatabase(path('newer.db'))).toThrow(/schema version 9999.*use a newer/)
  })
})
