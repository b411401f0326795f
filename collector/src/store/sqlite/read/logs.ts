import type { AttributeValue } from '../../../domain/attribute.ts'
import { isKeyValueList, isList } from '../../../domain/attribute.ts'
import type { LogItem } from '../../../domain/log.ts'
import type { StoredLog } from '../../../domain/stored-signals.ts'
import type { ExportQuery, LogQuery, Page } from '../../../domain/telemetry-reader.ts'
import type { SqliteDatabase } from '../database.ts'
import { type SignalReader, signalReaderOf } from '../signal-reader.ts'
import { type ItemPlace, type ItemSource, type ItemWalk, itemPage, itemPlace, pageOfItems, walkItems } from './item-walk.ts'
import { type Bindings, queryFirst } from './rows.ts'

const LOGS = { table: 'log_records', time: 'at_ns' } as const
const SESSION_KEY = 'SELECT workspace_id AS workspaceId, key, key_scope AS keyScope FROM session_rows WHERE id = @sessionId'
const SESSION_OF = `SELECT coalesce(
    (SELECT t.session_id FROM traces t WHERE t.workspace_id = l.workspace_id AND t.trace_id = l.trace_id),
    (SELECT s.id FROM session_rows s WHERE s.workspace_id = l.workspace_id AND s.key = l.session_key AND s.key_scope = l.key_scope)
  ) AS sessionId FROM log_records l WHERE l.id = @id`

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
  const page = pageOfItems(db, walk, { limit: query.limit, read: (row) => readLog(db, reader, row) })
  return itemPage('logs', walk, page)
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

type LogFilter = Pick<LogQuery, 'workspaceId' | 'traceId' | 'sessionId' | 'service' | 'minSeverity' | 'event'>

/** Where the logs are looked for, and which of them are wanted. */
function logsOf(db: SqliteDatabase, filter: LogFilter): Pick<ItemWalk, 'sources' | 'wanted' | 'bindings'> {
  const { workspaceId, service, minSeverity, event } = filter
  const place = placeOf(db, filter)
  return {
    sources: place.sources,
    wanted: [
      ...(service === undefined ? [] : ['(SELECT service_name FROM resources WHERE id = r.resource_id) IS @service']),
      ...(minSeverity === undefined ? [] : ['r.severity_number >= @minSeverity']),
      ...(event === undefined ? [] : ['r.event_name IS @event']),
      ...place.wanted,
    ],
    bindings: {
      workspaceId,
      ...place.bindings,
      ...(service !== undefined && { service }),
      ...(minSeverity !== undefined && { minSeverity }),
      ...(event !== undefined && { event }),
    },
  }
}

interface Place {
  readonly sources: readonly ItemSource[]
  readonly wanted: readonly string[]
  readonly bindings: Bindings
}

function placeOf(db: SqliteDatabase, { traceId, sessionId }: LogFilter): Place {
  const trace = traceId === undefined ? {} : { traceId: Buffer.from(traceId, 'hex') }
  const ofTrace = traceId === undefined ? [] : ['r.trace_id = @traceId']
  if (sessionId !== undefined) {
    const { sources, bindings } = ofSession(db, sessionId)
    return { sources, wanted: ofTrace, bindings: { ...bindings, ...trace } }
  }
  const inWorkspace = { ...LOGS, where: ['r.workspace_id = @workspaceId', ...ofTrace] }
  return { sources: [inWorkspace], wanted: [], bindings: trace }
}

/** Logs of the traces of a session, and those that name its key and whose trace, if any, is unknown. */
function ofSession(db: SqliteDatabase, sessionId: number): { readonly sources: readonly ItemSource[]; readonly bindings: Bindings } {
  const session = queryFirst<{ key: string; keyScope: string }>(db, SESSION_KEY, { sessionId })
  if (!session) return { sources: [{ ...LOGS, where: ['0'] }], bindings: {} }
  return {
    sources: [
      {
        ...LOGS,
        groups: '(SELECT workspace_id, trace_id FROM traces WHERE session_id = @sessionId) t',
        where: ['r.workspace_id = t.workspace_id', 'r.trace_id = t.trace_id'],
      },
      {
        ...LOGS,
        where: ['r.workspace_id = @workspaceId', 'r.session_key = @key', 'r.key_scope = @keyScope'],
        wanted: ['NOT EXISTS (SELECT 1 FROM traces t WHERE t.workspace_id = r.workspace_id AND t.trace_id = r.trace_id)'],
      },
    ],
    bindings: { sessionId, key: session.key, keyScope: session.keyScope },
  }
}

function readLog(db: SqliteDatabase, reader: SignalReader, { id, atNs }: ItemPlace): { readonly item: StoredLog; readonly chars: number } {
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
