import type { CostSource } from '../../../domain/cost.ts'

/** Where costs come from; every call has one of them. */
export const COST_SOURCES = ['reported', 'computed', 'estimated', 'unknown'] as const satisfies readonly CostSource[]

/** True of every call `c`. It leads to the index `calls_by_cost`, which has all that is asked of the cost of calls. */
export const ANY_SOURCE_SQL = `c.cost_source IN (${COST_SOURCES.map((source) => `'${source}'`).join(', ')})`
