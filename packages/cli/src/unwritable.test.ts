/** Whoever may read a database can ask it, and asking creates nothing. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openDatabase } from '../../../collector/src/store/sqlite/database.ts'
import { START, temporaryFolder, tracker } from './testing/process.ts'

/** Root can write everything: it reads as another user here. */
const READER = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {}
const ENV = { PATH: process.env.PATH, HOME: '/no-such-home', TZ: 'UTC' }

/** The repository can lie where only its user may go. */
const canRead = process.platform !== 'win32' && spawnSync(process.execPath, [START, '--version'], { env: ENV, ...READER }).status === 0

async function asReader(argv: readonly string[]) {
  const child: ChildProcess = spawn(process.execPath, [START, ...argv], { env: ENV, stdio: ['ignore', 'pipe', 'pipe'], ...READER })
  const { stdout, stderr } = child
  if (!stdout || !stderr) throw new Error('no pipes')
  const [out, err, [code]] = await Promise.all([text(stdout), text(stderr), once(child, 'close')])
  return { code, out, err }
}

function emptyFolder(): string {
  const folder = temporaryFolder()
  onTestFinished(() => {
    chmodSync(folder.path, 0o700)
    folder.remove()
  })
  return folder.path
}

/** A database that can be read and not written, in a folder that has these rights. */
function unwritable(folderMode: number): string {
  const folder = emptyFolder()
  const file = join(folder, 'tracker.db')
  openDatabase(file).close()
  chmodSync(file, 0o444)
  chmodSync(folder, folderMode)
  return file
}

describe.skipIf(!canRead)('a database that can only be read', () => {
  const COMMANDS = [
    [['session', 'list'], 0, /no sessions yet/],
    [['cost'], 0, /nothing was spent/],
    [['db', 'info'], 0, /tracker\.db/],
    [['session', 'show', '1'], 1, /no session 1/],
    [['sql', 'SELECT count(*) AS sessions FROM sessions'], 0, /sessions\n +0/],
  ] as const

  it.each(COMMANDS)('in a folder that cannot be written answers %s', async (argv, code, said) => {
    const file = unwritable(0o555)
    const { out, err, ...end } = await asReader([...argv, '--db', file])
    expect(out + err).toMatch(said)
    expect(end.code).toBe(code)
  })

  it('in a folder that can be written is left alone', async () => {
    const file = unwritable(0o777)
    const before = readFileSync(file)
    expect(await asReader(['session', 'list', '--db', file])).toMatchObject({ code: 0 })
    expect(await asReader(['sql', 'SELECT 1', '--db', file])).toMatchObject({ code: 0 })
    expect(readdirSync(join(file, '..'))).toEqual(['tracker.db'])
    expect(readFileSync(file).equals(before)).toBe(true)
  })

  it.each([
    ['session', 'list'],
    ['sql', 'SELECT 1'],
  ])('with a log beside it that nobody can take in says what to do: %s %s', async (...argv) => {
    const file = unwritable(0o755)
    writeFileSync(`${file}-wal`, 'unfinished')
    chmodSync(join(file, '..'), 0o555)
    const { code, err } = await asReader([...argv, '--db', file])
    expect(err).toMatch(/^error: cannot open .*tracker\.db: you cannot write it or its folder .*cp ".*tracker\.db"\* FOLDER.*--db/)
    expect(code).not.toBe(0)
  })
})

function foreignDatabase(file: string): void {
  const db = openDatabase(file)
  db.pragma('application_id = 1')
  db.close()
}

describe('what is no database', () => {
  const FILES: readonly (readonly [string, (file: string) => void, RegExp])[] = [
    [
      'an empty file',
      (file) => writeFileSync(file, '', { mode: 0o644 }),
      /^error: no database at .*: the file is empty; start a collector/,
    ],
    ['a text', (file) => writeFileSync(file, 'notes '.repeat(100)), /is not a readable SQLite database/],
    ['the database of another program', (file) => foreignDatabase(file), /is the database of another program/],
  ]

  it.each(FILES)('is refused and left as it is: %s', async (_, make, said) => {
    const file = join(emptyFolder(), 'other.db')
    make(file)
    const before = { content: readFileSync(file), mode: statSync(file).mode }
    for (const argv of [
      ['session', 'list'],
      ['db', 'info'],
      ['sql', 'SELECT 1'],
    ]) {
      const { code, stderr } = await tracker([...argv, '--db', file])
      expect(stderr).toMatch(said)
      expect(code).not.toBe(0)
    }
    expect(readdirSync(join(file, '..'))).toEqual(['other.db'])
    expect({ content: readFileSync(file), mode: statSync(file).mode }).toEqual(before)
  })
})
