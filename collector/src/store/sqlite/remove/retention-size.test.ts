import { statSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { retentionState } from '../read/retention.ts'
import { batchOf, newFile } from '../testing/conversation.ts'
import { DAY_NS, HOUR_MS, idOf, machine, names, open, range, text, writeSessions } from '../testing/limited-store.ts'
import { logItem } from '../testing/signals.ts'
import { fileUseOf } from './file-use.ts'

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
    const { db, writer, on, look, lines } = open({ maxAgeDays: null, maxBytes: 2_000_000 }, newFile())
    await look()
    await writeSessions(writer, range(1, 30), { bytes: 100_000, ns: on.now() })
    await look()
    expect(names(db).length).toBeLessThan(20)
    expect(lines).toEqual(
      ['will go for size', 'the limit of size is reached', 'went for size'].map((text) => expect.stringContaining(text)),
    )
  })

  it.each([
    ['the first ever', [null]],
    ['lowered', [null, 20_000_000]],
    ['lowered, raised before a day was over, and lowered again', [20_000_000, 2_000_000, 20_000_000]],
  ])('waits for its notice where the policy is new: %s', async (_name, before) => {
    const { db, writer, on, look } = open({ maxAgeDays: null, maxBytes: null }, newFile())
    await writeSessions(writer, range(1, 30), { bytes: 100_000, ns: on.now() })
    for (const bytes of [...before, 2_000_000]) {
      writer.retain({ maxAgeDays: null, maxBytes: bytes })
      await look()
      on.pass(20)
      expect(await look()).toMatchObject({ last: null })
    }
    expect(retentionState(db)).toMatchObject({ noticeSinceNs: on.now() - BigInt(20.1 * HOUR_MS) * 1_000_000n, next: { reason: 'size' } })
    expect(names(db)).toHaveLength(30)
    on.pass(4)
    await look()
    expect(names(db).length).toBeLessThan(20)
  })

  it.each([
    ['goes on after a restart', 1, true],
    ['ends when the limit is raised above what is in use', 1.3, false],
    ['ends when another limit is set', 0.99, false],
  ])('a run %s', async (_name, factor, goesOn) => {
    const file = newFile()
    const on = machine()
    const first = open({ maxAgeDays: null, maxBytes }, file, on)
    let last = 0
    while (fileUseOf(first.db).usedBytes < maxBytes * 1.2) await writeSessions(first.writer, [++last], { bytes: 50_000, ns: on.now() })
    await first.look()
    on.pass(25)
    await writeSessions(first.writer, [++last], { ns: on.now() })
    while (names(first.db).length === last) await first.writer.work()
    const { next } = retentionState(first.db)
    while (names(first.db).length > last - 3) await first.writer.work()
    // What would go is not counted again and again meanwhile.
    expect(retentionState(first.db)).toMatchObject({ next, last: { sessions: 3 } })
    first.db.close()
    const { db, look, lines } = open({ maxAgeDays: null, maxBytes: maxBytes * factor }, file, on)
    const { last: after } = await look()
    expect(names(db).length).toBe(goesOn ? last - (after?.sessions ?? 0) : last - 3)
    expect(after?.sessions).toEqual(goesOn ? expect.toSatisfy((count: number) => count > 3) : 3)
    expect(lines[0]).toMatch(/went for size/)
  })

  it('says that it is stuck where what is pinned is too much, and does nothing then', async () => {
    const { db, writer, on, look } = open({ maxAgeDays: null, maxBytes: 1_000_000 }, newFile())
    await look()
    await writeSessions(writer, range(1, 15), { bytes: 100_000, ns: on.now() })
    for (const n of range(1, 15)) await writer.setPinned(idOf(db, n), true)
    expect(await look()).toMatchObject({ stuck: true, next: null, last: null, pinnedSessions: 15 })
    expect(names(db)).toHaveLength(15)
    await writer.setPinned(idOf(db, 7), false)
    expect(await look()).toMatchObject({ last: { sessions: 1 } })
  })

  it('removes logs of nobody where there is nothing else', async () => {
    const { db, writer, on, look } = open({ maxAgeDays: null, maxBytes: 3_000_000 }, newFile())
    await look()
    for (let n = 0; n < 40; n++)
      await writer.write([batchOf([], { logs: [logItem({ timeNs: BigInt(n + 1), body: text(n, 100_000) })] }, on.now() + BigInt(n))])
    expect(await look()).toMatchObject({ stuck: false, last: { sessions: 0 } })
    expect(db.prepare('SELECT min(time_ns) > 1 AND max(time_ns) = 40 FROM log_records').pluck().get()).toBe(1)
  })
})
