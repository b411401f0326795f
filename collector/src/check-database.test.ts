import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, describe, expect, it, onTestFinished } from 'vitest'
import { checkDatabase } from './check-database.ts'
import { openDatabase } from './store/sqlite/database.ts'

const folder = mkdtempSync(join(tmpdir(), 'check-database-'))
afterAll(() => rmSync(folder, { recursive: true }))
const pathOf = (name: string) => join(folder, name)
const TIME = { timeoutMs: 20_000 }

/** A database of ours that nobody has open. */
function closedDatabase(name: string): string {
  openDatabase(pathOf(name)).close()
  return pathOf(name)
}

describe('a look at a database', () => {
  it('finds its version, and no faults', async () => {
    const { schemaVersion, newestSchemaVersion, faults, obstacle } = await checkDatabase(closedDatabase('whole.db'), TIME)
    expect(schemaVersion).toBe(newestSchemaVersion)
    expect({ faults, obstacle }).toEqual({ faults: [], obstacle: undefined })
  })

  it('tells one that another program holds', async () => {
    const file = closedDatabase('busy.db')
    const other = new Database(file)
    onTestFinished(() => void other.close())
    other.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; CREATE TABLE held (a)')
    const { schemaVersion, faults, obstacle } = await checkDatabase(file, TIME)
    expect({ schemaVersion, faults }).toEqual({ schemaVersion: undefined, faults: undefined })
    expect(obstacle).toEqual({ reason: 'busy', message: `${file} is locked by another program; stop that one first` })
  }, 30_000)

  it('tells one for which there is no time', async () => {
    const { obstacle } = await checkDatabase(closedDatabase('slow.db'), { timeoutMs: 1 })
    expect(obstacle).toEqual({ reason: 'too_slow', message: 'a look at all of it takes longer than 0.001 s' })
  })

  it('tells one that no process can look at', async () => {
    const file = closedDatabase('alone.db')
    const node = process.execPath
    onTestFinished(() => {
      process.execPath = node
    })
    process.execPath = pathOf('no-such-node')
    expect((await checkDatabase(file, TIME)).obstacle).toMatchObject({
      reason: 'no_process',
      message: expect.stringContaining('cannot be started'),
    })
  })

  it('tells one that the machine cannot read', async () => {
    const file = closedDatabase('wal.db')
    // A folder where SQLite wants its log.
    mkdirSync(`${file}-wal`)
    expect((await checkDatabase(file, TIME)).obstacle).toMatchObject({
      reason: 'unreadable',
      message: expect.stringContaining('cannot open'),
    })
  })

  it('tells one that is not there, whatever the time', async () => {
    expect((await checkDatabase(pathOf('none.db'), TIME)).obstacle).toMatchObject({ reason: 'closed' })
    expect((await checkDatabase(pathOf('none.db'), { timeoutMs: 1 })).obstacle).toMatchObject({ reason: 'closed' })
  })

  it.each<[name: string, make: (path: string) => void, says: string]>([
    ['a letter', (path) => writeFileSync(path, 'a letter, '.repeat(100)), 'is not a readable SQLite database'],
    ['of another program', (path) => void new Database(path).exec('CREATE TABLE theirs (a)').close(), 'is the database of another program'],
  ])('tells one that is %s', async (name, make, says) => {
    make(pathOf(name))
    const { obstacle } = await checkDatabase(pathOf(name), TIME)
    expect(obstacle).toMatchObject({ reason: 'not_database', message: expect.stringContaining(says) })
  })
})
