import { ALL_COST_SOURCES } from '../../../domain/cost.ts'

/** True of every call `c`. It leads to the index `calls_by_cost`, which has all that is asked of the cost of calls. */
export const ANY_SOURCE_SQL = `c.cost_source IN (${ALL_COST_SOURCES.map((source) => `'${source}'`).join(', ')})`
