import type { StoredCostLine } from '../../../domain/stored.ts'
import type { CostQuery } from '../../../domain/telemetry-reader.ts'
import type { SqliteDatabase } from '../database.ts'
import { dayIn } from './days.ts'
import { type Bindings, queryAll } from './rows.ts'

const BUCKET_S = 900n
const NS_PER_S = 1_000_000_000n

/** What lines are named by, and the table that the name needs. */
const GROUPS = {
  workflow: { name: `coalesce(s.workflow, '')` },
  model: { name: 'u.model' },
  provider: { name: 'u.provider' },
  phase: { name: `coalesce(p.name, '')`, join: 'LEFT JOIN phase_rows p ON p.id = u.phase_id' },
  /** Added up by day afterwards: a day is not the same length in every time zone. */
  day: { name: 'CAST(u.bucket_s AS TEXT)' },
} as const satisfies Record<CostQuery['by'], { readonly name: string; readonly join?: string }>

const SUMS = `sum(u.response_count) AS responseCount, sum(u.priced_count) AS pricedCount, sum(u.tokens_input) AS tokensInput,
  sum(u.tokens_output) AS tokensOutput, sum(u.tokens_cache_read) AS tokensCacheRead, sum(u.tokens_cache_write) AS tokensCacheWrite,
  sum(u.tokens_reasoning) AS tokensReasoning, sum(u.cost_nanos) AS costNanos`

/** Usage and money by group, in no particular order. */
export function reportCost(db: SqliteDatabase, query: CostQuery): readonly StoredCostLine[] {
  const group: { readonly name: string; readonly join?: string } = GROUPS[query.by]
  const { conditions, bindings } = filters(query)
  const sql = `SELECT ${group.name} AS name, ${SUMS} FROM rollups u JOIN traces t ON t.id = u.trace JOIN session_rows s ON s.id = t.session_id
    ${group.join ?? ''} WHERE ${conditions.join(' AND ')} GROUP BY 1`
  const lines = queryAll<StoredCostLine>(db, sql, bindings)
  return query.by === 'day' ? byDay(lines, dayIn(query.timeZone)) : lines
}

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

/** Start of the quarter of an hour that a moment lies in, so that reports that follow each other neither overlap nor leave a gap. */
function bucketOf(ns: bigint): bigint {
  const seconds = ns / NS_PER_S
  return seconds - (((seconds % BUCKET_S) + BUCKET_S) % BUCKET_S)
}

function byDay(buckets: readonly StoredCostLine[], day: (seconds: number) => string): readonly StoredCostLine[] {
  const days = new Map<string, StoredCostLine>()
  for (const bucket of buckets) {
    const name = day(Number(bucket.name))
    const sum = days.get(name)
    days.set(name, sum ? add(sum, bucket) : { ...bucket, name })
  }
  return [...days.values()]
}

function add(a: StoredCostLine, b: StoredCostLine): StoredCostLine {
  return {
    name: a.name,
    responseCount: a.responseCount + b.responseCount,
    pricedCount: a.pricedCount + b.pricedCount,
    tokensInput: a.tokensInput + b.tokensInput,
    tokensOutput: a.tokensOutput + b.tokensOutput,
    tokensCacheRead: a.tokensCacheRead + b.tokensCacheRead,
    tokensCacheWrite: a.tokensCacheWrite + b.tokensCacheWrite,
    tokensReasoning: a.tokensReasoning + b.tokensReasoning,
    costNanos: a.costNanos + b.costNanos,
  }
}
