import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { batchOf } from './batch.ts'
import { testCollector } from './fault-folder.ts'
import { fill } from './fill.ts'
import { together } from './kill-rounds.ts'
import { startSender } from './sender.ts'
import { NO_SMALL_DISK, smallDisk } from './small-disk.ts'
import { compare, WHOLE } from './stored-items.ts'

describe.skipIf(NO_SMALL_DISK !== undefined)(`a disk${NO_SMALL_DISK === undefined ? '' : ` (skipped: ${NO_SMALL_DISK})`}`, () => {
  it('that is full makes senders wait, breaks nothing, and lets reads go on; with room again everything goes on', async () => {
    const disk = smallDisk('size=3m')
    const file = join(disk.folder, 'tracker.db')
    const collector = testCollector(file)
    const url = await collector.url
    const senders = [1, 2].map((number) => startSender(number, () => url))
    const told = () => senders.reduce((sum, sender) => sum + (sender.told.get(503) ?? 0), 0)
    await expect.poll(told, { timeout: 20_000, interval: 10 }).toBeGreaterThan(3)

    const { path, body } = batchOf(9, 0)
    const refused = await fetch(url + path, { method: 'POST', body, headers: { 'Content-Type': 'application/json' } })
    expect([refused.status, refused.headers.get('Retry-After')]).toEqual([503, expect.stringMatching(/^\d+$/)])
    expect(await refused.text()).toContain('SQLITE_FULL')
    expect((await fetch(`${url}/api/v1/sessions`)).status).toBe(200)
    expect((await fetch(`${url}/healthz`)).status).toBe(200)

    const before = together(senders).acknowledged.size
    disk.remount('size=64m')
    await expect.poll(() => together(senders).acknowledged.size, { timeout: 20_000 }).toBeGreaterThan(before + 30)
    await Promise.all(senders.map((sender) => sender.stop()))
    collector.kill('SIGTERM')
    expect(await collector.end).toEqual([0, null])
    expect(compare(file, together(senders))).toEqual(WHOLE)
    expect(senders.flatMap(({ refusals }) => refusals)).toEqual([])
  }, 60_000)

  it.each([
    ['with a database', true],
    ['without one', false],
  ])(
    'that is read-only %s is refused at the start, in one line',
    async (_, isFilled) => {
      const disk = smallDisk('size=16m')
      const file = join(disk.folder, 'tracker.db')
      if (isFilled) await fill(file, { senders: 1, requests: 3 })
      disk.remount('ro')
      const collector = testCollector(file)
      expect(await collector.end).toEqual([1, null])
      expect(collector.errors()).toMatch(/^error: .*tracker\.db.*--db \(TRACKER_DB\).*\n$/)
    },
    30_000,
  )
})
