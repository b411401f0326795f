import { COST_PARTS } from '../../../domain/cost.ts'
import type { UsagePart } from '../../../domain/record.ts'
import type { StoredCostLine, StoredSessionCost } from '../../../domain/stored-report.ts'
import type { SqliteDatabase } from '../database.ts'
import { USAGE_SUMS_SQL } from './cost.ts'
import { exactSum, exactSumSql } from './exact-sum.ts'
import { queryAll, queryFirst } from './rows.ts'

const ROLLUPS = 'FROM traces t CROSS JOIN rollups u ON u.trace = t.id'
const PHASES = `SELECT nullif(u.phase_id, 0) AS phaseId, coalesce(p.name, '') AS name, ${USAGE_SUMS_SQL} ${ROLLUPS}
  LEFT JOIN phase_rows p ON p.id = u.phase_id WHERE t.session_id = @sessionId GROUP BY u.phase_id`
const MODELS = `SELECT u.model AS name, ${USAGE_SUMS_SQL} ${ROLLUPS} WHERE t.session_id = @sessionId GROUP BY u.model`

const CALLS = 'FROM traces t CROSS JOIN calls c ON c.trace = t.id'
const OF_SESSION = 't.session_id = @sessionId AND c.repeated = 0'
const UNPRICED = `SELECT c.cost_derivation ->> '$.reason' AS reason, c.model, count(*) AS responseCount ${CALLS}
  WHERE ${OF_SESSION} AND c.cost_nanos IS NULL GROUP BY 1, 2`
const SOURCES = `SELECT c.cost_source AS source, count(*) AS responseCount, ${exactSumSql('c.cost_nanos')} AS cost ${CALLS}
  WHERE ${OF_SESSION} GROUP BY c.cost_source`

/** Columns of the counts, by part. */
const COLUMNS = {
  inputUncached: 'input_uncached',
  cacheRead: 'cache_read',
  cacheWrite5m: 'cache_write_5m',
  cacheWrite1h: 'cache_write_1h',
  inputAudio: 'input_audio',
  output: 'output',
  reasoning: 'reasoning',
  outputAudio: 'output_audio',
} as const satisfies Record<UsagePart, string>
const QUANTITIES = `SELECT ${Object.entries(COLUMNS)
  .map(([part, column]) => `total(c.${column}) AS "${part}"`)
  .join(', ')} ${CALLS} WHERE ${OF_SESSION}`
const PART_COSTS = `SELECT j.key AS part, count(*) AS responseCount, ${exactSumSql('j.value')} AS cost
  ${CALLS} JOIN json_each(c.cost_derivation, '$.parts') j WHERE ${OF_SESSION} AND c.cost_derivation IS NOT NULL GROUP BY j.key`

type Summed<T> = Omit<T, 'costNanos'> & { readonly cost?: string }

/** What a session cost. One pass over its rollups for each list by name, over its calls for each other one. */
export function readSessionCost(db: SqliteDatabase, { sessionId }: { readonly sessionId: number }): StoredSessionCost {
  const all = <T extends object>(sql: string) => queryAll<Summed<T>>(db, sql, { sessionId })
  return {
    phases: all<StoredSessionCost['phases'][number]>(PHASES).map(withCost),
    models: all<StoredCostLine>(MODELS).map(withCost),
    parts: partsOf(db, sessionId),
    unpriced: all<StoredSessionCost['unpriced'][number]>(UNPRICED),
    sources: all<StoredSessionCost['sources'][number]>(SOURCES).map(withKnownCost),
  }
}

function withCost<T extends { readonly cost?: string }>({ cost = '', ...line }: T) {
  return { ...line, costNanos: exactSum(cost) }
}

function withKnownCost<T extends { readonly cost?: string }>({ cost, ...line }: T) {
  return cost === undefined ? line : { ...line, costNanos: exactSum(cost) }
}

/** Token counts are columns; what they cost, and whether a request was charged for, stands in the derivations. */
function partsOf(db: SqliteDatabase, sessionId: number): StoredSessionCost['parts'] {
  const quantities = queryFirst<Readonly<Record<UsagePart, number>>>(db, QUANTITIES, { sessionId })
  const costs = queryAll<{ readonly part: string; readonly responseCount: number; readonly cost: string }>(db, PART_COSTS, { sessionId })
  return COST_PARTS.flatMap((part) => {
    const found = costs.find((each) => each.part === part)
    const quantity = part === 'request' ? (found?.responseCount ?? 0) : (quantities?.[part] ?? 0)
    return quantity === 0 ? [] : [{ part, quantity, ...(found && { costNanos: exactSum(found.cost) }) }]
  })
}
