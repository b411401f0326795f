import { describe, expect, it } from 'vitest'
import type { RemovalReason } from '../../../domain/removal.ts'
import { canonicalDump } from '../canonical-dump.ts'
import { inspect } from '../care/inspect.ts'
import type { SqliteDatabase } from '../database.ts'
import { listLogs } from '../read/logs.ts'
import { resolveSession } from '../read/resolve.ts'
import { retentionState } from '../read/retention.ts'
import { batchOf, CONVERSATION, KEY, keyedMetric, newFile, OTHERS, openStore, settle } from '../testing/conversation.ts'
import { LAYERS } from '../testing/make.ts'
import { receipt } from '../testing/signals.ts'
import { createWriterParts } from '../write/writer-parts.ts'
import { createSessionRemoval } from './session-removal.ts'

/** Items of the conversation. */
const ITEMS = 7

/** A slice is over after each row. */
function hurried() {
  let ms = 0
  return { nowNs: () => 0n, uptimeMs: () => (ms += 1000) }
}

/** A conversation that is out of sight, and of which every row is there. */
async function hidden(reason: RemovalReason) {
  const file = newFile()
  const first = openStore(file)
  await first.writer.write([CONVERSATION, OTHERS])
  await settle(first.writer)
  const parts = createWriterParts(first.db, LAYERS)
  const removal = createSessionRemoval(first.db, { ...parts, forgetSeries: () => undefined, now: () => 0 })
  const session = resolveSession(first.db, { workspaceId: 1, text: `key:${KEY}` })
  first.db.transaction(() => removal.begin(session, reason))()
  first.db.close()
  return openStore(file, { clock: hurried() })
}

/** The same, in the process in which a person has it removed. */
async function removing() {
  const { db, writer } = openStore(undefined, { clock: hurried() })
  await writer.write([CONVERSATION, OTHERS])
  await settle(writer)
  await writer.removeSession(resolveSession(db, { workspaceId: 1, text: `key:${KEY}` }))
  return { db, writer }
}

/** What a metric is stays when its last series goes. */
const dumpOf = (db: SqliteDatabase) => canonicalDump(db).filter((line) => !line.startsWith('metric_descriptors '))
const faults = (db: SqliteDatabase) => inspect(db, { isFull: true, progress: () => undefined })

async function dumpWith(...batches: readonly (typeof OTHERS)[]): Promise<readonly string[]> {
  const { db, writer } = openStore()
  for (const batch of batches) await writer.write([batch])
  await settle(writer)
  return dumpOf(db)
}

describe('what comes again while it is being removed', () => {
  it.each(['age', 'size'] as const)('by the limit of %s is new, and stays', async (reason) => {
    const { db, writer } = await hidden(reason)
    expect(await writer.write([{ ...CONVERSATION, receipt: receipt() }])).toMatchObject({ accepted: ITEMS, duplicates: 0, deleted: 0 })
    expect(listLogs(db, { workspaceId: 1, order: 'latest', limit: 10 }).items).toHaveLength(3)
    expect(faults(db)).toEqual([])
    expect(await writer.write([{ ...CONVERSATION, receipt: receipt() }])).toMatchObject({ accepted: 0, duplicates: ITEMS })
    await settle(writer)
    expect(dumpOf(db)).toEqual(await dumpWith(OTHERS, CONVERSATION))
    expect(faults(db)).toEqual([])
  })

  it.each([
    ['in the process that removes it', () => removing()],
    ['in another one', () => hidden('asked')],
  ])('by a person is not stored, whether its row is still there or not, %s', async (_name, open) => {
    const { db, writer } = await open()
    for (let isThere = true; isThere; isThere = retentionState(db).removal.sessions > 0) {
      expect(await writer.write([{ ...CONVERSATION, receipt: receipt() }])).toMatchObject({ accepted: 0, duplicates: 0, deleted: ITEMS })
      await writer.work()
    }
    await settle(writer)
    expect(dumpOf(db)).toEqual(await dumpWith(OTHERS))
    expect(faults(db)).toEqual([])
  })

  it('is known as ever when the removal is over, and where it is of others', async () => {
    const { writer } = await hidden('age')
    expect(await writer.write([{ ...OTHERS, receipt: receipt() }])).toMatchObject({ accepted: 0, duplicates: 3 })
    await settle(writer)
    expect(await writer.write([{ ...CONVERSATION, receipt: receipt() }])).toMatchObject({ accepted: ITEMS })
    expect(await writer.write([{ ...CONVERSATION, receipt: receipt() }])).toMatchObject({ accepted: 0, duplicates: ITEMS })
  })
})

describe('a series of which points were removed', () => {
  it('stays known by them when newer points come before its rows are gone', async () => {
    const { db, writer } = openStore()
    const points = (...times: readonly bigint[]) => batchOf([], { metrics: times.map(keyedMetric) })
    await writer.write([CONVERSATION, points(1n, 2n)])
    await settle(writer)
    await writer.removeSession(resolveSession(db, { workspaceId: 1, text: `key:${KEY}` }))
    expect(await writer.write([points(10n)])).toMatchObject({ accepted: 1 })
    await settle(writer)
    expect(await writer.write([points(1n, 2n, 7n, 10n, 11n)])).toMatchObject({ accepted: 1, deleted: 3, duplicates: 1 })
    expect(db.prepare('SELECT time_ns FROM metric_points ORDER BY time_ns').pluck().all()).toEqual([10, 11])
  })
})
