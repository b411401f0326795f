import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { expect, it } from 'vitest'
import type { DbInfo } from '../../collector/src/contract.ts'
import { inspectDatabase } from '../../collector/src/inspect-database.ts'
import { openRaw } from '../../collector/src/store/sqlite/testing/damage-file.ts'
import { dumpOf } from '../end-to-end/fresh-collector.ts'
import { restOf } from '../end-to-end/rest.ts'
import { faultFolder, testCollector } from './fault-folder.ts'
import { fill } from './fill.ts'
import { createRandom } from './random.ts'

const KILLS = 4
const MAX_DELAY_MS = 80

/** Makes the file look like one that an earlier version left: rules of old, no late indexes, nothing to be searched. */
function makeOld(file: string): void {
  const db = openRaw(file)
  const indexes = db
    .prepare("SELECT name FROM sqlite_schema WHERE name IN ('spans_failed', 'calls_by_start', 'issues_by_time')")
    .pluck()
    .all()
  for (const name of indexes) db.exec(`DROP INDEX ${String(name)}`)
  db.exec("DELETE FROM settings WHERE key IN ('derived_version', 'deriving_version'); INSERT OR IGNORE INTO jobs (kind) VALUES ('indexes')")
  db.close()
}

it('work on history that is killed at any moment goes on with the next start, and comes to the same', async () => {
  const file = join(faultFolder(), 'tracker.db')
  await fill(file, { senders: 4, requests: 120 })
  const before = dumpOf(file)
  makeOld(file)
  const random = createRandom(7)
  for (let kill = 0; kill < KILLS; kill++) {
    const collector = testCollector(file)
    await collector.url
    await setTimeout(random() * MAX_DELAY_MS)
    collector.kill('SIGKILL')
    await collector.end
  }
  const last = testCollector(file)
  const rest = restOf(await last.url)
  await expect.poll(async () => (await rest.get<DbInfo>('/info')).rederiving, { timeout: 20_000 }).toBe(false)
  last.kill('SIGTERM')
  expect(await last.end).toEqual([0, null])
  expect(inspectDatabase(file, { isFull: true, progress: () => undefined }).faults).toEqual([])
  expect(dumpOf(file)).toEqual(before)
}, 60_000)
