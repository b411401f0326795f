/** A trace's own row: what it says as a whole, and its sums. */
import { intToSpanId } from '../../../domain/id.ts'
import type { LifecycleStatus, SessionHints } from '../../../domain/record.ts'
import type { Sums } from '../../../domain/sums.ts'
import { type Claim, type ClaimField, spanClaims, type TraceDescription, type TraceRoot } from '../../../domain/trace-summary.ts'
import type { SqliteDatabase } from '../database.ts'
import { ownCopy } from './own-copy.ts'
import type { Bindable } from './record-rows.ts'
import type { RowTexts } from './row-texts.ts'
import { createNodeQueries, createSkeleton, type TraceState } from './trace-memory.ts'

/** Hints that can be long; they are columns of the trace and not kept in memory. */
const LARGE_HINTS = ['inputs', 'outputs', 'metadata'] as const
/** A root's name stands in for a title; the span keeps all of it. In UTF-16 units. */
const MAX_TITLE = 256
type StoredHint = string | { readonly $ref: number }

/** A span's hints as its `hints` column holds them; `null` when it has none. */
export function toHintsJson(hints: SessionHints, texts: RowTexts): string | null {
  const given: readonly [string, string | bigint | undefined][] = Object.entries(hints)
  const entries = given.flatMap(([field, value]): [string, StoredHint][] => {
    if (value === undefined) return []
    if (typeof value === 'bigint') return [[field, value.toString()]]
    const column = texts.column(value)
    return [[field, typeof column === 'bigint' ? { $ref: Number(column) } : value]]
  })
  return entries.length === 0 ? null : JSON.stringify(Object.fromEntries(entries))
}

/** What a trace shows of its root span, as columns. */
export interface RootColumns {
  readonly root_span: number | null
  readonly inputs: Bindable
  readonly outputs: Bindable
  readonly metadata: Bindable
  readonly error_type: Bindable
  readonly error_message: Bindable
}

/** A span as its row says it, as far as its trace is interested. */
export interface SummaryRow {
  readonly id: bigint | number
  readonly span_id: bigint
  readonly parent_span_id: bigint
  readonly start_ns: bigint
  readonly end_ns: bigint
  readonly name: string
  readonly failed: bigint | number
  readonly error_type: string | null
  readonly error_message: string | bigint | null
  readonly hints: string | null
  readonly dialects: string
  readonly service_name: string | null
}

/** What the trace takes from a stored span, were it the root. */
export function summaryOf(row: SummaryRow): { root: TraceRoot; columns: RootColumns } {
  const stored = (row.hints === null ? {} : JSON.parse(row.hints)) as Record<string, StoredHint | undefined>
  const column = (field: string): Bindable => {
    const value = stored[field]
    return value === undefined ? null : typeof value === 'string' ? value : BigInt(value.$ref)
  }
  const small = Object.fromEntries(Object.entries(stored).filter(([, value]) => typeof value === 'string')) as Omit<
    SessionHints,
    'reportedCostNanos'
  >
  const root: TraceRoot = {
    row: Number(row.id),
    spanId: row.span_id,
    startNs: row.start_ns,
    name: ownCopy(row.name.length > MAX_TITLE ? row.name.slice(0, MAX_TITLE).toWellFormed() : row.name),
    running: row.end_ns === 0n,
    failed: Number(row.failed) === 1,
    title: small.title,
    status: small.status as LifecycleStatus | undefined,
    outcome: small.outcome,
    claims: spanClaims(small, row.dialects.split(',')[0] as string),
    serviceName: ownCopy(row.service_name ?? ''),
  }
  const [inputs, outputs, metadata] = LARGE_HINTS.map(column) as [Bindable, Bindable, Bindable]
  return { root, columns: { root_span: root.row, inputs, outputs, metadata, error_type: row.error_type, error_message: row.error_message } }
}

/** Columns that a trace has when no root was received. */
export const NO_ROOT: RootColumns = {
  root_span: null,
  inputs: null,
  outputs: null,
  metadata: null,
  error_type: null,
  error_message: null,
}

/** Reads stored spans for their trace's sake. */
function createSummaryReader(db: SqliteDatabase) {
  const select = `SELECT s.id, s.span_id, s.parent_span_id, s.start_ns, s.end_ns, s.name, s.failed, s.error_type, s.error_message, s.hints,
    s.dialects, r.service_name FROM spans s JOIN resources r ON r.id = s.resource_id`
  const one = db.prepare(`${select} WHERE s.id = +?`).safeIntegers()
  const candidates = db
    .prepare(`${select} WHERE s.trace = +? AND (s.parent_span_id = 0 OR s.hints IS NOT NULL OR s.dialects <> 'plain')`)
    .safeIntegers()
  const bounds = db
    .prepare(
      'SELECT coalesce(min(nullif(max(start_ns, 0), 0)), 0) AS start_ns, coalesce(max(end_ns), 0) AS end_ns FROM spans WHERE trace = ?',
    )
    .safeIntegers()
  return {
    one: (row: number) => one.get(row) as SummaryRow,
    /** Spans that can be the root or claim something. A pass over the whole trace. */
    candidates: (trace: number) => candidates.iterate(trace) as IterableIterator<SummaryRow>,
    bounds: (trace: number) => bounds.get(trace) as { start_ns: bigint; end_ns: bigint },
  }
}

