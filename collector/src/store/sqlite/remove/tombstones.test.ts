import { describe, expect, it } from 'vitest'
import type { SqliteDatabase } from '../database.ts'
import { resolveSession } from '../read/resolve.ts'
import { batchOf, KEY, keyedMetric, openStore, settle, TRACE_A } from '../testing/conversation.ts'
import { LAYERS } from '../testing/make.ts'
import { attributes, logItem } from '../testing/signals.ts'
import { createWriterParts } from '../write/writer-parts.ts'
import { createSessionRemoval } from './session-removal.ts'
import { createTombstones } from './tombstones.ts'

const MAX = 10
/** Stones that are forgotten at once. */
const TRIMMED = 1000

const count = (db: SqliteDatabase): number => Number(db.prepare('SELECT count(*) FROM tombstones').pluck().get())
const digestOf = (n: number): Buffer => Buffer.from(String(n).padStart(16, '0'))

function addLogs(db: SqliteDatabase, length: number) {
  const tombstones = createTombstones(db, MAX)
  for (let n = 0; n < length; n++) tombstones.addLog(1, digestOf(n))
  return tombstones
}

describe('stones', () => {
  it('are forgotten a few at a time, the oldest first, until there are as many as there may be', () => {
    const { db } = openStore()
    const tombstones = addLogs(db, 2 * TRIMMED + 500)
    const left: number[] = []
    while (tombstones.trim()) left.push(count(db))
    expect(left).toEqual([TRIMMED + 500, 500, MAX])
    expect([tombstones.hasLog(1, digestOf(2489)), tombstones.hasLog(1, digestOf(2490))]).toEqual([false, true])
    expect(addLogs(openStore().db, MAX).trim()).toBe(false)
  })

  it('stay few while many logs of a session go, and not only at the end', async () => {
    const { db, writer } = openStore()
    const keyed = attributes({ 'session.id': KEY })
    const logs = Array.from({ length: 5 * MAX }, (_, n) => logItem({ timeNs: BigInt(n + 1), attributes: keyed }))
    await writer.write([batchOf([{ traceId: TRACE_A, id: '1', attributes: { 'session.id': KEY } }], { logs })])
    await settle(writer)
    const tombstones = createTombstones(db, MAX)
    let ms = 0
    const needs = { ...createWriterParts(db, LAYERS), tombstones, forgetSeries: () => undefined, now: () => (ms += 1000) }
    const removal = createSessionRemoval(db, needs)
    removal.begin(resolveSession(db, { workspaceId: 1, text: `key:${KEY}` }), 'asked')
    const most: number[] = []
    while (removal.work().isMore) most.push(count(db))
    expect(Math.max(...most)).toBe(MAX + 1)
    expect(count(db)).toBe(MAX)
  })

  it('of a series that is removed again are the newest then', async () => {
    const { db, writer } = openStore()
    await writer.write([batchOf([{ traceId: TRACE_A, id: '1', attributes: { 'session.id': KEY } }], { metrics: [keyedMetric(7n)] })])
    const tombstones = createTombstones(db, MAX)
    const session = db.prepare('SELECT workspace_id AS workspaceId, key, key_scope AS keyScope FROM session_rows').get()
    const { workspaceId, key, keyScope } = session as { workspaceId: number; key: string; keyScope: string }
    tombstones.addSeries({ workspaceId, key, keyScope })
    for (let n = 0; n < MAX; n++) tombstones.addLog(1, digestOf(n))
    tombstones.addSeries({ workspaceId, key, keyScope })
    tombstones.trim()
    expect(db.prepare('SELECT kind, until_ns FROM tombstones ORDER BY id DESC LIMIT 1').raw().get()).toEqual(['series', 7])
    expect(count(db)).toBe(MAX)
  })
})
