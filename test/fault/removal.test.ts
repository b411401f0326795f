import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import type { List, Retention, Session } from '../../collector/src/contract.ts'
import { inspectDatabase } from '../../collector/src/inspect-database.ts'
import { restOf } from '../end-to-end/rest.ts'
import { batchOf, SESSION_KEY } from './batch.ts'
import { faultFolder, testCollector } from './fault-folder.ts'
import { fill } from './fill.ts'
import { createRandom } from './random.ts'
import { startSender } from './sender.ts'
import { NO_SMALL_DISK, smallDisk } from './small-disk.ts'

const KILLS = 4
const MAX_DELAY_MS = 60

const remove = async (url: string): Promise<number> =>
  (await fetch(`${url}/api/v1/sessions/${encodeURIComponent(`key:${SESSION_KEY}`)}`, { method: 'DELETE' })).status
const faultsOf = (file: string) => inspectDatabase(file, { isFull: true, progress: () => undefined }).faults

describe('a removal', () => {
  it('that is killed at any moment goes on with the next start, and leaves no byte', async () => {
    const file = join(faultFolder(), 'tracker.db')
    await fill(file, { senders: 4, requests: 120 })
    const random = createRandom(11)
    for (let kill = 0; kill < KILLS; kill++) {
      const collector = testCollector(file)
      const url = await collector.url
      expect(await remove(url)).toBe(kill === 0 ? 204 : 404)
      expect((await restOf(url).get<List<Session>>('/sessions')).items.filter(({ key }) => key === SESSION_KEY)).toEqual([])
      await setTimeout(random() * MAX_DELAY_MS)
      collector.kill('SIGKILL')
      await collector.end
      expect(faultsOf(file)).toEqual([])
    }
    const last = testCollector(file)
    const rest = restOf(await last.url)
    await expect
      .poll(async () => (await rest.get<Retention>('/retention')).removing, { timeout: 20_000 })
      .toMatchObject({ sessions: 0, purging: false })
    last.kill('SIGTERM')
    expect(await last.end).toEqual([0, null])
    expect(faultsOf(file)).toEqual([])
    expect(readFileSync(file).includes(SESSION_KEY)).toBe(false)
  }, 60_000)

  it.skipIf(NO_SMALL_DISK !== undefined)(
    'on a disk that is full is refused and changes nothing; with a little room it makes more',
    async () => {
      const disk = smallDisk('size=6m')
      const collector = testCollector(join(disk.folder, 'tracker.db'))
      const url = await collector.url
      const sender = startSender(1, () => url)
      await expect.poll(() => sender.told.get(503) ?? 0, { timeout: 20_000, interval: 10 }).toBeGreaterThan(3)
      expect(await restOf(url).get<List<Session>>('/sessions')).toMatchObject({ items: [{ key: SESSION_KEY }] })
      const status = await remove(url)
      expect([204, 503]).toContain(status)
      disk.remount('size=8m')
      if (status === 503) await expect.poll(() => remove(url), { timeout: 20_000, interval: 200 }).toBe(204)
      await sender.stop()
      const { path, body } = batchOf(9, 0)
      const send = async () => (await fetch(url + path, { method: 'POST', body, headers: { 'Content-Type': 'application/json' } })).status
      await expect.poll(send, { timeout: 20_000, interval: 200 }).toBe(200)
    },
    60_000,
  )
})
