/** The process as users start, stop and lose it: `npm start`, Ctrl-C, a second start, `kill -9` under load. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { SessionDetail } from '../../collector/src/contract.ts'
import { spanItems } from '../../collector/src/domain/span.ts'
import { openDatabase } from '../../collector/src/store/sqlite/database.ts'
import { createLoad, SESSION_KEY, spansIn } from './load.ts'
import { npmStart } from './npm-start.ts'
import { decodeJsonText, protobufRequest, send } from './otlp-sender.ts'
import { allRecordedItems, idOf, tracesOf } from './recorded-items.ts'
import { restOf } from './rest.ts'

const SENDERS = [1, 2, 3, 4]
const ROUNDS = 5
/** Acknowledged requests after which a round ends, so that each is killed at another moment. */
const REQUESTS_PER_ROUND = 30

function databaseFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tracker-life-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return join(folder, 'tracker.db')
}

/** Ids of every span in a store. */
async function storedSpans(url: string): Promise<readonly string[]> {
  const lines = (await restOf(url).text('/export?signal=traces')).split('\n').filter(Boolean)
  return lines.flatMap((line) => [...spanItems(decodeJsonText(line))]).map(idOf)
}

describe('npm start', () => {
  it('takes spans, ends with 0 on Ctrl-C, and has everything after the next start', async () => {
    const file = databaseFile()
    const items = await allRecordedItems()
    const first = npmStart(file)
    await send(await first.url, protobufRequest(tracesOf(items)))
    const before = await restOf(await first.url).get<SessionDetail>('/sessions/1')
    // A terminal sends it to npm and to us, npm passes it on, and people press twice.
    first.kill('SIGINT')
    first.kill('SIGINT')
    expect(await first.end).toEqual([0, null])

    const second = npmStart(file)
    expect(await restOf(await second.url).get<SessionDetail>('/sessions/1')).toEqual(before)
    expect(new Set(await storedSpans(await second.url)).size).toBe(items.length)
    second.kill('SIGTERM')
    expect(await second.end).toEqual([0, null])
  })

  it('refuses a file that another collector has, and says which', async () => {
    const file = databaseFile()
    const owner = npmStart(file)
    const url = await owner.url
    const other = npmStart(file)
    expect(await other.end).toEqual([1, null])
    expect(other.errors()).toContain(`error: ${file} is in use by the collector at ${url}`)
    expect((await fetch(`${url}/readyz`)).status).toBe(200)
  })

  it('loses nothing that it acknowledged to kill -9, and counts nothing twice that is sent again', async () => {
    const file = databaseFile()
    const loads = SENDERS.map(createLoad)
    const acknowledged = () => loads.reduce((sum, load) => sum + load.acknowledged(), 0)
    for (let round = 1; round <= ROUNDS; round++) {
      const collector = npmStart(file)
      const url = await collector.url
      const running = loads.map((load) => load.run(url))
      await expect.poll(acknowledged, { interval: 5, timeout: 20_000 }).toBeGreaterThan(round * REQUESTS_PER_ROUND)
      collector.kill('SIGKILL')
      await collector.end
      await Promise.all(running)
    }

    const last = npmStart(file)
    const url = await last.url
    const kept = new Set(await storedSpans(url))
    expect(loads.flatMap((load) => load.acknowledgedSpans()).filter((id) => !kept.has(id))).toEqual([])
    for (const load of loads) await load.finish(url)
    const spanCount = spansIn(loads.reduce((sum, load) => sum + load.made, 0))
    const ids = await storedSpans(url)
    expect([ids.length, new Set(ids).size]).toEqual([spanCount, spanCount])
    expect(await restOf(url).get<SessionDetail>(`/sessions/key:${SESSION_KEY}`)).toMatchObject({
      spanCount,
      responseCount: spanCount,
      tokensInput: spanCount,
      tokensOutput: 2 * spanCount,
      costUsd: String((spanCount * 4_250) / 1e9),
      traceCount: SENDERS.length,
    })
    last.kill('SIGTERM')
    expect(await last.end).toEqual([0, null])
    expectIntegrity(file)
  }, 90_000)
})

function expectIntegrity(file: string): void {
  const db = openDatabase(file)
  try {
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
  } finally {
    db.close()
  }
}
