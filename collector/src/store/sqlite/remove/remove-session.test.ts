import { readFileSync, statSync } from 'node:fs'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { canonicalDump } from '../canonical-dump.ts'
import { inspect } from '../care/inspect.ts'
import type { SqliteDatabase } from '../database.ts'
import { APPLICATION_ID } from '../own-file.ts'
import { listLogs, streamLogs } from '../read/logs.ts'
import { listMetricPoints } from '../read/metrics.ts'
import { resolveSession } from '../read/resolve.ts'
import { retentionState } from '../read/retention.ts'
import { listSessions, readSession } from '../read/sessions.ts'
import { readTrace } from '../read/spans.ts'
import {
  batchOf,
  CONVERSATION,
  KEY,
  keyedMetric,
  newFile,
  OTHERS,
  openStore,
  SECRET,
  settle,
  TRACE_A,
  TRACE_B,
  TRACE_C,
} from '../testing/conversation.ts'
import { chat } from '../testing/make.ts'
import { attributes, logItem, receipt } from '../testing/signals.ts'
import type { SqliteWriterOptions } from '../write/writer-parts.ts'
import type { RetentionClock } from './notices.ts'

/** A slice is over after each row. */
function hurriedClock(): RetentionClock {
  let ms = 0
  return { nowNs: () => 0n, uptimeMs: () => (ms += 1000) }
}

async function stored(file?: string, options: Partial<SqliteWriterOptions> = {}) {
  const { db, writer } = openStore(file, options)
  await writer.write([CONVERSATION, OTHERS])
  await settle(writer)
  return { db, writer, session: resolveSession(db, { workspaceId: 1, text: `key:${KEY}` }) }
}

/** What a metric is stays when its last series goes: nothing in it says whose it was. */
const dumpOf = (db: SqliteDatabase) => canonicalDump(db).filter((line) => !line.startsWith('metric_descriptors '))

async function dumpOfOthers(): Promise<readonly string[]> {
  const { db, writer } = openStore()
  await writer.write([OTHERS])
  await settle(writer)
  return dumpOf(db)
}

const count = (db: SqliteDatabase, from: string) => db.prepare(`SELECT count(*) FROM ${from}`).pluck().get()
const faults = (db: SqliteDatabase) => inspect(db, { isFull: true, progress: () => undefined })
const sessionsQuery = { workspaceId: 1, sort: 'started', descending: true, limit: 10 } as const
const logsQuery = { workspaceId: 1, order: 'latest', limit: 10 } as const
const traceIds = (db: SqliteDatabase, text?: string) =>
  listSessions(db, { ...sessionsQuery, ...(text !== undefined && { text }) }).items.map(({ traceId }) => traceId)

/** Rows of every view that name a trace or a session of the conversation. */
function rowsInViews(db: SqliteDatabase, session: number): readonly string[] {
  const views = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'view'").pluck().all() as string[]
  return views.filter((view) => {
    const columns = db.prepare('SELECT name FROM pragma_table_info(?)').pluck().all(view) as string[]
    const conditions = [
      ...(columns.includes('trace_id') ? [`trace_id IN ('${TRACE_A}', '${TRACE_B}')`] : []),
      ...(columns.includes('session_id') ? [`session_id = ${session}`] : []),
    ]
    return conditions.length > 0 && count(db, `${view} WHERE ${conditions.join(' OR ')}`) !== 0
  })
}

