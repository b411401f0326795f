import type { StoredStatsLine } from '../../../domain/stored-report.ts'
import type { StatsQuery } from '../../../domain/telemetry-reader.ts'
import type { SqliteDatabase } from '../database.ts'
import { exactSum, exactSumSql } from './exact-sum.ts'
import { type Bindings, queryAll } from './rows.ts'

const GROUPS = {
  status: `CASE WHEN status = 'running' AND received_ns < @silentSinceNs THEN 'abandoned' WHEN status = 'skipped' THEN 'cancelled' ELSE status END`,
  outcome: `coalesce(outcome, '')`,
  workflow: `coalesce(workflow, '')`,
  source: 'source',
} as const satisfies Record<StatsQuery['by'], string>

/** NULL where a session has no value: what is not priced did not cost nothing, what still runs has no duration. */
const METRICS = {
  tokens_total: 'tokens_input + tokens_output',
  tokens_input: 'tokens_input',
  tokens_output: 'tokens_output',
  cost_usd: 'CASE WHEN priced_count > 0 THEN cost_nanos END',
  duration_ms: `CASE WHEN status <> 'running' THEN max(end_ns - start_ns, 0) END`,
  responses: 'response_count',
  actions: 'action_count',
  issues: 'issue_count',
  errors: 'error_count',
} as const satisfies Record<StatsQuery['metric'], string>

type TextLine = Pick<StoredStatsLine, 'name' | 'sessionCount' | 'valueCount'> & { readonly [K in 'sum' | 'min' | 'max']?: string }

/** One measure of sessions by group, in no particular order. */
export function reportStats(db: SqliteDatabase, query: StatsQuery): readonly StoredStatsLine[] {
  const { workspaceId, silentSinceNs, workflow, afterNs, beforeNs } = query
  // Sums and differences that pass an integer are real in SQLite; the cast takes them back to the largest one.
  const value = `CAST(${METRICS[query.metric]} AS INTEGER)`
  const conditions = [
    'workspace_id = @workspaceId',
    ...(workflow === undefined ? [] : ['workflow = @workflow']),
    ...(afterNs === undefined ? [] : ['start_ns >= @afterNs']),
    ...(beforeNs === undefined ? [] : ['start_ns < @beforeNs']),
  ]
  const bindings: Bindings = {
    workspaceId,
    silentSinceNs,
    ...(workflow !== undefined && { workflow }),
    ...(afterNs !== undefined && { afterNs }),
    ...(beforeNs !== undefined && { beforeNs }),
  }
  // Values as text: they may be larger than a number holds exactly.
  const sql = `SELECT ${GROUPS[query.by]} AS name, count(*) AS sessionCount, count(${value}) AS valueCount, ${exactSumSql(value)} AS sum,
    CAST(min(${value}) AS TEXT) AS min, CAST(max(${value}) AS TEXT) AS max FROM session_rows WHERE ${conditions.join(' AND ')} GROUP BY 1`
  return queryAll<TextLine>(db, sql, bindings).map(({ sum, min, max, ...line }) => ({
    ...line,
    ...(sum !== undefined && { sum: exactSum(sum) }),
    ...(min !== undefined && { min: BigInt(min) }),
    ...(max !== undefined && { max: BigInt(max) }),
  }))
}
