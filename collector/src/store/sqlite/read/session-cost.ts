import { ALL_COST_SOURCES, COST_PARTS, type CostPart } from '../../../domain/cost.ts'
import { USAGE_PARTS, type UsagePart } from '../../../domain/record.ts'
import type { StoredCostLine, StoredSessionCost } from '../../../domain/stored-report.ts'
import type { SqliteDatabase } from '../database.ts'
import { USAGE_SUMS_SQL } from './cost.ts'
import { ANY_SOURCE_SQL } from './cost-sources.ts'
import { exactSum, exactSumSql } from './exact-sum.ts'
import { queryAll, queryFirst } from './rows.ts'

const ROLLUPS = 'FROM traces t CROSS JOIN rollups u ON u.trace = t.id'
const PHASES = `SELECT nullif(u.phase_id, 0) AS phaseId, coalesce(p.name, '') AS name, ${USAGE_SUMS_SQL} ${ROLLUPS}
  LEFT JOIN phase_rows p ON p.id = u.phase_id WHERE t.session_id = @sessionId GROUP BY u.phase_id`
const MODELS = `SELECT u.model AS name, ${USAGE_SUMS_SQL} ${ROLLUPS} WHERE t.session_id = @sessionId GROUP BY u.model`

/** The calls of a session that count. With the source they are found in an index that also has what stands in their derivations. */
const CALLS = 'FROM traces t CROSS JOIN calls c ON c.trace = t.id WHERE t.session_id = @sessionId AND c.repeated = 0'
/** Where rows are grouped as they are read, SQLite parses each derivation anew instead of taking the column of the index. */
const UNPRICED = `WITH unpriced AS MATERIALIZED (
    SELECT c.cost_derivation ->> '$.reason' AS reason, c.model ${CALLS} AND ${ANY_SOURCE_SQL} AND c.cost_nanos IS NULL
  )
  SELECT reason, model, count(*) AS responseCount FROM unpriced GROUP BY 1, 2`

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
const partCost = (part: CostPart) => `c.cost_derivation ->> '$.parts.${part}'`
const SOURCE = `SELECT count(*) AS responseCount, ${exactSumSql('c.cost_nanos')} AS cost,
  ${USAGE_PARTS.map((part) => `total(c.${COLUMNS[part]}) AS "${part}"`).join(', ')},
  ${COST_PARTS.map((part) => `${exactSumSql(partCost(part))} AS "${part}Cost"`).join(', ')}, count(${partCost('request')}) AS requestCount
  ${CALLS} AND c.cost_source = @source`

/** What the calls of one source add up to: their tokens and their computed cost by part. */
type SourceSums = Readonly<Record<'responseCount' | 'requestCount' | UsagePart, number>> &
  Readonly<Partial<Record<'cost' | `${CostPart}Cost`, string>>>

type Summed<T> = Omit<T, 'costNanos'> & { readonly cost?: string }

/**
 * What a session cost. One pass over its rollups for each list by name. The others come from an index of its calls: one pass over it
 * source by source, and one over what has no price.
 */
export function readSessionCost(db: SqliteDatabase, { sessionId }: { readonly sessionId: number }): StoredSessionCost {
  const all = <T extends object>(sql: string) => queryAll<Summed<T>>(db, sql, { sessionId })
  const sources = ALL_COST_SOURCES.map((source) => ({ source, sums: queryFirst<SourceSums>(db, SOURCE, { sessionId, source }) })).flatMap(
    ({ source, sums }) => (sums && sums.responseCount > 0 ? [{ source, sums }] : []),
  )
  return {
    phases: all<StoredSessionCost['phases'][number]>(PHASES).map(withCost),
    models: all<StoredCostLine>(MODELS).map(withCost),
    parts: partsOf(sources.map(({ sums }) => sums)),
    unpriced: all<StoredSessionCost['unpriced'][number]>(UNPRICED),
    sources: sources.map(({ source, sums: { responseCount, cost } }) => ({
      source,
      responseCount,
      ...(cost !== undefined && { costNanos: exactSum(cost) }),
    })),
  }
}

function withCost<T extends { readonly cost?: string }>({ cost = '', ...line }: T) {
  return { ...line, costNanos: exactSum(cost) }
}

/** Token counts are columns; what they cost, and whether a request was charged for, stands in the derivations. */
function partsOf(sources: readonly SourceSums[]): StoredSessionCost['parts'] {
  return COST_PARTS.flatMap((part) => {
    const costs = sources.map((sums) => sums[`${part}Cost`]).filter((cost) => cost !== undefined)
    const quantity = sources.reduce((sum, sums) => sum + (part === 'request' ? sums.requestCount : sums[part]), 0)
    const costNanos = costs.reduce((sum, cost) => sum + exactSum(cost), 0n)
    return quantity === 0 ? [] : [{ part, quantity, ...(costs.length > 0 && { costNanos }) }]
  })
}
