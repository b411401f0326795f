import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { openRaw } from '../../collector/src/store/sqlite/testing/damage-file.ts'
import { faultFolder, testCollector } from './fault-folder.ts'
import { fill } from './fill.ts'
import { together } from './kill-rounds.ts'
import { startSender } from './sender.ts'
import { compare, WHOLE } from './stored-items.ts'

/** Another program writes, and does not come to an end. */
function lock(file: string): { readonly release: () => void } {
  const db = openRaw(file)
  db.exec('BEGIN IMMEDIATE')
  onTestFinished(() => void db.close())
  return { release: () => void db.close() }
}

it('a database that another program locks makes senders wait, and reads go on', async () => {
  const file = join(faultFolder(), 'tracker.db')
  const collector = testCollector(file)
  const url = await collector.url
  const sender = startSender(1, () => url)
  await expect.poll(() => sender.requests, { timeout: 20_000 }).toBeGreaterThan(5)
  const { release } = lock(file)
  await expect.poll(() => sender.told.get(503), { timeout: 20_000 }).toBeGreaterThan(0)
  expect((await fetch(`${url}/api/v1/sessions`)).status).toBe(200)
  const before = sender.requests
  release()
  await expect.poll(() => sender.requests, { timeout: 20_000 }).toBeGreaterThan(before + 5)
  await sender.stop()
  collector.kill('SIGTERM')
  expect(await collector.end).toEqual([0, null])
  expect(compare(file, together([sender]))).toEqual(WHOLE)
}, 60_000)

it('a database that is locked at the start is named, and so is what to do', async () => {
  const file = join(faultFolder(), 'tracker.db')
  await fill(file, { senders: 1, requests: 1 })
  lock(file)
  const collector = testCollector(file)
  expect(await collector.end).toEqual([1, null])
  expect(collector.errors()).toBe(`error: ${file} is locked by another program; stop that one first\n`)
}, 30_000)

it('a second collector is refused, and told the pid and the address of the first', async () => {
  const file = join(faultFolder(), 'tracker.db')
  const first = testCollector(file)
  const url = await first.url
  const second = testCollector(file)
  expect(await second.end).toEqual([1, null])
  expect(second.errors()).toContain(`${file} is in use by the collector at ${url} (pid ${first.pid})`)
  expect((await fetch(`${url}/readyz`)).status).toBe(200)
})
