import { statSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { RetentionPolicy } from '../../../domain/retention.ts'
import type { SqliteDatabase } from '../database.ts'
import { resolveSession } from '../read/resolve.ts'
import { retentionState } from '../read/retention.ts'
import { listSessions } from '../read/sessions.ts'
import { batchOf, newFile, openStore, settle } from '../testing/conversation.ts'
import { attributes, logItem, metricItem, numberPoint } from '../testing/signals.ts'
import type { SqliteWriter } from '../write/writer.ts'
import { fileUseOf } from './file-use.ts'

const HOUR_MS = 3_600_000
const DAY_NS = 86_400_000_000_000n
const START_NS = 1_760_000_000_000_000_000n

/** A machine whose clock and time a test moves. */
function machine() {
  let [ns, ms] = [START_NS, 0]
  return {
    clock: { nowNs: () => ns, uptimeMs: () => ms },
    now: () => ns,
    /** Time goes by. */
    pass(hours: number): void {
      ns += BigInt(hours * HOUR_MS) * 1_000_000n
      ms += hours * HOUR_MS
    },
    /** Somebody sets the clock. */
    setClock(days: number): void {
      ns += BigInt(days) * DAY_NS
    },
  }
}

const traceId = (n: number) => n.toString(16).padStart(32, '0')
/** Text that is like no other, of some bytes. */
const text = (n: number, bytes: number) =>
  Array.from({ length: bytes / 16 }, (_, i) => (n * 1e9 + i * 7919).toString(16).padStart(16, '0')).join('')

async function writeSessions(
  writer: SqliteWriter,
  numbers: readonly number[],
  more: { readonly bytes?: number; readonly ns: bigint; readonly seconds?: number },
) {
  for (const n of numbers) {
    const span = { traceId: traceId(n), id: '1', seconds: more.seconds ?? 1, attributes: { 'input.value': text(n, more.bytes ?? 16) } }
    await writer.write([batchOf([span], {}, more.ns + BigInt(n))])
  }
}

const names = (db: SqliteDatabase) =>
  listSessions(db, { workspaceId: 1, sort: 'started', descending: false, limit: 100 })
    .items.map(({ traceId: id }) => Number.parseInt(id, 16))
    .sort((a, b) => a - b)
const idOf = (db: SqliteDatabase, n: number) => resolveSession(db, { workspaceId: 1, text: traceId(n) })
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i)

function open(policy: RetentionPolicy, file?: string, on = machine()) {
  const { db, writer } = openStore(file, { clock: on.clock })
  writer.retain(policy)
  const look = async () => {
    on.pass(0.1)
    await settle(writer)
    return retentionState(db)
  }
  return { db, writer, on, look }
}

