import type { SpanItem } from '../../../domain/span.ts'
import type { ExportQuery } from '../../../domain/telemetry-reader.ts'
import type { SqliteDatabase } from '../database.ts'
import { type Bindings, queryAll, queryEach } from './rows.ts'
import { spanReaderOf } from './spans.ts'

/** Spans in one chunk: each may hold megabytes of text. */
const CHUNK_SPANS = 32
/** Traces that an export looks up at once. */
const CHUNK_TRACES = 500

/** Every span of a trace as it was sent, those of one resource and scope one after the other, in order of start. */
export function* streamTrace(
  db: SqliteDatabase,
  { workspaceId, traceId }: { readonly workspaceId: number; readonly traceId: string },
): Generator<readonly SpanItem[]> {
  const sql = 'SELECT id FROM traces WHERE workspace_id = @workspaceId AND trace_id = @traceId'
  for (const { id } of queryAll<{ id: number }>(db, sql, { workspaceId, traceId: Buffer.from(traceId, 'hex') })) yield* itemsOf(db, id)
}

/** Every span of every trace that matches, trace by trace in the order in which they first came. */
export function* streamExport(db: SqliteDatabase, query: ExportQuery): Generator<readonly SpanItem[]> {
  let after = 0
  for (let traces = tracesAfter(db, query, after); traces.length > 0; traces = tracesAfter(db, query, after))
    for (const { id } of traces) {
      yield* itemsOf(db, id)
      after = id
    }
}

function* itemsOf(db: SqliteDatabase, trace: number): Generator<readonly SpanItem[]> {
  const { item } = spanReaderOf(db)
  const sql = 'SELECT id FROM spans WHERE trace = @trace ORDER BY resource_id, scope_id, start_ns, span_id'
  let chunk: SpanItem[] = []
  for (const { id } of queryEach<{ id: number }>(db, sql, { trace })) {
    chunk.push(item(id).item)
    if (chunk.length < CHUNK_SPANS) continue
    yield chunk
    chunk = []
  }
  if (chunk.length > 0) yield chunk
}

function tracesAfter(
  db: SqliteDatabase,
  { workspaceId, sessionId, afterNs, beforeNs }: ExportQuery,
  after: number,
): readonly { readonly id: number }[] {
  const conditions = ['workspace_id = @workspaceId', 'id > @after']
  const bindings: Record<string, Bindings[string]> = { workspaceId, after, limit: CHUNK_TRACES }
  const add = (name: string, condition: string, value: number | bigint | undefined) => {
    if (value === undefined) return
    conditions.push(condition)
    bindings[name] = value
  }
  add('sessionId', 'session_id = @sessionId', sessionId)
  add('afterNs', 'start_ns >= @afterNs', afterNs)
  add('beforeNs', 'start_ns < @beforeNs', beforeNs)
  return queryAll<{ id: number }>(db, `SELECT id FROM traces WHERE ${conditions.join(' AND ')} ORDER BY id LIMIT @limit`, bindings)
}
