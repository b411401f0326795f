import { matchExpression } from '../../search-text.ts'
import type { SqliteDatabase } from '../database.ts'
import { queryAll, queryFirst } from './rows.ts'

/**
 * Questions to the full-text index. A word may occur in every span of the store, so nothing here reads all matches of one: few are named,
 * and of many it is only asked whether some given spans or sessions are among them, which the index answers trace by trace.
 */

/** What a search found: the rows of the spans, or that they are too many to name, and between which rows they are. */
export type Found = { readonly kind: 'few'; readonly spans: readonly number[] } | ManyFound

/** Too many matches to name. Rows are in order of arrival: a word may occur in a part of the history only. */
export interface ManyFound {
  readonly kind: 'many'
  readonly match: string
  readonly first: number
  readonly last: number
}

/** Matches that are named: looking up where each one belongs takes some 10 ms. */
const MAX_NAMED = 5000
/** Traces that one question names. */
const MAX_TRACES = 1000
/** Matches that one question may read. */
const MAX_MATCHES = 10_000

const MATCHES = 'SELECT rowid AS id FROM search WHERE search MATCH @match ORDER BY rowid LIMIT @limit'
const LAST_MATCH = 'SELECT rowid AS id FROM search WHERE search MATCH @match ORDER BY rowid DESC LIMIT 1'
const MATCHES_BETWEEN = `SELECT rowid AS id FROM search WHERE search MATCH @match AND rowid BETWEEN @first AND @last LIMIT ${MAX_MATCHES + 1}`
const TRACES = 'SELECT id, session_id AS session FROM traces WHERE session_id IN (SELECT value FROM json_each(@sessions))'
const MATCHING_TRACES = `SELECT DISTINCT x.trace FROM (SELECT rowid AS id FROM search WHERE search MATCH @match) m CROSS JOIN spans x ON x.id = m.id`

/**
 * The spans in which all typed words occur; `undefined` when nothing was typed that can be looked for. Where too many have the last word
 * as it stands, it is not taken as a beginning: that would be the most costly question, for what nobody misses.
 */
export function findSpans(db: SqliteDatabase, typed: string): Found | undefined {
  const [whole, beginning] = [matchExpression(typed, { lastIsBeginning: false }), matchExpression(typed)]
  if (whole === undefined || beginning === undefined) return undefined
  const found = spansWith(db, whole)
  return found.kind === 'many' || whole === beginning ? found : spansWith(db, beginning)
}

function spansWith(db: SqliteDatabase, words: string): Found {
  const match = `text : (${words})`
  const spans = queryAll<{ readonly id: number }>(db, MATCHES, { match, limit: MAX_NAMED + 1 }).map(({ id }) => id)
  const [first = 0] = spans
  if (spans.length <= MAX_NAMED) return { kind: 'few', spans }
  return { kind: 'many', match, first, last: queryFirst<{ readonly id: number }>(db, LAST_MATCH, { match })?.id ?? first }
}

/** A span that may match. */
export interface Candidate {
  readonly id: number
  readonly trace: number
}

/** Which of some spans match. */
export function matchingSpans(db: SqliteDatabase, match: string, spans: readonly Candidate[]): ReadonlySet<number> {
  if (spans.length === 0) return new Set()
  const traces = [...new Set(spans.map(({ trace }) => trace))]
  const rows = spans.map(({ id }) => id)
  const bounds = { first: Math.min(...rows), last: Math.max(...rows) }
  if (traces.length <= MAX_TRACES) {
    const found = queryAll<{ readonly id: number }>(db, MATCHES_BETWEEN, { match: inTraces(match, traces), ...bounds })
    if (found.length <= MAX_MATCHES || bounds.first === bounds.last) return new Set(found.map(({ id }) => id))
  }
  const half = Math.ceil(spans.length / 2)
  return new Set([...matchingSpans(db, match, spans.slice(0, half)), ...matchingSpans(db, match, spans.slice(half))])
}

/** A session that may have a span that matches. */
export interface CandidateSession {
  readonly id: number
  readonly spanCount: number
}

/** Which of some sessions have a span that matches. Those with few spans are asked for together. */
export function matchingSessions(db: SqliteDatabase, match: string, sessions: readonly CandidateSession[]): ReadonlySet<number> {
  const large = sessions.filter(({ spanCount }) => spanCount > MAX_MATCHES)
  const found = new Set(large.filter(({ id }) => hasMatch(db, match, id)).map(({ id }) => id))
  for (const group of groupsOf(sessions.filter(({ spanCount }) => spanCount <= MAX_MATCHES))) {
    const sessionOf = new Map(tracesOf(db, group).map(({ id, session }) => [id, session]))
    for (const traces of chunks([...sessionOf.keys()]))
      for (const { trace } of queryAll<{ readonly trace: number }>(db, MATCHING_TRACES, { match: inTraces(match, traces) })) {
        const session = sessionOf.get(trace)
        if (session !== undefined) found.add(session)
      }
  }
  return found
}

function hasMatch(db: SqliteDatabase, match: string, session: number): boolean {
  const traces = tracesOf(db, [session]).map(({ id }) => id)
  return chunks(traces).some((some) => queryFirst(db, MATCHES, { match: inTraces(match, some), limit: 1 }) !== undefined)
}

/** Sessions that have no more than `MAX_MATCHES` spans together. */
function groupsOf(sessions: readonly CandidateSession[]): readonly (readonly number[])[] {
  const groups: number[][] = []
  let spans = Number.POSITIVE_INFINITY
  for (const { id, spanCount } of sessions) {
    if (spans + spanCount > MAX_MATCHES) {
      groups.push([])
      spans = 0
    }
    groups.at(-1)?.push(id)
    spans += spanCount
  }
  return groups
}

function tracesOf(db: SqliteDatabase, sessions: readonly number[]): readonly { readonly id: number; readonly session: number }[] {
  return queryAll(db, TRACES, { sessions: JSON.stringify(sessions) })
}

function chunks(traces: readonly number[]): readonly (readonly number[])[] {
  return Array.from({ length: Math.ceil(traces.length / MAX_TRACES) }, (_, i) => traces.slice(i * MAX_TRACES, (i + 1) * MAX_TRACES))
}

function inTraces(match: string, traces: readonly number[]): string {
  return `${match} AND trace : (${traces.map((trace) => `"${trace}"`).join(' OR ')})`
}
