import { FACT_KINDS, MOMENT_KINDS, type StoredMoment } from '../../../domain/stored.ts'
import type { StoredLogLine } from '../../../domain/stored-signals.ts'
import type { MomentQuery, Page } from '../../../domain/telemetry-reader.ts'
import type { SqliteDatabase } from '../database.ts'
import { ACTION_TRACK } from './actions.ts'
import { CALL_TRACK } from './calls.ts'
import { readChronological, type Track } from './chronological.ts'
import { factTrack } from './facts.ts'
import { createIssueStates, type ReportedFact } from './fixes.ts'
import { LOG_TRACK, looseLogs, readLogLine } from './log-lines.ts'
import { PHASE_TRACK } from './phases.ts'
import { queryFirst, textSql } from './rows.ts'

/** Where each kind is found. */
const TRACKS: Readonly<Record<(typeof MOMENT_KINDS)[number], readonly Track[]>> = {
  phase: [PHASE_TRACK],
  response: [CALL_TRACK],
  action: [ACTION_TRACK],
  artifact: [factTrack('artifact')],
  issue: [factTrack('issue')],
  metric: [factTrack('metric')],
  decision: [factTrack('decision')],
  event: [factTrack('event'), factTrack('fix')],
  log: [LOG_TRACK],
}

/** Characters of a line for people. */
const DETAIL_CHARS = 200

const SPAN_SQL = `lower(hex(t.trace_id)) AS traceId, printf('%016x', x.span_id) AS spanId`
const joins = (row: string, span: string) =>
  `JOIN traces t ON t.id = ${row}.trace JOIN spans x ON x.id = ${row}.${span} WHERE ${row}.id = @id`
const detail = (column: string) => `substr(${textSql(column)}, 1, ${DETAIL_CHARS}) AS detail`

/** By rank of the track. */
const MOMENTS = new Map<number, string>([
  [
    PHASE_TRACK.rank,
    `SELECT 'phase' AS kind, p.id, ${SPAN_SQL}, p.parent_id AS phaseId, p.start_ns AS startNs, p.end_ns AS endNs, p.name, x.name AS spanName,
      ${detail('x.error_message')}, p.status = 'failed' AS failed FROM phase_rows p ${joins('p', 'id')}`,
  ],
  [
    CALL_TRACK.rank,
    `SELECT 'response' AS kind, c.id, ${SPAN_SQL}, c.phase_id AS phaseId, c.start_ns AS startNs, x.end_ns AS endNs, coalesce(c.model, x.name) AS name,
      x.name AS spanName, ${detail('c.input_text')}, x.failed, c.tokens_input + c.tokens_output AS tokensTotal, c.cost_nanos AS costNanos FROM calls c ${joins('c', 'id')}`,
  ],
  [
    ACTION_TRACK.rank,
    `SELECT 'action' AS kind, a.id, ${SPAN_SQL}, a.phase_id AS phaseId, a.start_ns AS startNs, x.end_ns AS endNs, coalesce(a.tool, a.type) AS name,
      x.name AS spanName, ${detail('coalesce(a.text, a.arguments)')}, x.failed OR coalesce(a.success = 0, 0) AS failed FROM action_rows a ${joins('a', 'id')}`,
  ],
  ...FACT_KINDS.map((kind): [number, string] => [
    factTrack(kind).rank,
    `SELECT f.kind, f.id, f.trace, ${SPAN_SQL}, f.phase_id AS phaseId, f.time_ns AS timeNs, f.data FROM facts f ${joins('f', 'span')}`,
  ]),
])

type FactRow = Omit<StoredMoment, 'startNs' | 'failed'> & ReportedFact

/** Everything that happened in a session, or some kinds of it, in order of time. */
export function listMoments(db: SqliteDatabase, query: MomentQuery): Page<StoredMoment | StoredLogLine> {
  const stateOf = createIssueStates(db)
  const fact = (row: FactRow): StoredMoment => {
    const { trace: _, timeNs, ...moment } = row
    return { ...moment, startNs: timeNs, failed: Number(row.kind === 'issue' && stateOf(row).fixed === 0) }
  }
  const kinds = MOMENT_KINDS.filter((kind) => query.kinds?.includes(kind) ?? true)
  return readChronological<StoredMoment | StoredLogLine>(db, query, {
    name: kinds.length === MOMENT_KINDS.length ? 'timeline' : `timeline ${kinds.join(' ')}`,
    tracks: kinds.flatMap((kind) => TRACKS[kind]),
    readLoose: kinds.includes('log') ? looseLogs(db, query) : undefined,
    read: ({ rank, id }) => {
      if (rank === LOG_TRACK.rank) return readLogLine(db, { id, maxChars: DETAIL_CHARS })?.line
      const row = queryFirst<FactRow | StoredMoment>(db, MOMENTS.get(rank) ?? '', { id })
      return row && 'timeNs' in row ? fact(row) : row
    },
  })
}
