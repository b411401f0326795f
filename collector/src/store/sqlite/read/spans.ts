import { spanIdToInt } from '../../../domain/id.ts'
import type { StoredSpanDetail, StoredTrace } from '../../../domain/stored-span.ts'
import type { SqliteDatabase } from '../database.ts'
import { createSpanReader, type SpanReader } from '../span-reader.ts'
import { queryFirst, textSql } from './rows.ts'
import { SPAN_LIST_SQL, SPAN_TABLES_SQL } from './span-columns.ts'

const SPAN = `SELECT ${SPAN_LIST_SQL}, t.session_id AS sessionId, ${textSql('s.error_message')} AS errorMessage, s.received_ns AS receivedNs
  FROM ${SPAN_TABLES_SQL} WHERE t.workspace_id = @workspaceId AND t.trace_id = @traceId AND s.span_id = @spanId`

/** When something of a trace was received last: a span of it, or the log record that is its latest. */
const HEARD_SQL = `max(t.received_ns, coalesce((SELECT l.received_ns FROM log_records l
  WHERE l.workspace_id = t.workspace_id AND l.trace_id = t.trace_id ORDER BY l.at_ns DESC LIMIT 1), 0))`

const TRACE = `SELECT lower(hex(t.trace_id)) AS traceId, t.session_id AS sessionId, printf('%016x', x.span_id) AS rootSpanId, x.id AS rootRow, t.status,
  t.workflow, t.title, t.start_ns AS startNs, t.end_ns AS endNs, ${HEARD_SQL} AS receivedNs, t.span_count AS spanCount,
  t.running_count AS runningCount, t.error_count AS errorCount, t.response_count AS responseCount, t.priced_count AS pricedCount,
  t.tokens_input AS tokensInput, t.tokens_output AS tokensOutput, t.tokens_cache_read AS tokensCacheRead,
  t.tokens_cache_write AS tokensCacheWrite, t.cost_nanos AS costNanos
  FROM traces t LEFT JOIN spans x ON x.id = t.root_span WHERE t.workspace_id = @workspaceId AND t.trace_id = @traceId`

/** One span with everything that was sent. @param args ids in lower-case hex */
export function readSpan(
  db: SqliteDatabase,
  { workspaceId, traceId, spanId }: { readonly workspaceId: number; readonly traceId: string; readonly spanId: string },
): StoredSpanDetail | undefined {
  const span = queryFirst<Omit<StoredSpanDetail, 'item'>>(db, SPAN, {
    workspaceId,
    traceId: Buffer.from(traceId, 'hex'),
    spanId: spanIdToInt(spanId),
  })
  return span && { ...span, item: spanReaderOf(db).item(span.id).item }
}

/** One trace without its spans. @param args trace id in lower-case hex */
export function readTrace(
  db: SqliteDatabase,
  { workspaceId, traceId }: { readonly workspaceId: number; readonly traceId: string },
): StoredTrace | undefined {
  const trace = queryFirst<StoredTrace & { rootRow?: number }>(db, TRACE, { workspaceId, traceId: Buffer.from(traceId, 'hex') })
  if (!trace) return undefined
  const { rootRow, rootSpanId, ...rest } = trace
  return { ...rest, ...(rootRow !== undefined && rootSpanId !== undefined && { rootSpanId }) }
}

const readers = new WeakMap<SqliteDatabase, SpanReader>()

/** The reader of whole spans of a connection, made once. */
export function spanReaderOf(db: SqliteDatabase): SpanReader {
  const known = readers.get(db) ?? createSpanReader(db)
  readers.set(db, known)
  return known
}
