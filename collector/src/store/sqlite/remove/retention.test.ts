import { describe, expect, it } from 'vitest'
import { retentionState } from '../read/retention.ts'
import { batchOf, KEY, newFile, TRACE_A } from '../testing/conversation.ts'
import { DAY_NS, idOf, machine, names, open, range, START_NS, traceId, writeSessions } from '../testing/limited-store.ts'
import { attributes, logItem, metricItem, numberPoint } from '../testing/signals.ts'

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

  it('is not reached by a clock that is wrong when the machine starts, also once something comes with that time', async () => {
    const file = newFile()
    const on = machine()
    const first = open(policy, file, on)
    for (const n of range(1, 9)) {
      await writeSessions(first.writer, [n], { ns: on.now() })
      on.pass(23.9)
      await first.look()
    }
    expect(retentionState(first.db)).toMatchObject({ next: { sessions: 2 } })
    first.db.close()
    on.setClock(200)
    on.reboot()
    const { db, writer, look } = open(policy, file, on)
    await writeSessions(writer, [10], { ns: on.now() })
    await look()
    await writeSessions(writer, [11], { ns: on.now() })
    expect(await look()).toMatchObject({ noticeSinceNs: on.now() - 360_000_000_000n, last: null })
    on.pass(20)
    await look()
    expect(names(db)).toHaveLength(11)
    // Somebody sets it right: from then on it counts as if nothing had been.
    on.setClock(-200)
    await look()
    on.pass(25)
    await writeSessions(writer, [12], { ns: on.now() })
    await look()
    expect(names(db)).toEqual(range(2, 12))
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

  it('is reached by what nobody owns also where more of it came with a time in the future than one look takes in', async () => {
    const { db, writer, on, look } = open(policy)
    const ofNobody = (count: number, name: string) => ({
      logs: range(1, count).map((n) => logItem({ body: `${name} ${n}`, timeNs: BigInt(n) })),
    })
    await writer.write([batchOf([], ofNobody(700, 'early'), on.now() + 365n * DAY_NS)])
    await writer.write([batchOf([], ofNobody(20, 'old'), on.now())])
    on.pass(9 * 24)
    await writer.write([batchOf([], ofNobody(1, 'new'), on.now())])
    await look()
    on.pass(1.5 * 24)
    await writeSessions(writer, [1], { ns: on.now() })
    expect(await look()).toMatchObject({ last: { reason: 'age', looseItems: 720 } })
    expect(db.prepare('SELECT body FROM logs').pluck().all()).toEqual(['new 1'])
  })

  it('is seen to be near for what nobody owns also behind more rows of a session than one look takes in', async () => {
    const { db, writer, on, look } = open(policy)
    await writeSessions(writer, [1], { ns: on.now() })
    const logs = range(1, 1200).map((n) => logItem({ traceId: traceId(1), timeNs: BigInt(n) }))
    await writer.write([batchOf([], { logs: [...logs, logItem({ body: 'of nobody', timeNs: 9n })] }, on.now())])
    await writer.setPinned(idOf(db, 1), true)
    on.pass(8 * 24)
    expect(await look()).toMatchObject({ next: { reason: 'age', sessions: 0 } })
  })

  it('is reached by a log whose session got another name after it had been looked at', async () => {
    const { db, writer, on, look } = open(policy)
    const child = { traceId: TRACE_A, id: '2', parent: '1', attributes: { 'session.id': KEY } }
    const log = logItem({ body: 'of a name', timeNs: 5n, attributes: attributes({ 'session.id': KEY }) })
    await writer.write([batchOf([child], { logs: [log] }, on.now())])
    await look()
    await writer.write([batchOf([{ traceId: TRACE_A, id: '1', attributes: { 'session.id': 'another name' } }], {}, on.now())])
    on.pass(9 * 24)
    await writer.write([batchOf([], { logs: [logItem({ body: 'of nobody', timeNs: 9n })] }, on.now())])
    await look()
    on.pass(2 * 24)
    await writeSessions(writer, [1], { ns: on.now() })
    await look()
    expect(db.prepare('SELECT body FROM logs').pluck().all()).toEqual(['of nobody'])
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

it('no policy removes nothing and says nothing', async () => {
  const { db, writer, on, look } = open({ maxAgeDays: null, maxBytes: null })
  await writeSessions(writer, [1], { ns: on.now() - 999n * DAY_NS })
  expect(await look()).toMatchObject({ policy: { maxAgeDays: null, maxBytes: null }, noticeSinceNs: null, next: null, last: null })
  expect(names(db)).toEqual([1])
})
