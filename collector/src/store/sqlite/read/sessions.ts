import type { StoredSession, StoredSessionDetail } from '../../../domain/stored.ts'
import type { Page, SessionQuery, SessionSort, StatusFilter } from '../../../domain/telemetry-reader.ts'
import type { SqliteDatabase } from '../database.ts'
import { type Place as CursorPlace, fromCursor, integerAt, toCursor } from './cursor.ts'
import { countOpenIssues } from './fixes.ts'
import { countPhases, listPhases } from './phases.ts'
import { IS_PINNED_SQL } from './pins.ts'
import { promptStartOf } from './prompt-start.ts'
import { MAX_PAGE_CHARS, queryAll, queryFirst, textLength, textSql } from './rows.ts'
import { findSpans } from './search.ts'
import { type Condition, namedOrFound, type Place, walkSessions } from './session-search.ts'

/** Phases and traces that the page of one session shows at once. */
const MAX_LISTED = 1000

/** While there is no root span, the service is that of the first span in an index: the same one whatever came first. */
const SESSION_COLUMNS = `s.id, s.key, lower(hex(f.trace_id)) AS traceId, s.trace_count AS traceCount, s.workflow, s.workflow_version AS workflowVersion,
  s.first_trace AS firstTrace, (SELECT name FROM spans WHERE id = f.root_span) AS rootName,
  (SELECT service_name FROM resources WHERE id = (SELECT resource_id FROM spans WHERE id = coalesce(f.root_span,
    (SELECT id FROM spans WHERE trace = f.id ORDER BY parent_span_id, start_ns, span_id LIMIT 1)))) AS service, s.title, s.status, s.outcome, s.start_ns AS startNs, s.end_ns AS endNs, s.received_ns AS receivedNs, s.source, s.span_count AS spanCount,
  s.running_count AS runningCount, s.action_count AS actionCount, s.issue_count AS issueCount, s.error_count AS errorCount,
  s.response_count AS responseCount, s.priced_count AS pricedCount, s.tokens_input AS tokensInput, s.tokens_output AS tokensOutput,
  s.tokens_cache_read AS tokensCacheRead, s.tokens_cache_write AS tokensCacheWrite, s.cost_nanos AS costNanos,
  ${IS_PINNED_SQL} AS isPinned`

const DETAIL = `SELECT ${SESSION_COLUMNS}, printf('%016x', (SELECT span_id FROM spans WHERE id = f.root_span)) AS rootSpanId, f.root_span AS rootRow,
  f.conversation_id AS conversationId, f.user_id AS userId, ${textSql('f.inputs')} AS inputs, ${textSql('l.outputs')} AS outputs,
  ${textSql('f.metadata')} AS metadata, l.error_type AS errorType, ${textSql('l.error_message')} AS errorMessage
  FROM session_rows s JOIN traces f ON f.id = s.first_trace JOIN traces l ON l.id = s.last_trace WHERE s.id = @sessionId`

/** From one model of a trace to the next in the index: the dearest sessions have the most usage, so a list by cost must not read it. */
const MODELS = `WITH RECURSIVE found (trace, model) AS (
    SELECT t.id, (SELECT min(u.model) FROM rollups u WHERE u.trace = t.id AND u.model > '') FROM traces t WHERE t.session_id = @sessionId
    UNION ALL
    SELECT f.trace, (SELECT min(u.model) FROM rollups u WHERE u.trace = f.trace AND u.model > f.model) FROM found f WHERE f.model IS NOT NULL
  )
  SELECT DISTINCT model FROM found WHERE model IS NOT NULL ORDER BY model`
const TRACE_IDS = `SELECT lower(hex(trace_id)) AS traceId FROM traces WHERE session_id = @sessionId ORDER BY start_ns, trace_id LIMIT ${MAX_LISTED}`

const SETTLING = "SELECT j.id FROM jobs j JOIN traces t ON t.id = j.trace WHERE j.kind = 'phases' AND t.session_id = @sessionId LIMIT 1"

