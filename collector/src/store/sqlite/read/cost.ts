import { addCostLines, type StoredCostLine } from '../../../domain/stored-report.ts'
import type { CostQuery } from '../../../domain/telemetry-reader.ts'
import { bucketOf } from '../../../domain/time.ts'
import type { SqliteDatabase } from '../database.ts'
import { dayIn } from './days.ts'
import { exactSum, exactSumSql } from './exact-sum.ts'
import { type Bindings, queryAll } from './rows.ts'

/** What lines are named by, and the table that the name needs. */
const GROUPS = {
  workflow: { name: `coalesce(s.workflow, '')` },
  model: { name: 'u.model' },
  provider: { name: 'u.provider' },
  phase: { name: `coalesce(p.name, '')`, join: 'LEFT JOIN phase_rows p ON p.id = u.phase_id' },
  /** Added up by day afterwards: a day is not the same length in every time zone. */
  day: { name: 'CAST(u.bucket_s AS TEXT)' },
} as const satisfies Record<CostQuery['by'], { readonly name: string; readonly join?: string }>

/** Counts as floating point: they are shown as numbers, and those that a number does not hold exactly must not end a report. */
export const USAGE_SUMS_SQL = `total(u.response_count) AS responseCount, total(u.priced_count) AS pricedCount, total(u.tokens_input) AS tokensInput,
  total(u.tokens_output) AS tokensOutput, total(u.tokens_cache_read) AS tokensCacheRead, total(u.tokens_cache_write) AS tokensCacheWrite,
  total(u.tokens_reasoning) AS tokensReasoning, ${exactSumSql('u.cost_nanos')} AS cost`

/** Usage and money by group, in no particular order. */
export function reportCost(db: SqliteDatabase, query: CostQuery): readonly StoredCostLine[] {
  const group: { readonly name: string; readonly join?: string } = GROUPS[query.by]
  const { conditions, bindings } = filters(query)
  const isOfSessions = query.by === 'workflow' || query.workflow !== undefined
  const sql = `SELECT ${group.name} AS name, ${USAGE_SUMS_SQL} FROM rollups u JOIN traces t ON t.id = u.trace
    ${isOfSessions ? 'JOIN session_rows s ON s.id = t.session_id' : ''} ${group.join ?? ''} WHERE ${conditions.join(' AND ')} GROUP BY 1`
  const rows = queryAll<Omit<StoredCostLine, 'costNanos'> & { readonly cost: string }>(db, sql, bindings)
  const lines = rows.map(({ cost, ...line }) => ({ ...line, costNanos: exactSum(cost) }))
  return query.by === 'day' ? byDay(lines, dayIn(query.timeZone)) : lines
}

/** From and to whole quarters of an hour, so that reports that follow each other neither overlap nor leave a gap. */
function filters({ workspaceId, afterNs, beforeNs, workflow, sessionId }: CostQuery) {
  const conditions = ['t.workspace_id = @workspaceId']
  const bindings: Record<string, Bindings[string]> = { workspaceId }
  const add = (name: string, condition: string, value: Bindings[string] | undefined) => {
    if (value === undefined) return
    conditions.push(condition)
    bindings[name] = value
  }
  add('afterS', 'u.bucket_s >= @afterS', afterNs === undefined ? undefined : bucketOf(afterNs))
  add('beforeS', 'u.bucket_s < @beforeS', beforeNs === undefined ? undefined : bucketOf(beforeNs))
  add('workflow', 's.workflow = @workflow', workflow)
  add('sessionId', 't.session_id = @sessionId', sessionId)
  return { conditions, bindings }
}

function byDay(buckets: readonly StoredCostLine[], day: (seconds: number) => string): readonly StoredCostLine[] {
  const days = new Map<string, StoredCostLine>()
  for (const bucket of buckets) {
    const name = day(Number(bucket.name))
    const sum = days.get(name)
    days.set(name, sum ? addCostLines(sum, bucket) : { ...bucket, name })
  }
  return [...days.values()]
}
