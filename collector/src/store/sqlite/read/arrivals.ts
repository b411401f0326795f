import type { MissingParent, ServiceArrival, StoredReceipt, TraceArrival } from '../../../domain/stored-signals.ts'
import type { SqliteDatabase } from '../database.ts'
import { LOG_STAYS } from '../remove/being-removed.ts'
import { BROUGHT_DELETED, NAMES_SERVICE, receiptsWhere, SUM_OF_DELETED, serviceBindings } from './receipts.ts'
import { queryAll, queryFirst } from './rows.ts'

/** Items of a trace that are looked at, some 100 ms; requests and parents that are named; traces of a service that are looked at. */
const MAX_LOOKED = 50_000
const MAX_NAMED = 20
const MAX_TRACES = 500

const TRACE = `SELECT id, session_id AS sessionId, span_count AS spanCount, running_count AS runningCount, root_span IS NOT NULL AS hasRoot
  FROM traces WHERE workspace_id = @workspaceId AND trace_id = @traceId`
const SOME_SPANS = `SELECT span_id, parent_span_id, received_ns, resource_id FROM spans WHERE trace = @trace LIMIT ${MAX_LOOKED}`
const MISSING = `SELECT printf('%016x', s.parent_span_id) AS spanId, count(*) AS children FROM (${SOME_SPANS}) s WHERE s.parent_span_id <> 0
  AND NOT EXISTS (SELECT 1 FROM spans p WHERE p.trace = @trace AND p.span_id = s.parent_span_id)
  GROUP BY s.parent_span_id ORDER BY children DESC, spanId LIMIT ${MAX_NAMED}`
const SOME_LOGS = `SELECT received_ns, resource_id FROM log_records r WHERE workspace_id = @workspaceId AND trace_id = @traceId AND ${LOG_STAYS} LIMIT ${MAX_LOOKED}`
const LOG_COUNT = `SELECT count(*) AS logs FROM (${SOME_LOGS})`
const items = (hasTrace: boolean) =>
  `${hasTrace ? `SELECT received_ns, resource_id FROM (${SOME_SPANS}) UNION ALL ` : ''}SELECT * FROM (${SOME_LOGS})`

const TOMBSTONE = `SELECT 1 FROM tombstones WHERE workspace_id = @workspaceId AND kind = 'trace' AND hash = @traceId`

/** What arrived of a trace, whether or not it is whole. */
export function readTraceArrival(
  db: SqliteDatabase,
  { workspaceId, traceId }: { readonly workspaceId: number; readonly traceId: string },
): TraceArrival {
  const bytes = { workspaceId, traceId: Buffer.from(traceId, 'hex') }
  const trace = queryFirst<{ id: number; sessionId: number; spanCount: number; runningCount: number; hasRoot: number }>(db, TRACE, bytes)
  const { logs = 0 } = queryFirst<{ logs: number }>(db, LOG_COUNT, bytes) ?? {}
  const bindings = { ...bytes, ...(trace && { trace: trace.id }) }
  const sql = items(trace !== undefined)
  const services = queryAll<{ service?: string }>(
    db,
    `SELECT service_name AS service FROM resources WHERE id IN (SELECT resource_id FROM (${sql})) ORDER BY 1 LIMIT ${MAX_NAMED}`,
    bindings,
  )
  const isDeleted = queryFirst(db, TOMBSTONE, bytes) !== undefined
  const brought = isDeleted
    ? receiptsWhere(db, `r.workspace_id = @workspaceId AND ${BROUGHT_DELETED}`, { workspaceId, limit: MAX_NAMED })
    : receiptsWhere(db, `r.received_ns IN (SELECT received_ns FROM (${sql}))`, { ...bindings, limit: MAX_NAMED })
  return {
    ...(trace && { sessionId: trace.sessionId }),
    isDeleted,
    spanCount: trace?.spanCount ?? 0,
    runningCount: trace?.runningCount ?? 0,
    logCount: logs,
    hasRoot: trace?.hasRoot === 1,
    missingParents: trace ? queryAll<MissingParent>(db, MISSING, { trace: trace.id }) : [],
    isPartial: (trace?.spanCount ?? 0) > MAX_LOOKED || logs === MAX_LOOKED,
    services: services.flatMap(({ service }) => service ?? []),
    receipts: brought,
  }
}

const SUMS = `SELECT count(*) AS requestCount, coalesce(sum(r.accepted), 0) AS accepted, coalesce(sum(r.duplicates), 0) AS duplicates,
  coalesce(sum(r.rejected), 0) AS rejected, ${SUM_OF_DELETED} AS deleted FROM receipts r WHERE r.workspace_id = @workspaceId AND ${NAMES_SERVICE}`
const REASONS = `SELECT reason.value ->> '$.reason' AS reason, sum(reason.value ->> '$.count') AS count
  FROM receipts r, json_each(r.reasons) reason WHERE r.workspace_id = @workspaceId AND r.rejected > 0 AND ${NAMES_SERVICE}
  GROUP BY 1 ORDER BY 2 DESC LIMIT ${MAX_NAMED}`
const TRACES = `SELECT count(*) AS traceCount, coalesce(sum(root_span IS NULL), 0) AS withoutRoot, coalesce(sum(running_count > 0), 0) AS running
  FROM (SELECT * FROM traces WHERE workspace_id = @workspaceId ORDER BY id DESC LIMIT ${MAX_TRACES}) t
  WHERE (SELECT r.service_name FROM spans s JOIN resources r ON r.id = s.resource_id WHERE s.trace = t.id LIMIT 1) = @service`
const OTHERS = `SELECT named.value AS service, max(r.id) AS last
  FROM (SELECT id, services FROM receipts WHERE workspace_id = @workspaceId ORDER BY id DESC LIMIT 2000) r, json_each(r.services) named
  GROUP BY 1 ORDER BY 2 DESC LIMIT ${MAX_NAMED}`

type Sums = Pick<ServiceArrival, 'requestCount' | 'accepted' | 'duplicates' | 'rejected' | 'deleted'>
type Traces = Pick<ServiceArrival, 'traceCount' | 'withoutRoot' | 'running'>

/** What arrived from a service, as far as receipts go back. */
export function readServiceArrival(
  db: SqliteDatabase,
  { workspaceId, service }: { readonly workspaceId: number; readonly service: string },
): ServiceArrival {
  const bindings = { workspaceId, ...serviceBindings(service) }
  const sums = queryFirst<Sums>(db, SUMS, bindings)
  const traces = queryFirst<Traces>(db, TRACES, { workspaceId, service })
  if (!sums || !traces) throw new Error('an aggregate without a row')
  return {
    ...sums,
    ...traces,
    reasons: queryAll(db, REASONS, bindings),
    receipts: receiptsWhere(db, `r.workspace_id = @workspaceId AND ${NAMES_SERVICE}`, { ...bindings, limit: MAX_NAMED }),
    otherServices:
      sums.requestCount > 0 ? [] : queryAll<{ service: string }>(db, OTHERS, { workspaceId }).map(({ service: other }) => other),
  }
}

/** The latest requests of which something was refused, for whoever misses what nobody could read. */
export function listTroubles(db: SqliteDatabase, { workspaceId }: { readonly workspaceId: number }): readonly StoredReceipt[] {
  const where = `r.workspace_id = @workspaceId AND (r.outcome = 'refused' OR r.rejected > 0)`
  return receiptsWhere(db, where, { workspaceId, limit: MAX_NAMED })
}