describe('a limit of age', () => {
  const policy = { maxAgeDays: 10, maxBytes: null }

  it('gives notice three days before, and removes whole sessions when they are old enough', async () => {
    const { db, writer, on, look } = open(policy)
    await writeSessions(writer, [1, 2], { ns: on.now() })
    on.pass(5 * 24)
    await writeSessions(writer, [3], { ns: on.now() })
    expect(await look()).toMatchObject({ noticeSinceNs: null, next: null })
    on.pass(3 * 24)
    await writeSessions(writer, [4], { ns: on.now() })
    const noticed = await look()
    expect(noticed).toMatchObject({ noticeSinceNs: on.now(), next: { reason: 'age', sessions: 2, oldestReceivedNs: START_NS + 1n } })
    expect(noticed.next?.atNs).toBe(START_NS + 1n + 10n * DAY_NS)
    expect(names(db)).toEqual([1, 2, 3, 4])
    on.pass(3 * 24)
    await writeSessions(writer, [5], { ns: on.now() })
    expect(await look()).toMatchObject({ last: { reason: 'age', sessions: 2, looseItems: 0 }, removal: { sessions: 0 } })
    expect(names(db)).toEqual([3, 4, 5])
  })

  it('waits for the notice also where a session is too old already', async () => {
    const { db, writer, on, look } = open(policy)
    await writeSessions(writer, [1], { ns: on.now() - 20n * DAY_NS })
    await writeSessions(writer, [2], { ns: on.now() })
    await look()
    on.pass(23)
    await look()
    expect(names(db)).toEqual([1, 2])
    on.pass(1)
    await look()
    expect(names(db)).toEqual([2])
  })

  it('spares what is pinned, and what runs and was heard of within half an hour', async () => {
    const { db, writer, on, look } = open(policy)
    const old = on.now() - 20n * DAY_NS
    await writeSessions(writer, [1, 2], { ns: old })
    await writeSessions(writer, [3, 4], { ns: old, seconds: 0 })
    await writer.setPinned(idOf(db, 1), true)
    await look()
    on.pass(25)
    await writeSessions(writer, [5], { ns: on.now() })
    await writer.write([batchOf([{ traceId: traceId(3), id: '2', parent: '1' }], {}, on.now())])
    expect(await look()).toMatchObject({ pinnedSessions: 1, last: { sessions: 2 } })
    expect(names(db)).toEqual([1, 3, 5])
    await writer.setPinned(idOf(db, 1), false)
    expect(await look()).toMatchObject({ noticeSinceNs: on.now(), next: { sessions: 1 } })
    on.pass(24)
    await look()
    expect(names(db)).toEqual([3, 5])
  })

  it.each([
    ['while nothing comes', false],
    ['while something comes', true],
  ])('is not reached by a clock that is set ahead, %s', async (_name, comes) => {
    const { db, writer, on, look } = open(policy)
    await writeSessions(writer, [1, 2], { ns: on.now() - 8n * DAY_NS })
    await look()
    on.setClock(365)
    if (comes) await writeSessions(writer, [3], { ns: on.now() })
    await look()
    on.pass(20)
    await look()
    expect(names(db)).toHaveLength(comes ? 3 : 2)
    on.pass(5)
    await look()
    expect(names(db)).toEqual(comes ? [3] : [])
  })

  it('is not reached by a clock that was set ahead while no collector ran', async () => {
    const file = newFile()
    const on = machine()
    const first = open(policy, file, on)
    await writeSessions(first.writer, [1, 2], { ns: on.now() - 8n * DAY_NS })
    await first.look()
    first.db.close()
    on.setClock(365)
    const { db, look } = open(policy, file, on)
    await look()
    on.pass(20)
    await look()
    expect(names(db)).toEqual([1, 2])
    on.pass(5)
    await look()
    expect(names(db)).toEqual([])
  })

  it('removes logs and points of nobody, and no series without points is left', async () => {
    const { db, writer, on, look } = open(policy)
    const point = (n: number) => numberPoint({ timeNs: BigInt(n), attributes: attributes({ n: BigInt(n) }) })
    const ofNobody = (n: number) => ({
      logs: [logItem({ body: `of nobody ${n}`, timeNs: BigInt(n) })],
      metrics: [metricItem({ data: { kind: 'gauge', points: [point(n)] } })],
    })
    await writeSessions(writer, [1, 2], { ns: on.now() })
    const ofSessions = [1, 2].map((n) => logItem({ body: `of ${n}`, traceId: traceId(n) }))
    await writer.write([batchOf([], { logs: ofSessions }, on.now())])
    await writer.setPinned(idOf(db, 1), true)
    await writer.write([batchOf([], ofNobody(1), on.now())])
    on.pass(9 * 24)
    await writer.write([batchOf([], ofNobody(2), on.now())])
    await look()
    on.pass(2 * 24)
    await writeSessions(writer, [3], { ns: on.now() })
    expect(await look()).toMatchObject({ last: { sessions: 1, looseItems: 2 } })
    const all = (sql: string) => db.prepare(sql).pluck().all()
    expect(all('SELECT body FROM logs ORDER BY 1')).toEqual(['of 1', 'of nobody 2'])
    expect([all('SELECT time_ns FROM metric_points'), all('SELECT count(*) FROM metric_series')]).toEqual([[2], [1]])
    expect(all('SELECT count FROM item_counts ORDER BY name')).toEqual([2, 1])
  })

  it('gives notice anew when it is made shorter', async () => {
    const file = newFile()
    const on = machine()
    const first = open({ maxAgeDays: 11, maxBytes: null }, file, on)
    await writeSessions(first.writer, [1], { ns: on.now() - 9n * DAY_NS })
    await first.look()
    on.pass(30)
    first.db.close()
    const { db, look } = open({ maxAgeDays: 5, maxBytes: null }, file, on)
    expect(await look()).toMatchObject({ noticeSinceNs: on.now() })
    expect(names(db)).toEqual([1])
  })
})

