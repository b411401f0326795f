import type { StoredPhase } from '../../../domain/stored.ts'
import type { Page, SessionPage } from '../../../domain/telemetry-reader.ts'
import type { SqliteDatabase } from '../database.ts'
import { readChronological, type Track } from './chronological.ts'
import { exactSum, exactSumSql } from './exact-sum.ts'
import { inclusiveSums, type PhaseNode, type PhaseSums } from './phase-sums.ts'
import { queryAll, queryFirst, textSql } from './rows.ts'

/** Steps of sessions. */
export const PHASE_TRACK: Track = { rank: 0, table: 'phase_rows', time: 'start_ns' }

type PhaseRow = Omit<StoredPhase, keyof PhaseSums> & { readonly trace: number }

const PHASE = `SELECT p.id, p.trace, lower(hex(t.trace_id)) AS traceId, printf('%016x', x.span_id) AS spanId, p.parent_id AS parentId, p.name, p.number,
  p.iteration, p.attempt, p.status, p.start_ns AS startNs, p.end_ns AS endNs, x.error_type AS errorType,
  ${textSql('x.error_message')} AS errorMessage, ${textSql('p.metadata')} AS metadata
  FROM phase_rows p JOIN traces t ON t.id = p.trace JOIN spans x ON x.id = p.id WHERE p.id = @id`

/** Every phase of a trace with the sums of the calls whose nearest phase it is. */
const NODES = `SELECT p.id, p.parent_id AS parentId, coalesce(sum(u.response_count), 0) AS responseCount,
  coalesce(sum(u.priced_count), 0) AS pricedCount, total(u.tokens_input + u.tokens_output) AS tokensTotal,
  coalesce(${exactSumSql('u.cost_nanos')}, '0 0') AS cost
  FROM phase_rows p LEFT JOIN rollups u ON u.trace = p.trace AND u.phase_id = p.id WHERE p.trace = @trace GROUP BY p.id`

/** The phases of a session, in order of start. Their sums take one look at every phase of the traces on the page. */
export function listPhases(db: SqliteDatabase, page: SessionPage): Page<StoredPhase> {
  const sumsOfTraces = new Map<number, ReadonlyMap<number, PhaseSums>>()
  const sumsOf = ({ id, trace }: PhaseRow): PhaseSums => {
    const known = sumsOfTraces.get(trace) ?? inclusiveSums(nodesOf(db, trace))
    sumsOfTraces.set(trace, known)
    const { responseCount, pricedCount, tokensTotal, costNanos } = known.get(id) ?? NO_SUMS
    return { responseCount, pricedCount, tokensTotal, costNanos }
  }
  return readChronological(db, page, {
    name: 'phases',
    tracks: [PHASE_TRACK],
    read: ({ id }): StoredPhase | undefined => {
      const row = queryFirst<PhaseRow>(db, PHASE, { id })
      return row && { ...row, ...sumsOf(row) }
    },
  })
}

function nodesOf(db: SqliteDatabase, trace: number): readonly PhaseNode[] {
  const rows = queryAll<Omit<PhaseNode, 'costNanos'> & { readonly cost: string }>(db, NODES, { trace })
  return rows.map(({ cost, ...node }) => ({ ...node, costNanos: exactSum(cost) }))
}

const NO_SUMS: PhaseSums = { responseCount: 0, pricedCount: 0, tokensTotal: 0, costNanos: 0n }

/** How many phases a session has. */
export function countPhases(db: SqliteDatabase, sessionId: number): number {
  const sql = 'SELECT count(*) AS count FROM traces t JOIN phase_rows p ON p.trace = t.id WHERE t.session_id = @sessionId'
  return queryFirst<{ count: number }>(db, sql, { sessionId })?.count ?? 0
}
