import type { SqliteDatabase } from '../database.ts'
import { queryAll } from './rows.ts'
import { SAID_SQL } from './said-calls.ts'

/** A call as far as what came before it is looked for. */
export interface CallPlace {
  readonly id: number
  readonly trace: number
  readonly startNs: bigint
}

/** An agent's calls hang below one span: these are asked first, as any number of calls of other agents may stand between. */
const MAX_BESIDE = 4
/** Spans before a call below the same parent among which its calls are looked for: tools stand there, too. */
const MAX_SIBLINGS = 64
/** Of as many calls before, wherever they hang, one is what a call goes on from. */
const MAX_IN_TRACE = 8
/** Traces back in which calls of the session before this trace are looked for: some have none, or only those of a guard. */
const MAX_TRACES_BACK = 8
/** Of a trace before, its last calls and the last ones next to its root: what an agent did may be followed by a title or a summary. */
const MAX_LAST = 4
/** Calls of all traces before. */
const MAX_BEFORE_TRACE = 12

const BESIDE = `SELECT c.id FROM (
    SELECT s.id, s.start_ns FROM spans s WHERE s.trace = @trace AND s.start_ns <= @startNs AND s.id <> @id
      AND s.parent_span_id = (SELECT o.parent_span_id FROM spans o WHERE o.id = @id)
    ORDER BY s.start_ns DESC, s.span_id DESC LIMIT ${MAX_SIBLINGS}
  ) b JOIN calls c ON c.id = b.id WHERE (b.start_ns, b.id) < (@startNs, @id) AND ${SAID_SQL}
  ORDER BY b.start_ns DESC, b.id DESC LIMIT ${MAX_BESIDE}`

const IN_TRACE = `SELECT id FROM calls c WHERE trace = @trace AND (start_ns, id) < (@startNs, @id) AND ${SAID_SQL}
  ORDER BY start_ns DESC, id DESC LIMIT ${MAX_IN_TRACE}`

const TRACES_BEFORE = `SELECT e.id FROM traces t
  JOIN traces e ON e.session_id = t.session_id AND (e.start_ns, e.trace_id) < (t.start_ns, t.trace_id)
  WHERE t.id = @trace ORDER BY e.start_ns DESC, e.trace_id DESC LIMIT ${MAX_TRACES_BACK}`

/** Also a call of an earlier trace must have started before this one: traces may overlap. */
const LAST_OF_TRACE = `SELECT c.id FROM calls c WHERE c.trace = @trace AND c.start_ns <= @startNs AND ${SAID_SQL}
  ORDER BY c.start_ns DESC, c.id DESC LIMIT ${MAX_LAST}`

const LAST_BELOW_ROOT = `SELECT c.id FROM (
    SELECT s.id, s.start_ns FROM traces t JOIN spans r ON r.id = t.root_span JOIN spans s ON s.trace = t.id AND s.parent_span_id = r.span_id
    WHERE t.id = @trace AND s.start_ns <= @startNs ORDER BY s.start_ns DESC, s.span_id DESC LIMIT ${MAX_SIBLINGS}
  ) b JOIN calls c ON c.id = b.id WHERE ${SAID_SQL} ORDER BY b.start_ns DESC, b.id DESC LIMIT ${MAX_LAST}`

/**
 * Calls that a call may go on from: those before it below the same parent, then those before it anywhere in its trace, then the last
 * ones of the traces before; the nearest first, and only as far as they are asked for.
 */
export function* earlierCalls(db: SqliteDatabase, { id, trace, startNs }: CallPlace): Generator<number> {
  const given = new Set<number>()
  const fresh = (sql: string, bindings: Parameters<typeof queryAll>[2]): readonly number[] => {
    const ids = queryAll<{ readonly id: number }>(db, sql, bindings).map((row) => row.id)
    const unseen = ids.filter((each) => !given.has(each))
    for (const each of unseen) given.add(each)
    return unseen
  }
  yield* fresh(BESIDE, { id, trace, startNs })
  yield* fresh(IN_TRACE, { id, trace, startNs })
  let rest = MAX_BEFORE_TRACE
  for (const before of queryAll<{ readonly id: number }>(db, TRACES_BEFORE, { trace })) {
    for (const sql of [LAST_OF_TRACE, LAST_BELOW_ROOT]) {
      const last = fresh(sql, { trace: before.id, startNs }).slice(0, rest)
      yield* last
      rest -= last.length
    }
    if (rest === 0) return
  }
}
