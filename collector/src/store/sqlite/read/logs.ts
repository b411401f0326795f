import type { AttributeValue } from '../../../domain/attribute.ts'
import { isKeyValueList, isList } from '../../../domain/attribute.ts'
import { spanIdToInt } from '../../../domain/id.ts'
import type { LogItem } from '../../../domain/log.ts'
import type { StoredLog } from '../../../domain/stored-signals.ts'
import type { ExportQuery, LogQuery, Page } from '../../../domain/telemetry-reader.ts'
import type { SqliteDatabase } from '../database.ts'
import { LOG_STAYS } from '../remove/being-removed.ts'
import { type SignalReader, signalReaderOf } from '../signal-reader.ts'
import { type ItemPlace, type ItemSource, type ItemWalk, itemPage, itemPlace, pageOfItems, walkItems } from './item-walk.ts'
import { type Bindings, queryFirst } from './rows.ts'

const LOGS = { table: 'log_records', time: 'at_ns' } as const
const SESSION_KEY = 'SELECT workspace_id AS workspaceId, key, key_scope AS keyScope FROM session_rows WHERE id = @sessionId'
const LOG = `SELECT r.id, r.at_ns AS atNs FROM log_records r WHERE r.id = @logId AND r.workspace_id = @workspaceId AND ${LOG_STAYS}`
const SESSION_OF = `SELECT coalesce(
    (SELECT t.session_id FROM traces t WHERE t.workspace_id = l.workspace_id AND t.trace_id = l.trace_id),
    (SELECT s.id FROM session_rows s WHERE s.workspace_id = l.workspace_id AND s.key = l.session_key AND s.key_scope = l.key_scope)
  ) AS sessionId FROM log_records l WHERE l.id = @id`

/** Log records of which one page looks at what they say: texts of any length. */
const MAX_READ = 5_000

/** Log records in one chunk of a stream. */
const CHUNK_LOGS = 200

/** Log records by time: the latest first, below a session or a trace in order. */
export function listLogs(db: SqliteDatabase, query: LogQuery): Page<StoredLog> {
  const isDescending = query.order === 'latest'
  const walk: ItemWalk = {
    ...logsOf(db, query),
    isDescending,
    afterNs: query.afterNs,
    beforeNs: query.beforeNs,
    place: itemPlace('logs', isDescending, query.cursor),
  }
  const reader = signalReaderOf(db)
  const looking = query.text === undefined ? {} : { maxLooked: MAX_READ }
  const page = pageOfItems(db, walk, { limit: query.limit, ...looking, read: (row) => readRow(db, reader, row) })
  return itemPage('logs', walk, page)
}

/** One log record. @param args its integer */
export function readLog(db: SqliteDatabase, args: { readonly workspaceId: number; readonly logId: number }): StoredLog | undefined {
  const row = queryFirst<ItemPlace>(db, LOG, args)
  return row && readRow(db, signalReaderOf(db), row).item
}

/** Every log record of a trace as it was sent, in order of time. */
export function streamTraceLogs(
  db: SqliteDatabase,
  { workspaceId, traceId }: { readonly workspaceId: number; readonly traceId: string },
): Generator<readonly LogItem[]> {
  return streamed(db, { ...logsOf(db, { workspaceId, traceId }), isDescending: false })
}

/** Every log record that matches, in order of time; those of one resource and scope follow each other within a chunk. */
export function streamLogs(db: SqliteDatabase, query: ExportQuery): Generator<readonly LogItem[]> {
  return streamed(db, { ...logsOf(db, query), isDescending: false, afterNs: query.afterNs, beforeNs: query.beforeNs })
}

function* streamed(db: SqliteDatabase, walk: ItemWalk): Generator<readonly LogItem[]> {
  const reader = signalReaderOf(db)
  let chunk: LogItem[] = []
  for (const row of walkItems(db, walk)) {
    if (row.isWanted !== 1) continue
    chunk.push(reader.log(row.id).item)
    if (chunk.length < CHUNK_LOGS) continue
    yield grouped(chunk)
    chunk = []
  }
  if (chunk.length > 0) yield grouped(chunk)
}

/** Items of one resource and scope one after the other; within these the order stays. The reader gives equal ones as one object. */
export function grouped<T extends { readonly resource: object; readonly scope: object }>(items: readonly T[]): readonly T[] {
  const groups = new Map<object, Map<object, T[]>>()
  for (const item of items) {
    const scopes = groups.get(item.resource) ?? new Map<object, T[]>()
    groups.set(item.resource, scopes)
    const same = scopes.get(item.scope) ?? []
    scopes.set(item.scope, same)
    same.push(item)
  }
  return [...groups.values()].flatMap((scopes) => [...scopes.values()].flat())
}

type LogFilter = Omit<LogQuery, 'order' | 'limit' | 'cursor' | 'afterNs' | 'beforeNs'>

/** What a record says as text, of any length. */
const BODY = `CASE json_type(r.body) WHEN 'text' THEN r.body ->> '$'
  WHEN 'object' THEN coalesce((SELECT text FROM content_texts WHERE id = json_extract(r.body, '$."$ref"')), r.body) ELSE r.body END`
/** The words stand in JSON as they do in text, but for what JSON escapes. */
const SAYS = `(r.event_name LIKE @like ESCAPE '\\' OR ${BODY} LIKE @like ESCAPE '\\' OR r.attributes LIKE @jsonLike ESCAPE '\\')`