describe('removing a session', () => {
  it('takes it out of every read with its first transaction', async () => {
    const { db, writer, session } = await stored()
    expect(rowsInViews(db, session)).toContain('raw_spans')
    expect(traceIds(db, SECRET)).not.toEqual([])
    expect(await writer.removeSession(session)).toEqual({ sessionId: session, traces: 2, spans: 4, wasPinned: false })
    expect([traceIds(db), traceIds(db, SECRET)]).toEqual([[TRACE_C], []])
    expect(readSession(db, { sessionId: session })).toBeUndefined()
    expect(readTrace(db, { workspaceId: 1, traceId: TRACE_A })).toBeUndefined()
    expect(listLogs(db, logsQuery).items.map(({ item }) => item.log.body)).toEqual(['of nobody'])
    expect([...streamLogs(db, { workspaceId: 1 })].flat()).toHaveLength(1)
    expect(listMetricPoints(db, { workspaceId: 1, limit: 10 }).items).toHaveLength(1)
    expect(rowsInViews(db, session)).toEqual([])
    expect([count(db, 'logs'), count(db, 'metric_values'), count(db, 'spans')]).toEqual([1, 1, 5])
    expect(retentionState(db).removal).toEqual({ sessions: 1, purging: true, bytesToGiveBack: 0 })
    expect(faults(db)).toEqual([])
    await expect(writer.removeSession(session)).rejects.toMatchObject({ code: 'not_found' })
  })

  it('leaves what a store has that never got it', async () => {
    const { db, writer, session } = await stored()
    await writer.removeSession(session)
    await settle(writer)
    expect(dumpOf(db)).toEqual(await dumpOfOthers())
    expect([count(db, 'removals'), count(db, 'removed_traces'), count(db, 'search_docsize')]).toEqual([0, 0, 1])
    expect(retentionState(db).removal).toEqual({ sessions: 0, purging: false, bytesToGiveBack: 0 })
    expect(faults(db)).toEqual([])
  })

  it('goes on where it was stopped, one row at a time', async () => {
    const file = newFile()
    const { db, writer, session } = await stored(file)
    await writer.removeSession(session)
    db.close()
    let runs = 0
    for (let isMore = true; isMore; runs++) {
      const next = openStore(file, { clock: hurriedClock() })
      isMore = await next.writer.work()
      expect(traceIds(next.db)).toEqual([TRACE_C])
      expect(faults(next.db)).toEqual([])
      next.db.close()
    }
    expect(runs).toBeGreaterThan(8)
    const { db: after } = openStore(file)
    expect(dumpOf(after)).toEqual(await dumpOfOthers())
  })

  it('leaves no byte of it in the file or its log, which are smaller then', async () => {
    const file = newFile()
    const { db, writer, session } = await stored(file)
    // A search index of which so little is deleted is not merged by itself.
    const others = Array.from({ length: 200 }, (_, n) => ({ traceId: TRACE_C, id: `a${n}`, name: `aardvark${n} zebra${n}` }))
    await writer.write([batchOf(others)])
    await settle(writer)
    const bytes = () => Buffer.concat([readFileSync(file), readFileSync(`${file}-wal`)])
    expect(bytes().includes(SECRET)).toBe(true)
    await writer.removeSession(session)
    await settle(writer)
    // The index leaves out what a word has in common with the one before it.
    expect([SECRET.slice(2), KEY].filter((word) => bytes().includes(word))).toEqual([])
    expect(db.pragma('freelist_count', { simple: true })).toBe(0)
    expect(statSync(`${file}-wal`).size).toBeLessThan(100_000)
  })

  it('wipes pages that its first transaction frees where the file cannot shrink, too', async () => {
    const file = newFile()
    const first = new Database(file)
    first.pragma('auto_vacuum = NONE')
    first.pragma(`application_id = ${APPLICATION_ID}`)
    first.exec('CREATE TABLE some (x); DROP TABLE some')
    first.close()
    const { db, writer } = openStore(file)
    const named = Array.from({ length: 300 }, (_, n) => ({
      traceId: (n + 1).toString(16).padStart(32, '0'),
      id: '1',
      name: `${SECRET} ${n}`,
      attributes: { 'session.id': KEY },
    }))
    await writer.write([batchOf(named), OTHERS])
    await settle(writer)
    await writer.removeSession(resolveSession(db, { workspaceId: 1, text: `key:${KEY}` }))
    await settle(writer)
    expect([db.pragma('auto_vacuum', { simple: true }), Number(db.pragma('freelist_count', { simple: true })) > 0]).toEqual([0, true])
    expect(Buffer.concat([readFileSync(file), readFileSync(`${file}-wal`)]).includes(SECRET)).toBe(false)
  })

  it('wipes what an earlier copy of a span has left, too', async () => {
    const file = newFile()
    const { db, writer } = openStore(file)
    const running = (n: number) =>
      batchOf([
        {
          traceId: TRACE_A,
          id: '1',
          seconds: n === 20 ? 1 : 0,
          attributes: { 'input.value': `${SECRET} ${'x'.repeat(n * 90)}`, n: BigInt(n) },
        },
      ])
    for (let n = 0; n <= 20; n++) await writer.write([running(n)])
    await settle(writer)
    await writer.removeSession(resolveSession(db, { workspaceId: 1, text: TRACE_A }))
    await settle(writer)
    expect(Buffer.concat([readFileSync(file), readFileSync(`${file}-wal`)]).includes(SECRET)).toBe(false)
  })

  it('answers to a former integer, and to none that there is not', async () => {
    const { db, writer } = openStore()
    await writer.write([batchOf([{ traceId: TRACE_A, id: '1', attributes: { 'session.id': KEY } }])])
    await writer.write([batchOf([{ traceId: TRACE_B, id: '2', parent: '3' }])])
    const former = resolveSession(db, { workspaceId: 1, text: TRACE_B })
    await writer.write([batchOf([{ traceId: TRACE_B, id: '3', attributes: { 'session.id': KEY } }])])
    expect(await writer.removeSession(former)).toMatchObject({ traces: 2, spans: 3 })
    await settle(writer)
    expect([count(db, 'session_rows'), count(db, 'session_aliases'), count(db, 'spans')]).toEqual([0, 0, 0])
    await expect(writer.removeSession(99)).rejects.toMatchObject({ code: 'not_found', message: 'no session 99' })
    await expect(writer.setPinned(99, true)).rejects.toMatchObject({ code: 'not_found' })
  })

  it('never gives its integers to others, so that they are found by search', async () => {
    const file = newFile()
    const { db, writer, session } = await stored(file)
    await writer.removeSession(session)
    await writer.removeSession(resolveSession(db, { workspaceId: 1, text: TRACE_C }))
    await settle(writer)
    db.close()
    const next = openStore(file)
    await next.writer.write([
      batchOf([{ traceId: 'd'.repeat(32), id: '1', attributes: chat(1, { 'gen_ai.prompt': 'needle' }), name: 'needle' }]),
    ])
    await settle(next.writer)
    expect(traceIds(next.db, 'needle')).toEqual(['d'.repeat(32)])
    expect(resolveSession(next.db, { workspaceId: 1, text: 'd'.repeat(32) })).toBeGreaterThan(2)
  })
})