/** Sums ⇄ columns: `[column, field]`. */
export const SUM_COLUMNS = [
  ['span_count', 'spans'],
  ['running_count', 'running'],
  ['error_count', 'errors'],
  ['issue_count', 'issues'],
  ['action_count', 'actions'],
  ['response_count', 'responses'],
  ['priced_count', 'priced'],
  ['tokens_input', 'tokensInput'],
  ['tokens_output', 'tokensOutput'],
  ['tokens_cache_read', 'tokensCacheRead'],
  ['tokens_cache_write', 'tokensCacheWrite'],
  ['cost_nanos', 'costNanos'],
] as const satisfies readonly (readonly [string, keyof Sums])[]

/** The sums of a row that has `SUM_COLUMNS`, read with safe integers. */
export function sumsFromRow(row: Readonly<Record<string, unknown>>): Sums {
  const entries = SUM_COLUMNS.map(([column, field]) => [field, field === 'costNanos' ? BigInt(row[column] as bigint) : Number(row[column])])
  return Object.fromEntries(entries) as Sums
}

/** Reads and writes rows of `traces`. */
export function createTraceRows(db: SqliteDatabase) {
  const find = db.prepare('SELECT * FROM traces WHERE workspace_id = ? AND trace_id = ?').safeIntegers()
  const queries = createNodeQueries(db)
  const summaries = createSummaryReader(db)
  const written = [...WRITTEN_COLUMNS, ...SUM_COLUMNS.map(([column]) => column)]
  const all = ['id', 'workspace_id', 'trace_id', ...ROOT_COLUMNS, ...written]
  const insert = db.prepare(`INSERT INTO traces (${all.join(', ')}) VALUES (${all.map(() => '?').join(', ')})`)
  const update = db.prepare(`UPDATE traces SET ${written.map((column) => `${column} = ?`).join(', ')} WHERE id = ?`)
  const updateRoot = db.prepare(`UPDATE traces SET ${ROOT_COLUMNS.map((column) => `${column} = ?`).join(', ')} WHERE id = ?`)

  return {
    queries,
    summaries,
    load(workspaceId: number, traceId: string): TraceState | undefined {
      const row = find.get(workspaceId, Buffer.from(traceId, 'hex')) as Record<string, bigint | string | null> | undefined
      if (!row) return undefined
      const id = Number(row.id)
      return {
        id,
        workspaceId,
        traceId: ownCopy(traceId),
        isNew: false,
        sessionId: Number(row.session_id),
        running: row.status === 'running',
        root: row.root_span === null ? undefined : summaryOf(summaries.one(Number(row.root_span))).root,
        claims: claimsFromJson(row.claims as string),
        sums: sumsFromRow(row),
        startNs: row.start_ns as bigint,
        endNs: row.end_ns as bigint,
        receivedNs: row.received_ns as bigint,
        skeleton: createSkeleton(queries, id, false),
      }
    },
    /** Writes what the trace says and sums up to. @param root what it shows of its root; `undefined` = as before, or nothing yet */
    save(state: TraceState, description: TraceDescription, root: RootColumns | undefined): void {
      const values = writtenValues(state, description)
      const rootValues = ROOT_COLUMNS.map((column) => root?.[column] ?? null)
      if (state.isNew) insert.run(state.id, state.workspaceId, Buffer.from(state.traceId, 'hex'), ...rootValues, ...values)
      else update.run(...values, state.id)
      if (root && !state.isNew) updateRoot.run(...rootValues, state.id)
    },
  }
}

const ROOT_COLUMNS = [
  'root_span',
  'inputs',
  'outputs',
  'metadata',
  'error_type',
  'error_message',
] as const satisfies readonly (keyof RootColumns)[]
const WRITTEN_COLUMNS = [
  'session_id',
  'join_reason',
  'start_ns',
  'end_ns',
  'received_ns',
  'status',
  'source',
  'workflow',
  'workflow_version',
  'title',
  'outcome',
  'conversation_id',
  'user_id',
  'claims',
] as const

/** Values of `WRITTEN_COLUMNS` and `SUM_COLUMNS`. */
function writtenValues(state: TraceState, d: TraceDescription): Bindable[] {
  const times = [state.startNs, state.endNs, state.receivedNs]
  const optional = [d.workflow, d.workflowVersion, d.title, d.outcome, d.conversationId, d.userId].map((value) => value ?? null)
  const sums = SUM_COLUMNS.map(([, field]) => state.sums[field])
  return [state.sessionId, d.joinReason, ...times, d.status, d.source, ...optional, claimsToJson(state.claims), ...sums]
}

/** `{"key":["<span id>","<start>","<value>","<service>"],…}` */
function claimsToJson(claims: TraceState['claims']): string {
  const entries = Object.entries(claims).sort(([a], [b]) => (a < b ? -1 : 1))
  return JSON.stringify(
    Object.fromEntries(entries.map(([field, c]) => [field, [intToSpanId(c.spanId), c.startNs.toString(), c.value, c.serviceName]])),
  )
}

function claimsFromJson(json: string): TraceState['claims'] {
  const stored = JSON.parse(json) as Record<ClaimField, [string, string, string, string]>
  const claims: Partial<Record<ClaimField, Claim>> = {}
  for (const [field, [spanId, startNs, value, serviceName]] of Object.entries(stored))
    claims[field as ClaimField] = { spanId: BigInt.asIntN(64, BigInt(`0x${spanId}`)), startNs: BigInt(startNs), value, serviceName }
  return claims
}
