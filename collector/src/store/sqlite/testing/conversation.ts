import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { RecordBatch } from '../../../domain/telemetry-writer.ts'
import { openDatabase, type SqliteDatabase } from '../database.ts'
import { createSqliteWriter, type SqliteWriter } from '../write/writer.ts'
import type { SqliteWriterOptions } from '../write/writer-parts.ts'
import { chat, item, LAYERS, record, type SpanSketch } from './make.ts'
import { attributes, logItem, metricItem, numberPoint } from './signals.ts'

/** A conversation with everything that can hang on it, and one beside it that has nothing to do with it. */

export const [TRACE_A, TRACE_B, TRACE_C] = ['a'.repeat(32), 'b'.repeat(32), 'c'.repeat(32)] as const
export const KEY = 'a-conversation-that-has-a-name'
/** Stands in short and long texts of the conversation, and nowhere else. */
export const SECRET = 'swordfish7391'
const LONG = `${'long text '.repeat(500)}${SECRET} ${'and more '.repeat(500)}`

const asked = JSON.stringify([{ role: 'user', parts: [{ type: 'text', content: LONG }] }])
const spans: readonly SpanSketch[] = [
  { traceId: TRACE_A, id: '1', attributes: { 'session.id': KEY, 'input.value': LONG } },
  { traceId: TRACE_A, id: '2', parent: '1', attributes: chat(100, { 'session.id': KEY, 'gen_ai.input.messages': asked }) },
  { traceId: TRACE_A, id: '3', parent: '2', attributes: { 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': SECRET } },
  { traceId: TRACE_B, id: '4', startS: 5, attributes: chat(50, { 'session.id': KEY }) },
]

/** What one request brings. */
export function batchOf(sketches: readonly SpanSketch[], more: Partial<RecordBatch> = {}, receivedNs = 1n): RecordBatch {
  return { records: sketches.map((sketch) => record(item(sketch))), arrival: { receivedNs, workspaceId: 1 }, ...more }
}

const keyed = attributes({ 'session.id': KEY })

/** Two traces, a log of a trace, a log and a point by their key. */
export const CONVERSATION = batchOf(spans, {
  logs: [
    logItem({ traceId: TRACE_A, spanId: '1'.padStart(16, '0'), body: LONG }),
    logItem({ body: `${SECRET} by key`, attributes: keyed }),
  ],
  metrics: [keyedMetric(7n)],
})

/** A point that names the conversation. */
export function keyedMetric(timeNs: bigint) {
  const point = numberPoint({ timeNs, attributes: attributes({ 'session.id': KEY, secret: LONG }) })
  return metricItem({ name: 'tokens', data: { kind: 'gauge', points: [point] } })
}

/** Another session, a log and a point of nobody. Part of its text is that of the conversation. */
export const OTHERS = batchOf([{ traceId: TRACE_C, id: '9', attributes: chat(7, { 'input.value': LONG.slice(0, 4000) }) }], {
  logs: [logItem({ body: 'of nobody', timeNs: 9n })],
  metrics: [metricItem()],
})

/** A path for a database, until the test is over. */
export function newFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'removal-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return join(folder, 'tracker.db')
}

/** A store with its writer, until the test is over. */
export function openStore(file = ':memory:', options: Partial<SqliteWriterOptions> = {}): { db: SqliteDatabase; writer: SqliteWriter } {
  const db = openDatabase(file)
  onTestFinished(() => void (db.open && db.close()))
  return { db, writer: createSqliteWriter(db, { ...LAYERS, ...options }) }
}

/** Has all background work done. */
export async function settle(writer: SqliteWriter): Promise<void> {
  while (await writer.work());
}