/** Where the logs are looked for, and which of them are wanted. */
function logsOf(db: SqliteDatabase, filter: LogFilter): Pick<ItemWalk, 'sources' | 'wanted' | 'bindings'> {
  const { workspaceId, service, minSeverity, event, spanId, text } = filter
  const place = placeOf(db, filter)
  return {
    sources: place.sources,
    wanted: [
      LOG_STAYS,
      ...(service === undefined ? [] : ['(SELECT service_name FROM resources WHERE id = r.resource_id) IS @service']),
      ...(minSeverity === undefined ? [] : ['r.severity_number >= @minSeverity']),
      ...(event === undefined ? [] : ['r.event_name IS @event']),
      ...(spanId === undefined ? [] : ['r.span_id IS @spanId']),
      ...(text === undefined ? [] : [SAYS]),
      ...place.wanted,
    ],
    bindings: {
      workspaceId,
      ...place.bindings,
      ...(service !== undefined && { service }),
      ...(minSeverity !== undefined && { minSeverity }),
      ...(event !== undefined && { event }),
      ...(spanId !== undefined && { spanId: spanIdToInt(spanId) }),
      ...(text !== undefined && { like: likePattern(text), jsonLike: likePattern(JSON.stringify(text).slice(1, -1)) }),
    },
  }
}

function likePattern(text: string): string {
  return `%${text.replace(/[\\%_]/g, '\\$&')}%`
}

interface Place {
  readonly sources: readonly ItemSource[]
  readonly wanted: readonly string[]
  readonly bindings: Bindings
}

function placeOf(db: SqliteDatabase, { traceId, sessionId, sessionKey }: LogFilter): Place {
  const trace = traceId === undefined ? {} : { traceId: Buffer.from(traceId, 'hex') }
  const ofTrace = traceId === undefined ? [] : ['r.trace_id = @traceId']
  if (sessionId !== undefined) {
    const { sources, bindings } = ofSession(db, sessionId)
    return { sources, wanted: ofTrace, bindings: { ...bindings, ...trace } }
  }
  if (sessionKey !== undefined) return { sources: [OF_KEY], wanted: ofTrace, bindings: { ...trace, sessionKey } }
  const inWorkspace = { ...LOGS, where: ['r.workspace_id = @workspaceId', ...ofTrace] }
  return { sources: [inWorkspace], wanted: [], bindings: trace }
}

/** Logs that name a key, in whatever scope: short keys have that of each service. From one scope to the next in the index. */
const OF_KEY: ItemSource = {
  ...LOGS,
  groups: `(WITH RECURSIVE scopes (key_scope) AS (
      SELECT min(key_scope) FROM log_records WHERE workspace_id = @workspaceId AND session_key = @sessionKey
      UNION ALL
      SELECT (SELECT min(key_scope) FROM log_records WHERE workspace_id = @workspaceId AND session_key = @sessionKey AND key_scope > s.key_scope)
      FROM scopes s WHERE s.key_scope IS NOT NULL
    ) SELECT key_scope FROM scopes WHERE key_scope IS NOT NULL) k`,
  where: ['r.workspace_id = @workspaceId', 'r.session_key = @sessionKey', 'r.key_scope = k.key_scope'],
}

/** The logs that name the key of a session. Of no interest are those whose trace, if any, is known: its session has them. */
export function namedLogs(
  db: SqliteDatabase,
  sessionId: number,
): { readonly sources: readonly ItemSource[]; readonly bindings: Bindings } | undefined {
  const session = queryFirst<{ workspaceId: number; key: string; keyScope: string }>(db, SESSION_KEY, { sessionId })
  return session && { sources: [NAMED], bindings: { ...session } }
}

const NAMED: ItemSource = {
  ...LOGS,
  where: ['r.workspace_id = @workspaceId', 'r.session_key = @key', 'r.key_scope = @keyScope'],
  wanted: ['NOT EXISTS (SELECT 1 FROM traces t WHERE t.workspace_id = r.workspace_id AND t.trace_id = r.trace_id)'],
}

/** Logs of the traces of a session, and those that name its key and whose trace, if any, is unknown. */
function ofSession(db: SqliteDatabase, sessionId: number): { readonly sources: readonly ItemSource[]; readonly bindings: Bindings } {
  const named = namedLogs(db, sessionId)
  if (!named) return { sources: [{ ...LOGS, where: ['0'] }], bindings: {} }
  return {
    sources: [
      {
        ...LOGS,
        groups: '(SELECT workspace_id, trace_id FROM traces WHERE session_id = @sessionId) t',
        where: ['r.workspace_id = t.workspace_id', 'r.trace_id = t.trace_id'],
      },
      ...named.sources,
    ],
    bindings: { ...named.bindings, sessionId },
  }
}

function readRow(db: SqliteDatabase, reader: SignalReader, { id, atNs }: ItemPlace): { readonly item: StoredLog; readonly chars: number } {
  const { item, receivedNs } = reader.log(id)
  const { sessionId } = queryFirst<{ readonly sessionId?: number }>(db, SESSION_OF, { id }) ?? {}
  const { body, attributes } = item.log
  const chars = charsOf(body) + charsOf({ entries: attributes })
  return { item: { id, atNs, receivedNs, ...(sessionId !== undefined && { sessionId }), item }, chars }
}

function charsOf(value: AttributeValue | undefined): number {
  if (typeof value === 'string') return value.length
  if (value instanceof Uint8Array) return value.length
  if (isList(value)) return value.reduce<number>((sum, item) => sum + charsOf(item), 0)
  if (isKeyValueList(value)) return value.entries.reduce((sum, entry) => sum + entry.key.length + charsOf(entry.value), 0)
  return 8
}
