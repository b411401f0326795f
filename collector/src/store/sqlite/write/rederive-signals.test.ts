import { describe, expect, it } from 'vitest'
import { scopedKey } from '../../../domain/session-key.ts'
import { serviceName } from '../../../domain/span.ts'
import type { NameSession } from '../../../domain/telemetry-writer.ts'
import { namedSession } from '../../../interpret/named-session.ts'
import { openDatabase, type SqliteDatabase } from '../database.ts'
import { item, LAYERS, record } from '../testing/make.ts'
import { attributes, logItem, metricItem, numberPoint } from '../testing/signals.ts'
import { createSqliteWriter, type SqliteWriter } from './writer.ts'

/** Rules of another version: they know a key that those of today do not. */
const otherRules: NameSession = (own, resource) => {
  const found = own.find(({ key }) => key === 'chat')?.value
  return typeof found === 'string' ? scopedKey(found, serviceName(resource)) : namedSession(own, resource)
}

const KEYED = [
  attributes({ chat: 'short' }),
  attributes({ chat: 'x'.repeat(2_000) }),
  attributes({ 'session.id': 'a-key-that-is-long-enough' }),
  [],
]

async function filled(): Promise<{ readonly db: SqliteDatabase; readonly writer: SqliteWriter }> {
  const db = openDatabase(':memory:')
  const writer = createSqliteWriter(db, { ...LAYERS, slice: 2 })
  writer.rederive('v1', record)
  const logs = KEYED.map((keyed, index) => logItem({ attributes: keyed, body: String(index) }))
  const metrics = KEYED.map((keyed) => metricItem({ data: { kind: 'gauge', points: [numberPoint({ attributes: keyed })] } }))
  await writer.write([{ records: [], logs, metrics, arrival: { receivedNs: 1n, workspaceId: 1 } }])
  return { db, writer }
}

const keysIn = (db: SqliteDatabase, table: string): unknown =>
  db.prepare(`SELECT session_key, key_scope FROM ${table} ORDER BY id`).raw().all()
const OLD = [
  [null, null],
  [null, null],
  ['a-key-that-is-long-enough', ''],
  [null, null],
]
const NEW = [
  ['short', 'test'],
  ['x'.repeat(2_000), ''],
  ['a-key-that-is-long-enough', ''],
  [null, null],
]

describe('keys of logs and series', () => {
  it('are found again in slices when the rules are of another version, also without any span', async () => {
    const { db } = await filled()
    const newer = createSqliteWriter(db, { ...LAYERS, namedSession: otherRules, slice: 2 })
    newer.rederive('v2', record)
    let slices = 0
    while (await newer.work()) slices++
    expect(slices).toBeGreaterThan(4)
    for (const table of ['log_records', 'metric_series']) expect(keysIn(db, table)).toEqual(NEW)
    const older = createSqliteWriter(db, LAYERS)
    older.rederive('v1', record)
    while (await older.work());
    for (const table of ['log_records', 'metric_series']) expect(keysIn(db, table)).toEqual(OLD)
  })

  it('go on where an earlier process stopped, and are let be when they are new enough', async () => {
    const { db } = await filled()
    const options = { ...LAYERS, namedSession: otherRules, slice: 2 }
    const first = createSqliteWriter(db, options)
    first.rederive('v2', record)
    await first.work()
    const second = createSqliteWriter(db, options)
    second.rederive('v2', record)
    expect(db.prepare("SELECT trace, cursor FROM jobs WHERE kind = 'signals' ORDER BY trace").raw().all()).toEqual([
      [0, 2],
      [1, 0],
    ])
    while (await second.work());
    expect(keysIn(db, 'log_records')).toEqual(NEW)
    const third = createSqliteWriter(db, options)
    third.rederive('v2', record)
    expect(await third.work()).toBe(false)
  })

  it('stay while a session is being removed: what is out of sight stays so, and nothing joins it', async () => {
    const { db, writer } = await filled()
    const key = 'a-key-that-is-long-enough'
    await writer.write([
      { records: [record(item({ id: '1', attributes: { 'session.id': key } }))], arrival: { receivedNs: 1n, workspaceId: 1 } },
    ])
    let ms = 0
    const clock = { nowNs: () => 0n, uptimeMs: () => (ms += 1000) }
    const newer = createSqliteWriter(db, { ...LAYERS, namedSession: () => scopedKey('a-key-of-other-rules', 'test'), clock })
    await newer.removeSession(1)
    newer.rederive('v2', record)
    const isRemoving = () => db.prepare('SELECT 1 FROM removals').get() !== undefined
    while (isRemoving()) {
      expect(keysIn(db, 'log_records')).toEqual(expect.arrayContaining([[null, null]]))
      await newer.work()
    }
    expect(db.prepare('SELECT count(*) FROM log_records').pluck().get()).toBe(KEYED.length - 1)
    while (await newer.work());
    expect(db.prepare('SELECT DISTINCT session_key FROM log_records').pluck().all()).toEqual(['a-key-of-other-rules'])
  })

  it('stay where the version does', async () => {
    const { db } = await filled()
    const same = createSqliteWriter(db, { ...LAYERS, namedSession: otherRules })
    same.rederive('v1', record)
    while (await same.work());
    expect(keysIn(db, 'log_records')).toEqual(OLD)
  })
})
