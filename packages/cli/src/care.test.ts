import { copyFileSync, existsSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { change, damageRows, overwrite } from '../../../collector/src/store/sqlite/testing/damage-file.ts'
import { call } from './testing/call.ts'
import { send, temporaryFolder, trackerServe } from './testing/process.ts'
import { blogPost, hostile, parallel } from './testing/telemetry.ts'

/** The commands that look after a database, on one that is whole and on copies of it that are not. */

const folder = temporaryFolder()
const whole = join(folder.path, 'whole.db')
let running: Readonly<Record<'check' | 'backup' | 'compact' | 'repair', Awaited<ReturnType<typeof call>>>>
let ownerUrl = ''

beforeAll(async () => {
  const server = await trackerServe(whole)
  ownerUrl = server.url
  try {
    for (const body of [blogPost, hostile, parallel]) expect(await send(server.url, body)).toBe(200)
    running = {
      check: await call(['db', 'check', '--full', '--db', whole]),
      backup: await call(['db', 'backup', join(folder.path, 'live.db'), '--db', whole]),
      compact: await call(['db', 'compact', '--json', '--db', whole]),
      repair: await call(['db', 'repair', '--db', whole]),
    }
  } finally {
    await server.stop('SIGTERM')
  }
}, 60_000)
afterAll(() => folder.remove())

/** A database of its own for one test. */
function copy(): string {
  const own = temporaryFolder()
  onTestFinished(own.remove)
  const file = join(own.path, 'tracker.db')
  copyFileSync(whole, file)
  return file
}

async function sessions(file: string): Promise<unknown> {
  return JSON.parse((await call(['session', 'list', '--json', '--db', file])).stdout).items
}

function lines(text: string): void {
  for (const line of text.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80)
}

describe('beside a running collector', () => {
  it('a check finds it whole', () => expect(running.check).toMatchObject({ code: 0, stderr: '' }))

  it('a backup is a database with the same sessions, readable by its user alone', async () => {
    expect(running.backup).toMatchObject({ code: 0 })
    const file = join(folder.path, 'live.db')
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(await sessions(file)).toEqual(await sessions(whole))
    expect(await call(['db', 'check', '--full', '--db', file])).toMatchObject({ code: 0 })
  })

  it('free pages are cut off', () => expect(JSON.parse(running.compact.stdout)).toMatchObject({ isOwned: true }))

  it('a repair refuses, and names the collector', () => {
    expect(running.repair).toMatchObject({ code: 1, stdout: '' })
    expect(running.repair.stderr).toContain(`is in use by the collector at ${ownerUrl}`)
  })
})

describe('db check', () => {
  it.each([
    ['a call without its span', 'DELETE FROM spans WHERE id = (SELECT min(id) FROM calls)', /rows: 1 calls without their span/],
    ['a span without its call', 'DELETE FROM calls WHERE id = (SELECT min(id) FROM calls)', /rows: 1 spans whose row in calls is missing/],
    ['a sum of a trace', 'UPDATE traces SET tokens_input = tokens_input + 1 WHERE id = 1', /sums: 1 of \d+ traces with sums that are not/],
    ['a sum of a session', 'UPDATE session_rows SET cost_nanos = cost_nanos + 1 WHERE id = 1', /sums: 1 sessions whose sums are not/],
    ['usage by time', 'UPDATE rollups SET tokens_output = tokens_output + 1 WHERE trace = 1', /sums: 1 of \d+ traces/],
    ['the number of logs', "INSERT INTO item_counts VALUES (1, 'metric_points', 7)", /counts: 1 numbers of logs and metric points/],
    ['an index', 'DROP INDEX calls_by_trace', /rows: the index calls_by_trace is missing/],
    ['a view', 'DROP VIEW responses', /rows: the view responses is missing/],
    ['the search index', "UPDATE search_data SET block = x'00' WHERE id > 10", /pages: .*search/],
  ])('finds a fault in %s', async (_, sql, expected) => {
    const file = copy()
    change(file, sql)
    const { code, stdout } = await call(['db', 'check', '--full', '--db', file])
    expect({ code, stdout }).toEqual({ code: 1, stdout: expect.stringMatching(expected) })
    expect(stdout).toContain('tracker db repair')
    lines(stdout)
  })

  it('has a document for programs', async () => {
    const file = copy()
    expect(JSON.parse((await call(['db', 'check', '--json', '--db', file])).stdout)).toMatchObject({
      ok: true,
      full: false,
      faults: [],
      fix: null,
    })
  })

  it('changes nothing', async () => {
    const file = copy()
    const before = readFileSync(file)
    await call(['db', 'check', '--full', '--db', file])
    expect(readFileSync(file).equals(before)).toBe(true)
  })
})

describe('db backup', () => {
  it('replaces a file only by force, and leaves nothing half-made', async () => {
    const file = copy()
    const target = `${file}.copy`
    writeFileSync(target, 'mine')
    expect(await call(['db', 'backup', target, '--db', file])).toEqual({
      code: 1,
      stdout: '',
      stderr: `error: ${target} is there already; --force replaces it\n`,
    })
    expect(readFileSync(target, 'utf8')).toBe('mine')
    expect(await call(['db', 'backup', target, '--force', '--db', file])).toMatchObject({ code: 0 })
    expect(await sessions(target)).toEqual(await sessions(file))
    expect(readdirSync(join(file, '..')).filter((name) => name.includes('part'))).toEqual([])
  })

  it('does not replace the database by its copy', async () => {
    const file = copy()
    expect(await call(['db', 'backup', file, '--force', '--db', file])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('itself'),
    })
  })

  it.each([
    ['without a name', [], 2],
    ['into no folder', ['/no/such/folder/x.db'], 1],
  ])('%s is an error', async (_, words, code) => {
    expect(await call(['db', 'backup', ...words, '--db', copy()])).toMatchObject({ code, stdout: '' })
  })

  it('of a damaged database makes no copy', async () => {
    const file = copy()
    damageRows(file, 'spans', 'every page')
    const { code, stderr } = await call(['db', 'backup', `${file}.copy`, '--db', file])
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('tracker db repair') })
    expect(existsSync(`${file}.copy`)).toBe(false)
  })
})

