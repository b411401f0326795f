/**
 * What must hold between the tables, as queries that count the cases where it does not. SQLite cannot check these itself: the schema has
 * no foreign keys, because children arrive before their parents.
 */

import { SETTLED } from '../write/settle-node-row.ts'
import { SUM_COLUMNS } from '../write/trace-row.ts'
import type { FaultArea } from './finding.ts'

/** One rule. */
export interface Invariant {
  readonly area: FaultArea
  /** What a case of it is, behind its number: `3 calls without their span`. */
  readonly broken: string
  /** Counts the cases. */
  readonly sql: string
}

/** Rows of `from` whose `column` names no row of `to`. */
function dangling(from: string, column: string, { to, as }: { readonly to: string; readonly as: string }): Invariant {
  const sql = `SELECT count(*) FROM ${from} WHERE ${column} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ${to} o WHERE o.id = ${from}.${column})`
  return { area: 'rows', broken: as, sql }
}

/** Rows that name no trace, but for those that a removal has still to delete. */
function traceless(from: string, as: string): Invariant {
  const { area, broken, sql } = dangling(from, 'trace', { to: 'traces', as })
  return { area, broken, sql: `${sql} AND NOT EXISTS (SELECT 1 FROM removed_traces r WHERE r.trace = ${from}.trace)` }
}

/** Traces whose phases a job still has to find: until then some of their rows may name what is no phase any more. */
const NOT_SETTLING = "trace NOT IN (SELECT trace FROM jobs WHERE kind = 'phases')"

/** Spans that say that they have a row in a table, and the rows that there are. */
function missing(bit: number, table: string): Invariant {
  return {
    area: 'rows',
    broken: `spans whose row in ${table} is missing`,
    sql: `SELECT count(*) FROM spans s WHERE s.settled & ${bit} AND NOT EXISTS (SELECT 1 FROM ${table} o WHERE o.id = s.id)`,
  }
}

const sessionSums = SUM_COLUMNS.map(([column]) => column)

/** Every rule, the cheap ones first. */
export const INVARIANTS: readonly Invariant[] = [
  dangling('calls', 'id', { to: 'spans', as: 'calls without their span' }),
  dangling('phase_rows', 'id', { to: 'spans', as: 'phases without their span' }),
  dangling('action_rows', 'id', { to: 'spans', as: 'actions without their span' }),
  dangling('facts', 'span', { to: 'spans', as: 'facts without their span' }),
  dangling('span_variants', 'span', { to: 'spans', as: 'variants without their span' }),
  dangling('search_changes', 'span', { to: 'spans', as: 'notes of the search index without their span' }),
  dangling('search_docsize', 'id', { to: 'spans', as: 'documents of the search index without their span' }),
  missing(SETTLED.call, 'calls'),
  missing(SETTLED.phase, 'phase_rows'),
  missing(SETTLED.action, 'action_rows'),
  ...['calls', 'phase_rows', 'action_rows'].map((table): Invariant => {
    const sql = `SELECT count(*) FROM ${table} o JOIN spans s ON s.id = o.id WHERE s.trace <> o.trace`
    return { area: 'rows', broken: `rows in ${table} that name another trace than their span`, sql }
  }),
  {
    area: 'rows',
    broken: 'spans whose phase is missing',
    sql: `SELECT count(*) FROM spans s WHERE s.phase_id IS NOT NULL AND ${NOT_SETTLING}
      AND NOT EXISTS (SELECT 1 FROM phase_rows p WHERE p.id = s.phase_id)`,
  },
  traceless('spans', 'spans without their trace'),
  traceless('rollups', 'sums by time without their trace'),
  dangling('removed_traces', 'removal', { to: 'removals', as: 'removed traces of no removal' }),
  dangling('spans', 'resource_id', { to: 'resources', as: 'spans without their resource' }),
  dangling('spans', 'scope_id', { to: 'scopes', as: 'spans without their scope' }),
  dangling('log_records', 'resource_id', { to: 'resources', as: 'log records without their resource' }),
  dangling('log_records', 'scope_id', { to: 'scopes', as: 'log records without their scope' }),
  dangling('metric_descriptors', 'resource_id', { to: 'resources', as: 'metrics without their resource' }),
  dangling('metric_descriptors', 'scope_id', { to: 'scopes', as: 'metrics without their scope' }),
  dangling('metric_series', 'descriptor', { to: 'metric_descriptors', as: 'series without their metric' }),
  dangling('metric_points', 'series', { to: 'metric_series', as: 'metric points without their series' }),
  dangling('traces', 'session_id', { to: 'session_rows', as: 'traces without their session' }),
  dangling('traces', 'root_span', { to: 'spans', as: 'traces whose root is missing' }),
  dangling('session_rows', 'first_trace', { to: 'traces', as: 'sessions whose first trace is missing' }),
  dangling('session_rows', 'last_trace', { to: 'traces', as: 'sessions whose last trace is missing' }),
  dangling('session_aliases', 'session_id', { to: 'session_rows', as: 'former integers of sessions that lead nowhere' }),
  {
    area: 'rows',
    broken: 'traces without any span',
    sql: 'SELECT count(*) FROM traces t WHERE NOT EXISTS (SELECT 1 FROM spans s WHERE s.trace = t.id)',
  },
  {
    area: 'texts',
    broken: 'long texts whose beginning is missing',
    sql: 'SELECT count(*) FROM paths p WHERE p.parent_id <> 0 AND NOT EXISTS (SELECT 1 FROM paths o WHERE o.id = p.parent_id)',
  },
  {
    area: 'texts',
    broken: 'long texts of which a piece is missing',
    sql: 'SELECT count(*) FROM paths p WHERE NOT EXISTS (SELECT 1 FROM contents c WHERE c.id = abs(p.content_id))',
  },
  {
    area: 'counts',
    broken: 'pieces of text whose number of uses is wrong',
    sql: `SELECT count(*) FROM contents c LEFT JOIN (SELECT abs(content_id) AS content, count(*) AS uses FROM paths GROUP BY 1) u ON u.content = c.id
      WHERE c.refs <> coalesce(u.uses, 0)`,
  },
  {
    area: 'sums',
    broken: 'sessions whose sums are not those of their traces',
    sql: `SELECT count(*) FROM session_rows s LEFT JOIN (
        SELECT session_id, count(*) AS traces, sum(status = 'running') AS running, min(start_ns) AS start_ns, max(end_ns) AS end_ns,
          ${sessionSums.map((column) => `sum(${column}) AS ${column}`).join(', ')}
        FROM traces GROUP BY session_id
      ) t ON t.session_id = s.id
      WHERE t.session_id IS NULL OR s.trace_count <> t.traces OR s.running_traces <> t.running OR s.start_ns <> t.start_ns
        OR s.end_ns <> t.end_ns OR ${sessionSums.map((column) => `s.${column} <> t.${column}`).join(' OR ')}`,
  },
  {
    area: 'counts',
    broken: 'numbers of logs and metric points that are wrong',
    sql: `SELECT count(*) FROM (
        SELECT workspace_id, 'logs' AS name, count(*) AS n FROM log_records GROUP BY workspace_id
        UNION ALL SELECT workspace_id, 'metric_points', count(*) FROM metric_points GROUP BY workspace_id
      ) c FULL JOIN item_counts i ON i.workspace_id = c.workspace_id AND i.name = c.name
      WHERE coalesce(c.name, i.name) IN ('logs', 'metric_points') AND coalesce(c.n, 0) <> coalesce(i.count, 0)`,
  },
]