const SORT_KEYS = {
  started: 's.start_ns',
  cost: 's.cost_nanos',
  tokens: 's.tokens_input + s.tokens_output',
  /** Of a session whose first span still runs no end is known. */
  duration: 'max(s.end_ns - s.start_ns, 0)',
} as const satisfies Record<SessionSort, string>

/** What one statement gives of a session. */
type SessionRow = Omit<StoredSession, 'models' | 'promptStart' | 'openIssueCount' | 'pinned'> & {
  readonly firstTrace: number
  readonly isPinned: number
}

/** Sessions in the order that was asked for; equal ones by our integer. */
export function listSessions(db: SqliteDatabase, query: SessionQuery): Page<StoredSession> {
  const list = `sessions ${query.sort} ${query.descending ? 'desc' : 'asc'}`
  const key = SORT_KEYS[query.sort]
  const direction = query.descending ? 'DESC' : 'ASC'
  const { wanted, endedAt } = wantedSessions(db, query, { list, key, direction })
  const sql = `SELECT ${SESSION_COLUMNS}, ${key} AS sortNs FROM session_rows s JOIN traces f ON f.id = s.first_trace
    WHERE ${wanted.sql.join(' AND ')} ORDER BY ${key} ${direction}, s.id ${direction} LIMIT @limit`
  const rows = queryAll<SessionRow & Place>(db, sql, { ...wanted.bindings, limit: query.limit + 1 })
  const items: StoredSession[] = []
  let chars = 0
  for (const { sortNs: _, ...row } of rows.slice(0, query.limit)) {
    const session = toSession(db, row)
    items.push(session)
    chars += textLength(session)
    if (chars > MAX_PAGE_CHARS) break
  }
  const last = rows.length > items.length ? rows[items.length - 1] : endedAt
  return { items, ...(last && { nextCursor: toCursor(list, [last.sortNs, last.id]) }) }
}

interface Order {
  /** Name of the list and its order, for cursors. */
  readonly list: string
  readonly key: string
  readonly direction: string
}

/** The sessions of a page as a condition; where a search for something that is said everywhere ended early, that place. */
function wantedSessions(
  db: SqliteDatabase,
  query: SessionQuery,
  { list, key, direction }: Order,
): { readonly wanted: Condition; readonly endedAt?: Place | undefined } {
  const filter = both(conditionsOf(query), query.cursor === undefined ? ANY : afterPlace(key, direction, fromCursor(list, query.cursor)))
  if (query.text === undefined) return { wanted: filter }
  const named = textCondition(query.text)
  const matches = findSpans(db, query.text)
  if (matches?.kind !== 'many') return { wanted: both(filter, namedOrFound(named, matches)) }
  const { found, endedAt } = walkSessions(db, { filter, named, match: matches.match, key, direction, limit: query.limit })
  const page = JSON.stringify(found.map(({ id }) => id))
  return { wanted: { sql: ['s.id IN (SELECT value FROM json_each(@page))'], bindings: { page } }, endedAt }
}

function both(a: Condition, b: Condition): Condition {
  return { sql: [...a.sql, ...b.sql], bindings: { ...a.bindings, ...b.bindings } }
}

function afterPlace(key: string, direction: string, place: CursorPlace): Condition {
  return {
    sql: [`(${key}, s.id) ${direction === 'DESC' ? '<' : '>'} (@sortKey, @sortId)`],
    bindings: { sortKey: integerAt(place, 0), sortId: integerAt(place, 1) },
  }
}

function conditionsOf(query: SessionQuery): Condition {
  const { workspaceId, workflow, afterNs, beforeNs } = query
  const status = statusCondition(query.status)
  return {
    sql: [
      's.workspace_id = @workspaceId',
      ...(workflow === undefined ? [] : ['s.workflow = @workflow']),
      ...(afterNs === undefined ? [] : ['s.start_ns >= @afterNs']),
      ...(beforeNs === undefined ? [] : ['s.start_ns < @beforeNs']),
      ...status.sql,
    ],
    bindings: {
      workspaceId,
      ...(workflow !== undefined && { workflow }),
      ...(afterNs !== undefined && { afterNs }),
      ...(beforeNs !== undefined && { beforeNs }),
      ...status.bindings,
    },
  }
}

