import { describe, expect, it } from 'vitest'
import type { SqliteDatabase } from '../database.ts'
import { resolveSession } from '../read/resolve.ts'
import { batchOf, KEY, openStore, settle, TRACE_A, TRACE_B } from '../testing/conversation.ts'
import { attributes, logItem, metricItem, numberPoint } from '../testing/signals.ts'
import type { SqliteWriter } from '../write/writer.ts'

/** Rows that one look takes in at most. */
const LOOK = 500
/** More than two looks take in. */
const MANY = 1200
const FEW = 5

const keyed = attributes({ 'session.id': KEY })
const range = (length: number): readonly bigint[] => Array.from({ length }, (_, n) => BigInt(n + 1))

/** A slice is over after each row. */
function hurried(): { readonly nowNs: () => bigint; readonly uptimeMs: () => number } {
  let ms = 0
  return { nowNs: () => 0n, uptimeMs: () => (ms += 1000) }
}

/** Counts from now on how often it is asked for rows of a table: those of a temporary view in its place. */
function countRowsOf(db: SqliteDatabase, table: string): () => number {
  let count = 0
  db.function('counted', () => {
    count++
    return 1
  })
  db.exec(`CREATE TEMP VIEW ${table} AS SELECT * FROM main.${table} WHERE counted()`)
  return () => count
}

/** @returns the rows that each slice looked at */
async function looksOf(writer: SqliteWriter, counted: () => number): Promise<readonly number[]> {
  const looks: number[] = []
  for (let isMore = true, before = counted(); isMore; before = counted()) {
    isMore = await writer.work()
    looks.push(counted() - before)
  }
  return looks
}

const count = (db: SqliteDatabase, from: string) => db.prepare(`SELECT count(*) FROM ${from}`).pluck().get()

describe('what a session leaves', () => {
  it.each([
    ['of one moment', () => 1n],
    ['one after the other', (n: bigint) => n],
  ])('is found without passing logs of its key over again that are of another session, %s', async (_name, timeNs) => {
    const { db, writer } = openStore(undefined, { clock: hurried() })
    const others = range(MANY).map((n) => logItem({ timeNs: timeNs(n), body: `other ${n}`, attributes: keyed, traceId: TRACE_B }))
    const own = range(FEW).map((n) => logItem({ timeNs: timeNs(n + BigInt(MANY)), body: `own ${n}`, attributes: keyed }))
    await writer.write([
      batchOf([{ traceId: TRACE_A, id: '1', attributes: { 'session.id': KEY } }], { logs: [...others, ...own] }),
      batchOf([{ traceId: TRACE_B, id: '2', attributes: { 'session.id': 'a-name-of-another-conversation' } }]),
    ])
    await settle(writer)
    await writer.removeSession(resolveSession(db, { workspaceId: 1, text: `key:${KEY}` }))
    const looks = await looksOf(writer, countRowsOf(db, 'traces'))
    expect(Math.max(...looks)).toBeLessThanOrEqual(LOOK)
    expect(looks.reduce((sum, rows) => sum + rows, 0)).toBe(MANY)
    expect([count(db, 'log_records'), count(db, 'removals')]).toEqual([MANY, 0])
  })

  it('is found without passing points over again that came later, nor series that have none but those', async () => {
    const { db, writer } = openStore(undefined, { clock: hurried() })
    const points = (times: readonly bigint[]) => {
      const all = times.map((timeNs) => numberPoint({ timeNs, attributes: keyed }))
      return { metrics: [metricItem({ name: 'a', data: { kind: 'gauge', points: all } })] }
    }
    const empty = metricItem({ name: 'b', data: { kind: 'gauge', points: [numberPoint({ attributes: keyed })] } })
    await writer.write([
      batchOf([{ traceId: TRACE_A, id: '1', attributes: { 'session.id': KEY } }], points(range(FEW))),
      batchOf([], { metrics: [empty] }),
    ])
    await settle(writer)
    await writer.removeSession(resolveSession(db, { workspaceId: 1, text: `key:${KEY}` }))
    await writer.write([batchOf([], points(range(MANY).map((n) => n + BigInt(FEW))))])
    await settle(writer)
    expect([count(db, 'metric_points'), count(db, 'metric_series'), count(db, 'removals')]).toEqual([MANY, 1, 0])
    expect(db.prepare('SELECT min(time_ns) FROM metric_points').pluck().get()).toBe(FEW + 1)
  })
})

describe('a walk that failed in between', () => {
  it('begins again, and leaves nothing', async () => {
    const { db, writer } = openStore(undefined, { clock: hurried() })
    const logs = range(FEW).map((timeNs) => logItem({ timeNs, body: String(timeNs).repeat(3000), attributes: keyed }))
    await writer.write([batchOf([{ traceId: TRACE_A, id: '1', attributes: { 'session.id': KEY } }], { logs })])
    await settle(writer)
    await writer.removeSession(resolveSession(db, { workspaceId: 1, text: `key:${KEY}` }))
    db.function('refuse', () => {
      throw new Error('refused')
    })
    while (count(db, 'log_records') === FEW) await writer.work()
    db.exec(`CREATE TEMP TRIGGER no AFTER DELETE ON main.paths BEGIN SELECT refuse(); END`)
    await expect(writer.work()).rejects.toThrow('refused')
    db.exec('DROP TRIGGER no')
    await settle(writer)
    expect([count(db, 'log_records'), count(db, 'removals')]).toEqual([0, 0])
  })
})
