import { spanIdToInt } from '../../../domain/id.ts'
import type { StoredSpan, StoredTreeSpan } from '../../../domain/stored-span.ts'
import type { Page, SessionPage } from '../../../domain/telemetry-reader.ts'
import type { SqliteDatabase } from '../database.ts'
import { type Place as CursorPlace, fromCursor, integerAt, invalid, toCursor } from './cursor.ts'
import { MAX_PAGE_CHARS, queryFirst, textLength } from './rows.ts'
import { SPAN_LIST_SQL, SPAN_TABLES_SQL } from './span-columns.ts'
import { NO_PARENT, type Node, type SpanWalk, spanWalk } from './span-walk.ts'

/**
 * The spans of a session depth-first, trace after trace, page by page. A page goes on from the last span of the one before by looking
 * up its child, sibling or ancestor, so that it costs the same at the beginning and at the end of a trace of any size.
 */

/** First the spans without a parent, then those whose parent is missing, then those on a cycle of parents. */
const STAGES = ['roots', 'orphans', 'cycles'] as const
type Stage = (typeof STAGES)[number]

/** Where the walk of a trace stands. */
interface Place {
  readonly stage: Stage
  /** The last parent id (orphans) or span id (cycles) that was looked at. */
  readonly mark?: string
  /** The last span that was given; none at the beginning of a stage. */
  readonly node?: Node
  readonly depth: number
  /** On the way up: everything below `node` was given, and what comes after it is being looked for. */
  readonly climbing?: true
}

/** Look-ups that a page has left. */
interface Budget {
  left: number
}

/** Where the walk of a session stands. */
interface Walk {
  readonly trace: TraceRow
  readonly place: Place
  /** Spans of the trace that were given: when it is all of them, nobody need look for orphans. */
  readonly given: number
}

interface TraceRow {
  readonly id: number
  readonly spanCount: number
}

/** Look-ups on the way up, for orphans and for cycles on one page, about 100 ms. A page that needs more ends early, even empty, with a cursor. */
const MAX_LOOKUPS = 20_000
const CYCLE_CHUNK = 1000
const LIST = 'spans'
const BEGINNING: Place = { stage: 'roots', depth: 0 }

/** One page of the spans of a session. */
export function listSpans(db: SqliteDatabase, { sessionId, limit, cursor }: SessionPage): Page<StoredTreeSpan> {
  const items: StoredTreeSpan[] = []
  const budget: Budget = { left: MAX_LOOKUPS }
  let chars = 0
  let walk = cursor === undefined ? firstTrace(db, sessionId) : fromWalkCursor(db, sessionId, cursor)
  while (walk) {
    const steps = spanWalk(db, walk.trace.id)
    while (walk.given < walk.trace.spanCount) {
      if (items.length === limit || budget.left <= 0 || chars > MAX_PAGE_CHARS) return { items, nextCursor: toWalkCursor(walk) }
      const place = advance(steps, walk.place, budget)
      if (!place) break
      const isNew = place.node !== undefined && !place.climbing
      if (place.node && isNew) {
        const span = treeSpanAt(db, { trace: walk.trace.id, node: place.node, steps })
        items.push({ ...span, depth: place.depth })
        chars += textLength(span)
      }
      walk = { ...walk, place, given: walk.given + (isNew ? 1 : 0) }
    }
    walk = nextTrace(db, sessionId, walk.trace.id)
    if (walk && items.length === limit) return { items, nextCursor: toWalkCursor(walk) }
  }
  return { items }
}

/**
 * The next place: a span to give, or, when the budget ended before one was found, a place to go on from (without a node, or climbing).
 * `undefined` at the end of the trace.
 */
function advance(steps: SpanWalk, at: Place, budget: Budget): Place | undefined {
  if (!at.node) return nextRoot(steps, at, budget)
  const child = at.climbing ? undefined : steps.firstChild(at.node.spanId)
  return child ? { ...at, node: child, depth: at.depth + 1 } : climb(steps, { ...at, node: at.node }, budget)
}

/** What comes after everything below a span: a sibling of it, or of the nearest span above that has one. */
function climb(steps: SpanWalk, { climbing: _, ...at }: Place & { readonly node: Node }, budget: Budget): Place | undefined {
  let { node } = at
  for (let depth = at.depth; depth > 0; depth--) {
    if (budget.left <= 0) return { ...at, node, depth, climbing: true }
    budget.left -= 2
    const sibling = steps.nextSibling(node)
    if (sibling) return { ...at, node: sibling, depth }
    const parent = steps.find(node.parentSpanId)
    if (!parent) throw invalid()
    node = parent
  }
  const sibling = at.stage === 'cycles' ? undefined : steps.nextSibling(node)
  return sibling ? { ...at, node: sibling, depth: 0 } : nextRoot(steps, { ...at, node }, budget)
}