describe('a limit of size', () => {
  const maxBytes = 4_000_000
  const policy = { maxAgeDays: null, maxBytes }

  it('gives notice first, then removes the oldest down to nine tenths and makes the file smaller', async () => {
    const file = newFile()
    const { db, writer, on, look } = open(policy, file)
    await writeSessions(writer, range(1, 10), { bytes: 100_000, ns: on.now() })
    expect(await look()).toMatchObject({ noticeSinceNs: null })
    let last = 10
    while (fileUseOf(db).usedBytes < maxBytes * 1.05) await writeSessions(writer, [++last], { bytes: 100_000, ns: on.now() })
    const noticed = await look()
    expect(noticed).toMatchObject({
      noticeSinceNs: on.now(),
      stuck: false,
      shrinks: true,
      next: { reason: 'size', atNs: on.now() + DAY_NS },
    })
    expect(noticed.next?.bytes).toBe(noticed.usedBytes - maxBytes * 0.9)
    await writer.setPinned(idOf(db, 1), true)
    on.pass(23)
    await look()
    expect(names(db)).toHaveLength(last)
    on.pass(1)
    const after = await look()
    const gone = last - names(db).length
    expect(gone).toBeGreaterThan(2)
    expect(names(db)).toEqual([1, ...range(gone + 2, last)])
    expect(after.usedBytes).toBeLessThanOrEqual(maxBytes * 0.9)
    expect(after.usedBytes).toBeGreaterThan(maxBytes * 0.8)
    expect(after).toMatchObject({ last: { reason: 'size', sessions: gone }, removal: { sessions: 0, purging: false, bytesToGiveBack: 0 } })
    expect(after.last?.freedBytes).toBeGreaterThan(0)
    db.pragma('wal_checkpoint(TRUNCATE)')
    expect(statSync(file).size).toBeLessThan(noticed.fileBytes)
  })

  it('does not wait for its notice a quarter above the limit', async () => {
    const { db, writer, on, look } = open({ maxAgeDays: null, maxBytes: 2_000_000 }, newFile())
    await writeSessions(writer, range(1, 30), { bytes: 100_000, ns: on.now() })
    await look()
    expect(names(db).length).toBeLessThan(20)
  })

  it('says that it is stuck where what is pinned is too much, and does nothing then', async () => {
    const { db, writer, on, look } = open({ maxAgeDays: null, maxBytes: 1_000_000 }, newFile())
    await writeSessions(writer, range(1, 15), { bytes: 100_000, ns: on.now() })
    for (const n of range(1, 15)) await writer.setPinned(idOf(db, n), true)
    expect(await look()).toMatchObject({ stuck: true, next: null, last: null, pinnedSessions: 15 })
    expect(names(db)).toHaveLength(15)
    await writer.setPinned(idOf(db, 7), false)
    expect(await look()).toMatchObject({ last: { sessions: 1 } })
  })

  it('removes logs of nobody where there is nothing else', async () => {
    const { db, writer, on, look } = open({ maxAgeDays: null, maxBytes: 3_000_000 }, newFile())
    for (let n = 0; n < 40; n++)
      await writer.write([batchOf([], { logs: [logItem({ timeNs: BigInt(n + 1), body: text(n, 100_000) })] }, on.now() + BigInt(n))])
    expect(await look()).toMatchObject({ stuck: false, last: { sessions: 0 } })
    expect(db.prepare('SELECT min(time_ns) > 1 AND max(time_ns) = 40 FROM log_records').pluck().get()).toBe(1)
  })
})

it('no policy removes nothing and says nothing', async () => {
  const { db, writer, on, look } = open({ maxAgeDays: null, maxBytes: null })
  await writeSessions(writer, [1], { ns: on.now() - 999n * DAY_NS })
  expect(await look()).toMatchObject({ policy: { maxAgeDays: null, maxBytes: null }, noticeSinceNs: null, next: null, last: null })
  expect(names(db)).toEqual([1])
})
