import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { IngestReceipt } from '../../collector/src/contract.ts'
import { restOf } from '../end-to-end/rest.ts'
import { batchOf } from './batch.ts'
import { faultFolder, testCollector } from './fault-folder.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

it.each<[string, readonly number[], boolean?]>([
  ['an hour back', [0, -HOUR_MS, 0]],
  ['a week on, and back', [0, 7 * DAY_MS, 0]],
  ['to and fro, with restarts', [DAY_MS, -2 * DAY_MS], true],
] as const)(
  'a clock that jumps %s loses no receipt and no item, and keeps the order of arrival',
  async (_, shifts, restarts = false) => {
    const folder = faultFolder()
    const clock = join(folder, 'clock')
    const file = join(folder, 'tracker.db')
    const options = { env: { CLOCK_FILE: clock }, preload: new URL('shifted-clock.mjs', import.meta.url) }
    writeFileSync(clock, '0')
    let collector = testCollector(file, options)
    let number = 0
    for (const shift of shifts) {
      writeFileSync(clock, String(shift))
      if (restarts) {
        await collector.url
        collector.kill('SIGTERM')
        expect(await collector.end).toEqual([0, null])
        collector = testCollector(file, options)
      }
      const url = await collector.url
      for (let sent = 0; sent < 3; sent++) {
        const { path, body } = batchOf(1, number++)
        const headers = { 'Content-Type': 'application/json', 'User-Agent': `request ${number}` }
        expect((await fetch(url + path, { method: 'POST', body, headers })).status).toBe(200)
      }
    }
    const rest = restOf(await collector.url)
    const receipts = await rest.list<IngestReceipt>('/ingest')
    expect(receipts.map(({ userAgent }) => userAgent)).toEqual(Array.from({ length: number }, (_, at) => `request ${number - at}`))
    expect(new Set(receipts.map(({ receivedAt }) => receivedAt)).size).toBeGreaterThan(1)
    for (const signal of ['traces', 'logs', 'metrics']) {
      const lines = (await rest.text(`/export?signal=${signal}`)).trim().split('\n')
      expect(lines.join('').length, signal).toBeGreaterThan(0)
    }
  },
  60_000,
)
