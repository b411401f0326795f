import { copyFileSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { change, damageRows, overwrite } from '../../collector/src/store/sqlite/testing/damage-file.ts'
import { batchOf } from './batch.ts'
import { faultFolder, testCollector } from './fault-folder.ts'
import { fill } from './fill.ts'

/** What a collector says of a file that is not as it must be, and what it leaves alone. */

let folder = ''
const whole = () => join(folder, 'tracker.db')
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tracker-damage-'))
  await fill(whole(), { senders: 2, requests: 60 })
})
afterAll(() => rm(folder, { recursive: true, force: true }))

function copy(): string {
  const file = join(faultFolder(), 'tracker.db')
  copyFileSync(whole(), file)
  return file
}

const WAYS_OUT = /"tracker db check".*"tracker db repair"/

describe('a start on a file', () => {
  it.each<[string, (file: string) => void, RegExp]>([
    ['with a wrong first byte', (file) => overwrite(file, 0, Buffer.from([0])), WAYS_OUT],
    ['without its header', (file) => overwrite(file, 0, Buffer.alloc(100)), WAYS_OUT],
    ['that is a letter', (file) => writeFileSync(file, 'Dear reader, '.repeat(1000)), WAYS_OUT],
    ['that was cut', (file) => truncateSync(file, Math.floor(statSync(file).size / 16384) * 8192), WAYS_OUT],
    ['whose spans are damaged', (file) => damageRows(file, 'spans', 'every page'), WAYS_OUT],
    ['whose schema is damaged', (file) => damageRows(file, 'sqlite_schema', 'every page'), WAYS_OUT],
    ['with garbage for a log', (file) => writeFileSync(`${file}-wal`, Buffer.alloc(5000, 9)), WAYS_OUT],
    ['that is empty beside its log', emptyBesideLog, /is empty, but its log .*-wal is not; restore a backup/],
    ['of a newer version', (file) => change(file, 'PRAGMA user_version = 900'), /has schema version 900, .* use a newer ai-tracker/],
    [
      'of another program',
      (file) => {
        rmSync(file)
        change(file, 'CREATE TABLE notes (a)')
      },
      /is the database of another program; name another file with --db/,
    ],
  ])('%s is refused in one line that says what to do, and changes nothing', async (_, damage, expected) => {
    const file = copy()
    damage(file)
    const before = readFileSync(file)
    const collector = testCollector(file)
    expect(await collector.end).toEqual([1, null])
    expect(collector.errors()).toMatch(expected)
    expect(collector.errors()).toMatch(/^error: [^\n]*\n$/)
    expect(readFileSync(file).equals(before)).toBe(true)
  })

  function emptyBesideLog(file: string): void {
    writeFileSync(`${file}-wal`, Buffer.concat([Buffer.from([0x37, 0x7f, 6, 0x82]), Buffer.alloc(5000, 1)]))
    truncateSync(file, 0)
  }

  it('that is damaged where nobody looks at the start says so to whoever writes or reads there', async () => {
    const file = copy()
    damageRows(file, 'calls', 'every page')
    const collector = testCollector(file)
    const url = await collector.url
    const { path, body } = batchOf(1, 300)
    const answers = [
      await fetch(url + path, { method: 'POST', body, headers: { 'Content-Type': 'application/json' } }),
      await fetch(`${url}/api/v1/sessions/1/responses`),
    ]
    for (const answer of answers) {
      expect([answer.status, answer.headers.get('Retry-After')]).toEqual([503, expect.any(String)])
      expect(await answer.text()).toMatch(/the database is damaged .*tracker db check/)
    }
    collector.kill('SIGTERM')
    expect(await collector.end).toEqual([0, null])
  })

  it('that is empty is a new database', async () => {
    const file = join(faultFolder(), 'tracker.db')
    writeFileSync(file, '')
    const collector = testCollector(file)
    expect((await fetch(`${await collector.url}/readyz`)).status).toBe(200)
  })
})