it('db compact gives free pages back', async () => {
  const file = copy()
  change(file, 'CREATE TABLE much (a); INSERT INTO much VALUES (zeroblob(4000000)); DROP TABLE much')
  const size = statSync(file).size
  const { before, after, isOwned } = JSON.parse((await call(['db', 'compact', '--json', '--db', file])).stdout)
  expect({ isOwned, before: before.fileBytes, free: after.freeBytes }).toEqual({ isOwned: false, before: size, free: 0 })
  expect(after.fileBytes).toBe(statSync(file).size)
  expect(size - after.fileBytes).toBeGreaterThan(3_900_000)
  expect(await call(['db', 'check', '--full', '--db', file])).toMatchObject({ code: 0 })
})

describe('db repair', () => {
  const repair = async (file: string) => JSON.parse((await call(['db', 'repair', '--json', '--db', file])).stdout)

  it.each<[string, (file: string) => void]>([
    ['a wrong magic', (file) => overwrite(file, 0, Buffer.from('garbage'))],
    ['a wrong header', (file) => overwrite(file, 0, Buffer.alloc(100, 255))],
    ['a derived row that is gone', (file) => change(file, 'DELETE FROM calls')],
    ['wrong sums', (file) => change(file, 'UPDATE traces SET tokens_input = 0; UPDATE session_rows SET cost_nanos = 1')],
    ['damaged pages of what is derived', (file) => damageRows(file, 'calls', 'every page')],
    ['a damaged page of the schema', (file) => damageRows(file, 'sqlite_schema', 'every page')],
    ['nothing wrong', () => undefined],
  ])('loses nothing to %s', async (_, damage) => {
    const file = copy()
    damage(file)
    const { lost, keptAs } = await repair(file)
    expect(lost).toEqual([])
    expect(existsSync(keptAs)).toBe(true)
    expect(await call(['db', 'check', '--full', '--db', file])).toMatchObject({ code: 0 })
    expect(await sessions(file)).toEqual(await sessions(whole))
    expect(await call(['session', 'export', '1', '--db', file])).toEqual(await call(['session', 'export', '1', '--db', whole]))
    expect(readdirSync(join(file, '..')).filter((name) => /repair/.test(name))).toEqual([])
  })

  it.each(['spans', 'contents', 'traces', 'resources', 'session_rows'])('saves the rest when a page of %s is damaged', async (table) => {
    const file = copy()
    damageRows(file, table, 'every page')
    expect(await call(['db', 'check', '--db', file])).toMatchObject({ code: 1 })
    const { lost } = await repair(file)
    expect(lost.length).toBeGreaterThan(0)
    expect(await call(['db', 'check', '--full', '--db', file])).toMatchObject({ code: 0 })
  })

  it('of a file that was cut saves what is left', async () => {
    const file = copy()
    truncateSync(file, statSync(file).size - 5 * 8192 - 100)
    expect(await repair(file)).toMatchObject({ restored: 'schema' })
    expect(await call(['db', 'check', '--full', '--db', file])).toMatchObject({ code: 0 })
  })

  it.each([
    ['garbage', Buffer.alloc(40_000, 3), 'nothing can be read of'],
    ['a letter', Buffer.from('Dear reader'), 'nothing can be read of'],
    ['nothing', Buffer.alloc(0), 'the file is empty'],
  ])('leaves a file alone of which nothing can be read: %s', async (_, garbage, said) => {
    const file = copy()
    writeFileSync(file, garbage)
    const { code, stderr } = await call(['db', 'repair', '--db', file])
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining(said) })
    expect(readFileSync(file).equals(garbage)).toBe(true)
    expect(readdirSync(join(file, '..')).filter((name) => /damaged|repair/.test(name))).toEqual([])
  })

  it('says what it did in lines that fit', async () => {
    const { code, stdout } = await call(['db', 'repair', '--db', copy()])
    expect(code).toBe(0)
    lines(stdout)
  })
})
