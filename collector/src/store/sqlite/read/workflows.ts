import type { StoredWorkflow } from '../../../domain/stored.ts'
import type { Page, PageRequest } from '../../../domain/telemetry-reader.ts'
import type { SqliteDatabase } from '../database.ts'
import { fromCursor, invalid, toCursor } from './cursor.ts'
import { exactSum, exactSumSql } from './exact-sum.ts'
import { queryAll } from './rows.ts'

const LIST = 'workflows'

/** One name after the other by seeking in the index of sessions by workflow, then the sums of each name on the page. */
const WORKFLOWS = `WITH RECURSIVE names (name, position) AS (
    SELECT min(workflow), 1 FROM session_rows WHERE workspace_id = @workspaceId AND workflow > @after
    UNION ALL
    SELECT (SELECT min(workflow) FROM session_rows WHERE workspace_id = @workspaceId AND workflow > names.name), position + 1
    FROM names WHERE name IS NOT NULL AND position < @limit
  )
  SELECT n.name, (SELECT v.workflow_version FROM session_rows v WHERE v.workspace_id = @workspaceId AND v.workflow = n.name
      ORDER BY v.start_ns DESC, v.id DESC LIMIT 1) AS version,
    count(*) AS sessionCount, sum(s.status = 'running') AS runningCount, sum(s.status = 'failed') AS failedCount,
    sum(s.priced_count) AS pricedCount, ${exactSumSql('s.cost_nanos')} AS cost, max(s.start_ns) AS lastStartNs
  FROM names n CROSS JOIN session_rows s ON s.workspace_id = @workspaceId AND s.workflow = n.name
  GROUP BY n.name ORDER BY n.name`

/** Workflows that sessions name, by name. */
export function listWorkflows(
  db: SqliteDatabase,
  { workspaceId, limit, cursor }: PageRequest & { readonly workspaceId: number },
): Page<StoredWorkflow> {
  const after = cursor === undefined ? '' : fromCursor(LIST, cursor)[0]
  if (typeof after !== 'string') throw invalid()
  const rows = queryAll<Omit<StoredWorkflow, 'costNanos'> & { readonly cost: string }>(db, WORKFLOWS, {
    workspaceId,
    after,
    limit: limit + 1,
  })
  const last = rows[limit - 1]
  const items = rows.slice(0, limit).map(({ cost, ...workflow }) => ({ ...workflow, costNanos: exactSum(cost) }))
  return { items, ...(rows.length > limit && last && { nextCursor: toCursor(LIST, [last.name]) }) }
}
