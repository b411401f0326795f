import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openDatabase } from './database.ts'
import { findOwner, takeOwnership } from './owner.ts'

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'owner-'))
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  return path
}

/** Another process that owns `file`, with the given URL, until it is killed. */
async function ownElsewhere(file: string, url: string): Promise<ChildProcess> {
  const module = new URL('./owner.ts', import.meta.url).href
  const code = `const { takeOwnership } = await import(${JSON.stringify(module)})
    takeOwnership(${JSON.stringify(file)}).announce(${JSON.stringify(url)})
    console.log('owned')
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  await once(child.stdout, 'data')
  return child
}

const inUse = (text: string) => expect.objectContaining({ code: 'unavailable', message: expect.stringContaining(text) })

describe('takeOwnership', () => {
  it('refuses a folder and leaves nothing beside it', () => {
    const path = join(folder(), 'data')
    mkdirSync(path)
    expect(() => takeOwnership(path)).toThrow(/data is a folder; name a file in it/)
    expect(existsSync(`${path}.owner`)).toBe(false)
  })

  it('creates folder and files for this user alone', () => {
    const file = join(folder(), 'deep', 'er', 'tracker.db')
    const ownership = takeOwnership(file)
    ownership.announce('http://127.0.0.1:1')
    const mode = (path: string) => statSync(path).mode & 0o777
    expect([mode(join(file, '..')), mode(file), mode(`${file}.owner`), mode(`${file}.server.json`)]).toEqual([0o700, 0o600, 0o600, 0o600])
    ownership.release()
  })

  it('makes an empty file one of this user alone, and leaves the mode of others', () => {
    const home = folder()
    const mode = (path: string) => statSync(path).mode & 0o777
    for (const [name, content] of [
      ['empty.db', ''],
      ['used.db', undefined],
    ] as const) {
      const file = join(home, name)
      if (content === undefined) openDatabase(file).close()
      else writeFileSync(file, content)
      chmodSync(file, 0o644)
      takeOwnership(file).release()
    }
    expect([mode(join(home, 'empty.db')), mode(join(home, 'used.db'))]).toEqual([0o600, 0o644])
  })

  it.each([
    ['a text', (file: string) => writeFileSync(file, 'notes '.repeat(100)), /not a readable SQLite database/],
    ['a short text', (file: string) => writeFileSync(file, 'notes'), /not a readable SQLite database/],
    ['another program', (file: string) => void new Database(file).exec('CREATE TABLE a (b)').close(), /database of another program/],
  ])('refuses what is no database of ours, and leaves nothing beside it: %s', (_, make, said) => {
    const home = folder()
    make(join(home, 'other.db'))
    expect(() => takeOwnership(join(home, 'other.db'))).toThrow(said)
    expect(readdirSync(home)).toEqual(['other.db'])
  })

  it('takes a database of SQLite that nobody has put a table into', () => {
    const file = join(folder(), 'new.db')
    new Database(file).exec('VACUUM').close()
    takeOwnership(file).release()
  })

  it('refuses a second owner in the same process, by any name of the file, until it is released', () => {
    const home = folder()
    const file = join(home, 'a.db')
    const ownership = takeOwnership(file)
    ownership.announce('http://127.0.0.1:4318')
    symlinkSync(file, join(home, 'link.db'))
    symlinkSync(home, join(home, 'dir'))
    for (const name of [file, join(home, 'link.db'), join(home, 'dir', 'a.db')]) {
      expect(() => takeOwnership(name, 10)).toThrow(inUse(`http://127.0.0.1:4318 (pid ${process.pid})`))
    }
    ownership.release()
    ownership.release()
    expect(existsSync(`${file}.server.json`)).toBe(false)
    takeOwnership(file).release()
  })

  it('refuses while another process owns the file, and is free at once when that one is killed', async () => {
    const file = join(folder(), 'a.db')
    const child = await ownElsewhere(file, 'http://127.0.0.1:7')
    expect(() => takeOwnership(file, 10)).toThrow(inUse(`http://127.0.0.1:7 (pid ${child.pid})`))
    expect(findOwner(file)).toEqual({ pid: child.pid, url: 'http://127.0.0.1:7' })
    child.kill('SIGKILL')
    await once(child, 'exit')
    expect(existsSync(`${file}.server.json`)).toBe(true)
    expect(findOwner(file)).toBeUndefined()
    takeOwnership(file).release()
  })

  it('names an owner that has not announced itself', () => {
    const file = join(folder(), 'a.db')
    const ownership = takeOwnership(file)
    expect(() => takeOwnership(file, 10)).toThrow(inUse('another process'))
    ownership.release()
  })

  it('says what to set when the path cannot be used', () => {
    const home = folder()
    writeFileSync(join(home, 'file'), '')
    expect(() => takeOwnership(join(home, 'file', 'a.db'))).toThrow(
      expect.objectContaining({ code: 'invalid', message: expect.stringContaining('TRACKER_DB') }),
    )
    mkdirSync(join(home, 'b.db.owner'))
    expect(() => takeOwnership(join(home, 'b.db'))).toThrow(expect.objectContaining({ code: 'invalid' }))
  })
})

describe('findOwner', () => {
  it('is undefined for a file that nobody serves, whatever lies around', () => {
    const file = join(folder(), 'a.db')
    expect(findOwner(file)).toBeUndefined()
    expect(findOwner(join(folder(), 'no', 'such', 'folder.db'))).toBeUndefined()
    takeOwnership(file).release()
    writeFileSync(`${file}.server.json`, JSON.stringify({ pid: 1, url: 'http://127.0.0.1:9' }))
    expect(findOwner(file)).toBeUndefined()
    const ownership = takeOwnership(file)
    expect(findOwner(file)).toBeUndefined()
    ownership.release()
  })

  it('says what to do when the lock is damaged or cannot be read', () => {
    const home = folder()
    const damaged = join(home, 'a.db')
    writeFileSync(
      `${damaged}.owner`,
      'this is a letter and no database, which is longer than a header of SQLite would be: one hundred bytes',
    )
    for (const look of [findOwner, takeOwnership])
      expect(() => look(damaged)).toThrow(
        expect.objectContaining({ code: 'invalid', message: expect.stringMatching(/a\.db\.owner is damaged .*delete it/) }),
      )
    mkdirSync(join(home, 'b.db.owner'))
    expect(() => findOwner(join(home, 'b.db'))).toThrow(
      expect.objectContaining({ code: 'invalid', message: expect.stringContaining('b.db.owner') }),
    )
  })

  it('leaves the lock of this process alone', async () => {
    const file = join(folder(), 'a.db')
    const ownership = takeOwnership(file)
    ownership.announce('http://127.0.0.1:4318')
    expect(findOwner(file)).toEqual({ pid: process.pid, url: 'http://127.0.0.1:4318' })
    await expect(ownElsewhereFails(file)).resolves.toContain('in use by the collector at http://127.0.0.1:4318')
    ownership.release()
  })
})

async function ownElsewhereFails(file: string): Promise<string> {
  const module = new URL('./owner.ts', import.meta.url).href
  const code = `const { takeOwnership } = await import(${JSON.stringify(module)})
    try { takeOwnership(${JSON.stringify(file)}, 10); console.log('owned') } catch (error) { console.log(error.message) }`
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = await once(child.stdout, 'data')
  return String(line)
}