function nextRoot(steps: SpanWalk, at: Place, budget: Budget): Place | undefined {
  switch (at.stage) {
    case 'roots': {
      const root = at.node ? undefined : steps.firstRoot()
      return root ? { ...at, node: root, depth: 0 } : nextOrphan(steps, undefined, budget)
    }
    case 'orphans':
      return nextOrphan(steps, at.mark, budget)
    case 'cycles':
      return nextOnCycle(steps, at.mark, budget)
  }
}

function nextOrphan(steps: SpanWalk, after: string | undefined, budget: Budget): Place | undefined {
  for (let parent = steps.nextParentId(after); parent !== undefined; parent = steps.nextParentId(parent)) {
    const node = parent === NO_PARENT || steps.find(parent) ? undefined : steps.firstChild(parent)
    if (node) return { stage: 'orphans', mark: parent, node, depth: 0 }
    budget.left -= 2
    if (budget.left <= 0) return { stage: 'orphans', mark: parent, depth: 0 }
  }
  return nextOnCycle(steps, undefined, budget)
}

function nextOnCycle(steps: SpanWalk, after: string | undefined, budget: Budget): Place | undefined {
  const { found, seen } = steps.nextOnCycle(after, CYCLE_CHUNK)
  budget.left -= CYCLE_CHUNK
  if (found) return { stage: 'cycles', mark: found.spanId, node: found, depth: 0 }
  return seen === undefined ? undefined : { stage: 'cycles', mark: seen, depth: 0 }
}

const SPAN = `SELECT ${SPAN_LIST_SQL} FROM ${SPAN_TABLES_SQL} WHERE s.trace = @trace AND s.span_id = @spanId`

function treeSpanAt(
  db: SqliteDatabase,
  { trace, node, steps }: { readonly trace: number; readonly node: Node; readonly steps: SpanWalk },
): StoredSpan & { readonly hasChildren: boolean } {
  const span = queryFirst<StoredSpan>(db, SPAN, { trace, spanId: spanIdToInt(node.spanId) })
  if (!span) throw invalid()
  return { ...span, hasChildren: steps.firstChild(node.spanId) !== undefined }
}

function firstTrace(db: SqliteDatabase, sessionId: number): Walk | undefined {
  const sql = 'SELECT id, span_count AS spanCount FROM traces WHERE session_id = @sessionId ORDER BY start_ns, trace_id LIMIT 1'
  return beginning(queryFirst<TraceRow>(db, sql, { sessionId }))
}

function nextTrace(db: SqliteDatabase, sessionId: number, after: number): Walk | undefined {
  const sql = `SELECT id, span_count AS spanCount FROM traces WHERE session_id = @sessionId
    AND (start_ns, trace_id) > (SELECT start_ns, trace_id FROM traces WHERE id = @after) ORDER BY start_ns, trace_id LIMIT 1`
  return beginning(queryFirst<TraceRow>(db, sql, { sessionId, after }))
}

function beginning(trace: TraceRow | undefined): Walk | undefined {
  return trace && { trace, place: BEGINNING, given: 0 }
}

function toWalkCursor({ trace, place, given }: Walk): string {
  return toCursor(LIST, [
    trace.id,
    STAGES.indexOf(place.stage),
    place.mark ?? null,
    place.node?.spanId ?? null,
    place.depth,
    given,
    place.climbing ? 1 : 0,
  ])
}

function fromWalkCursor(db: SqliteDatabase, sessionId: number, cursor: string): Walk {
  const fields = fromCursor(LIST, cursor)
  const sql = 'SELECT id, span_count AS spanCount FROM traces WHERE id = @id AND session_id = @sessionId'
  const trace = queryFirst<TraceRow>(db, sql, { id: integerAt(fields, 0), sessionId })
  const stage = STAGES[Number(integerAt(fields, 1))]
  const spanId = spanIdAt(fields, 3)
  const mark = spanIdAt(fields, 2)
  const node = trace && spanId !== undefined ? spanWalk(db, trace.id).find(spanId) : undefined
  const isClimbing = integerAt(fields, 6) === 1n
  if (!trace || !stage || (spanId !== undefined && !node)) throw invalid()
  return {
    trace,
    place: {
      stage,
      depth: Number(integerAt(fields, 4)),
      ...(mark !== undefined && { mark }),
      ...(node && { node }),
      ...(isClimbing && { climbing: true }),
    },
    given: Number(integerAt(fields, 5)),
  }
}

function spanIdAt(fields: CursorPlace, index: number): string | undefined {
  const field = fields[index]
  if (field === null) return undefined
  if (typeof field === 'string' && /^[0-9a-f]{16}$/.test(field)) return field
  throw invalid()
}
