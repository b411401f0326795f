/** Logs and points of a session go with the first transaction of its removal for whoever reads, also while their rows are still there. */

/** Whether the removal `m` is about to delete the row `r` of `log_records`. */
export const REMOVES_LOG = `m.workspace_id = r.workspace_id AND r.id <= m.last_log AND (
  EXISTS (SELECT 1 FROM removed_traces x WHERE +x.removal = m.id AND x.workspace_id = r.workspace_id AND x.trace_id = r.trace_id)
  OR (m.key = r.session_key AND m.key_scope = r.key_scope
    AND NOT EXISTS (SELECT 1 FROM traces t WHERE t.workspace_id = r.workspace_id AND t.trace_id = r.trace_id)))`

/** A condition on the row `r` of `log_records`. */
export const LOG_STAYS = `NOT EXISTS (SELECT 1 FROM removals m WHERE ${REMOVES_LOG})`

/** The removals `m` that are about to delete the row `r` of `metric_points`. */
export const REMOVALS_OF_POINT = `removals m JOIN metric_series o
  ON o.workspace_id = m.workspace_id AND o.session_key = m.key AND o.key_scope = m.key_scope WHERE o.id = r.series AND r.id <= m.last_point`

/** A condition on the row `r` of `metric_points`. */
export const POINT_STAYS = `NOT EXISTS (SELECT 1 FROM ${REMOVALS_OF_POINT})`
