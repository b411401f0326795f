/** Columns of a span in a list: nothing that can be large. Over the aliases of `SPAN_TABLES_SQL`. */
export const SPAN_LIST_SQL = `s.id, lower(hex(t.trace_id)) AS traceId, printf('%016x', s.span_id) AS spanId,
  CASE WHEN s.parent_span_id <> 0 THEN printf('%016x', s.parent_span_id) END AS parentSpanId, s.name, s.record_kind AS recordKind, s.kind,
  s.failed, s.start_ns AS startNs, s.end_ns AS endNs, r.service_name AS service, o.name AS scope, s.dialects, s.phase_id AS phaseId,
  s.error_type AS errorType, s.warnings, c.model, CASE WHEN c.has_usage THEN c.tokens_input + c.tokens_output END AS tokensTotal,
  c.cost_nanos AS costNanos, c.repeated`

/** The tables of those columns. */
export const SPAN_TABLES_SQL = `spans s JOIN traces t ON t.id = s.trace JOIN resources r ON r.id = s.resource_id
  JOIN scopes o ON o.id = s.scope_id LEFT JOIN calls c ON c.id = s.id`
