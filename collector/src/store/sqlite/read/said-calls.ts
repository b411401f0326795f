import { SETTLED } from '../write/settle-node-row.ts'

/**
 * Calls, by the alias `c`, that a transcript shows: not those whose usage is counted elsewhere, and of agents and workflows that bear
 * usage only those without a model call below, which would tell the same.
 */
export const SAID_SQL = `c.repeated = 0
  AND (c.is_model_call = 1 OR NOT EXISTS (SELECT 1 FROM spans x WHERE x.id = c.id AND x.settled & ${SETTLED.callBelow}))`
