import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openDatabase } from './database.ts'
import { fileOf, openSnapshot } from './snapshot.ts'

/** A database with a workspace of this name, which nobody has open. */
function database(workspace: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'snapshot-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'a.db')
  const db = openDatabase(file)
  db.prepare('INSERT INTO workspaces (name) VALUES (?)').run(workspace)
  db.close()
  return file
}

const COUNT = "SELECT count(*) FROM workspaces WHERE name = 'mine'"

describe('openSnapshot', () => {
  it('holds what the file holds, and leaves the file alone', () => {
    const file = database('mine')
    const before = readFileSync(file)
    const db = openSnapshot(file)
    expect(db?.prepare(COUNT).pluck().get()).toBe(1)
    db?.exec('DELETE FROM workspaces')
    expect(db && fileOf(db)).toBe(file)
    db?.close()
    expect(readFileSync(file).equals(before)).toBe(true)
    expect(readdirSync(join(file, '..'))).toEqual(['a.db'])
  })

  it('is not possible while changes stand in the log', () => {
    const file = database('mine')
    writeFileSync(`${file}-wal`, 'changes')
    expect(openSnapshot(file)).toBeUndefined()
    writeFileSync(`${file}-wal`, '')
    expect(openSnapshot(file)?.prepare(COUNT).pluck().get()).toBe(1)
  })
})

describe('fileOf', () => {
  it('is the path of a file, and nothing for memory', () => {
    const file = database('mine')
    const onDisk = openDatabase(file, { readonly: true })
    const inMemory = openDatabase(':memory:')
    expect([fileOf(onDisk), fileOf(inMemory)]).toEqual([file, undefined])
    onDisk.close()
    inMemory.close()
  })
})