const ANY: Condition = { sql: [], bindings: {} }

function statusCondition(filter: StatusFilter | undefined): Condition {
  switch (filter?.kind) {
    case undefined:
      return ANY
    case 'status':
      return filter.status === 'cancelled'
        ? { sql: [`s.status IN ('cancelled', 'skipped')`], bindings: {} }
        : { sql: ['s.status = @status'], bindings: { status: filter.status } }
    case 'running':
      return { sql: [`s.status = 'running' AND s.received_ns >= @silentSinceNs`], bindings: { silentSinceNs: filter.silentSinceNs } }
    case 'abandoned':
      return { sql: [`s.status = 'running' AND s.received_ns < @silentSinceNs`], bindings: { silentSinceNs: filter.silentSinceNs } }
    case 'outcome':
      return { sql: ['s.outcome = @outcome'], bindings: { outcome: filter.outcome } }
  }
}

/** Part of key, title or workflow; also the beginning of a trace id where it can be one. */
function textCondition(text: string): Condition {
  const like = `%${text.replace(/[\\%_]/g, '\\$&')}%`
  const parts = ['key', 'title', 'workflow'].map((column) => `s.${column} LIKE @like ESCAPE '\\'`)
  const range = /^[0-9a-f]{4,32}$/i.test(text) ? traceIdRange(text) : undefined
  if (!range) return { sql: [`(${parts.join(' OR ')})`], bindings: { like } }
  const byTrace = 's.id IN (SELECT session_id FROM traces WHERE workspace_id = @workspaceId AND trace_id BETWEEN @fromTrace AND @toTrace)'
  return { sql: [`(${[...parts, byTrace].join(' OR ')})`], bindings: { like, fromTrace: range.from, toTrace: range.to } }
}

/** The first and the last trace id that begin with some hex digits. */
export function traceIdRange(prefix: string): { readonly from: Uint8Array; readonly to: Uint8Array } {
  return { from: Buffer.from(prefix.padEnd(32, '0'), 'hex'), to: Buffer.from(prefix.padEnd(32, 'f'), 'hex') }
}

type DetailRow = Omit<StoredSessionDetail, 'models' | 'promptStart' | 'openIssueCount' | 'pinned'> & {
  readonly firstTrace: number
  readonly isPinned: number
  readonly rootRow?: number
}

/** One session with its first phases. */
export function readSession(db: SqliteDatabase, { sessionId }: { readonly sessionId: number }): StoredSessionDetail | undefined {
  const row = queryFirst<DetailRow>(db, DETAIL, { sessionId })
  if (!row) return undefined
  const { rootRow, rootSpanId, ...session } = row
  return {
    ...toSession(db, session),
    ...(rootRow !== undefined && rootSpanId !== undefined && { rootSpanId }),
    traceIds: queryAll<{ traceId: string }>(db, TRACE_IDS, { sessionId }).map(({ traceId }) => traceId),
    settling: queryFirst<{ id: number }>(db, SETTLING, { sessionId }) !== undefined,
    phases: listPhases(db, { sessionId, limit: MAX_LISTED }).items,
    phaseCount: countPhases(db, sessionId),
  }
}

function toSession<T extends SessionRow>(db: SqliteDatabase, { firstTrace, isPinned, ...row }: T) {
  const promptStart = promptStartOf(db, firstTrace)
  return {
    ...row,
    ...(promptStart !== undefined && { promptStart }),
    openIssueCount: countOpenIssues(db, row),
    models: modelsOf(db, row.id),
    pinned: isPinned === 1,
  }
}

function modelsOf(db: SqliteDatabase, sessionId: number): readonly string[] {
  return queryAll<{ model: string }>(db, MODELS, { sessionId }).map(({ model }) => model)
}