describe('what was removed and comes again', () => {
  it('is not stored, and is counted on its own', async () => {
    const { db, writer, session } = await stored()
    await writer.removeSession(session)
    for (const moment of ['while its rows go', 'when they are gone']) {
      const again = { ...CONVERSATION, receipt: receipt() }
      const outcome = await writer.write([again])
      expect([moment, outcome]).toEqual([moment, expect.objectContaining({ accepted: 0, changedSessions: [] })])
      expect(outcome.deleted + outcome.duplicates).toBe(7)
      await settle(writer)
    }
    expect(await writer.write([{ ...CONVERSATION, receipt: receipt() }])).toMatchObject({ accepted: 0, duplicates: 0, deleted: 7 })
    expect(db.prepare('SELECT accepted, duplicates, warnings FROM receipts ORDER BY id DESC LIMIT 1').raw().get()).toEqual([
      0,
      0,
      '[{"reason":"deleted","count":7}]',
    ])
    expect(dumpOf(db)).toEqual(await dumpOfOthers())
  })

  it.each(['in the same process', 'after a restart'])(
    'is known by new traces, logs and points of its key, which are stored, %s',
    async (when) => {
      const file = newFile()
      const first = await stored(file)
      await first.writer.removeSession(first.session)
      await settle(first.writer)
      if (when === 'after a restart') first.db.close()
      const { db, writer } = when === 'after a restart' ? openStore(file) : first
      const keyed = attributes({ 'session.id': KEY })
      const more = { logs: [logItem({ body: 'new', timeNs: 20n, attributes: keyed })], metrics: [keyedMetric(7n), keyedMetric(8n)] }
      const span = { traceId: 'd'.repeat(32), id: '1', attributes: chat(3, { 'session.id': KEY }) }
      expect(await writer.write([batchOf([span], more)])).toMatchObject({ accepted: 3, deleted: 1 })
      const session = resolveSession(db, { workspaceId: 1, text: `key:${KEY}` })
      expect(session).not.toBe(first.session)
      expect(readSession(db, { sessionId: session })).toMatchObject({ traceCount: 1, responseCount: 1, tokensInput: 3 })
      expect(listLogs(db, { ...logsQuery, sessionId: session }).items.map(({ item }) => item.log.body)).toEqual(['new'])
      expect(faults(db)).toEqual([])
    },
  )

  it('keeps a log of a removed trace away that was never seen', async () => {
    const { writer, session } = await stored()
    await writer.removeSession(session)
    expect(await writer.write([batchOf([], { logs: [logItem({ traceId: TRACE_B, body: 'late' })] })])).toMatchObject({ deleted: 1 })
  })
})
