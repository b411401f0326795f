/** Columns that every row below a session has, over the aliases `t` (trace), `x` (span) and `p` (phase, may be missing). */
export const PLACED_SQL = `lower(hex(t.trace_id)) AS traceId, printf('%016x', x.span_id) AS spanId, t.session_id AS sessionId,
  p.name AS phase, p.id AS phaseId`

/** The tables of those columns. @param row alias of the row's table @param span its column that names the span's row */
export function placedJoins(row: string, span: string = 'id'): string {
  return `JOIN traces t ON t.id = ${row}.trace JOIN spans x ON x.id = ${row}.${span} LEFT JOIN phase_rows p ON p.id = ${row}.phase_id`
}
