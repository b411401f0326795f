import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it, onTestFinished } from 'vitest'
import { checkpoint, limitWal, openCheckpointer, restartLargeWal } from './wal.ts'

const LIMIT = 100_000

function setUp() {
  const folder = mkdtempSync(join(tmpdir(), 'wal-'))
  const file = join(folder, 'test.db')
  const db = new Database(file, { timeout: 1234 })
  onTestFinished(() => {
    db.close()
    rmSync(folder, { recursive: true })
  })
  db.pragma('journal_mode = WAL')
  db.pragma('wal_autocheckpoint = 0')
  db.exec('CREATE TABLE t (x)')
  const write = () => db.prepare('INSERT INTO t VALUES (zeroblob(200000))').run()
  return { file, db, write, walBytes: () => statSync(`${file}-wal`).size, fileBytes: () => statSync(file).size }
}

describe('the write-ahead log', () => {
  it('is copied into the file by another connection, also while the writer is in a transaction', () => {
    const { file, db, write, fileBytes } = setUp()
    write()
    const before = fileBytes()
    db.exec('BEGIN IMMEDIATE')
    const checkpointer = openCheckpointer(file)
    checkpoint(checkpointer)
    expect(fileBytes()).toBeGreaterThan(before + LIMIT)
    db.exec('COMMIT')
    checkpointer.close()
  })

  it('is started anew and cut back when it is large', () => {
    const { db, write, walBytes } = setUp()
    limitWal(db, LIMIT)
    for (let i = 0; i < 5; i++) write()
    expect(walBytes()).toBeGreaterThan(1_000_000)
    restartLargeWal(db, LIMIT)
    db.exec('INSERT INTO t VALUES (1)')
    expect(walBytes()).toBeLessThanOrEqual(LIMIT)
  })

  it('is left alone while it is small', () => {
    const { db, write, fileBytes } = setUp()
    write()
    const before = fileBytes()
    restartLargeWal(db, 10_000_000)
    expect(fileBytes()).toBe(before)
  })

  it('stays when a reader needs it; nobody waits, and the busy timeout is what it was', () => {
    const { file, db, write, walBytes } = setUp()
    write()
    const reader = new Database(file, { readonly: true })
    reader.exec('BEGIN')
    reader.prepare('SELECT count(*) FROM t').get()
    write()
    const before = walBytes()
    restartLargeWal(db, LIMIT)
    write()
    expect(walBytes()).toBeGreaterThan(before)
    expect(db.pragma('busy_timeout', { simple: true })).toBe(1234)
    reader.close()
  })
})
