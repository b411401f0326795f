import type { StoredLibraryPrompt } from '../../../domain/stored.ts'
import type { LibraryPromptQuery, Page } from '../../../domain/telemetry-reader.ts'
import type { SqliteDatabase } from '../database.ts'
import { SETTLED } from '../write/settle-node-row.ts'
import { ASKED_SQL, PROMPT_SQL } from './calls.ts'
import { inSession, type LatestOptions, readLatest } from './latest.ts'
import { placedJoins } from './placed.ts'
import { type Bindings, queryAll, queryFirst } from './rows.ts'
import { type Candidate, findSpans, matchingSpans } from './search.ts'

const EVALUATION = `kind = 'event' AND data ->> '$.type' = 'gen_ai.evaluation.result'`
const RATING = (call: string) => `(SELECT avg(data ->> '$.score') FROM facts WHERE span = ${call} AND ${EVALUATION})`

const LIBRARY_PROMPT = `${ASKED_SQL} SELECT ${PROMPT_SQL}, s.workflow, ${RATING('c.id')} AS rating,
  (SELECT count(data ->> '$.score') FROM facts WHERE span = c.id AND ${EVALUATION}) AS ratingCount,
  c.tokens_input + c.tokens_output AS tokensTotal, c.cost_nanos AS costNanos
  FROM calls c JOIN k ON k.id = c.id ${placedJoins('c')} JOIN session_rows s ON s.id = t.session_id WHERE c.id = @id`

/** Calls that are named one by one, and not looked for along the index of times. */
const MAX_NAMED = 5000
const EVALUATED = `SELECT span AS id FROM facts WHERE ${EVALUATION} AND span > 0 LIMIT ${MAX_NAMED + 1}`

/** Calls whose words another span has: those below a wrapper, and those with its response id. */
const SPOKEN_FOR = `SELECT c.id FROM json_each(@spans) j CROSS JOIN spans o ON o.id = j.value
    JOIN spans x ON x.trace = o.trace AND x.parent_span_id = o.span_id JOIN calls c ON c.id = x.id
    WHERE o.settled & ${SETTLED.call} AND c.input_text IS NULL AND (SELECT partner FROM call_partners WHERE id = c.id) = o.id
  UNION
  SELECT c.id FROM json_each(@spans) j CROSS JOIN calls o ON o.id = j.value JOIN calls c ON c.trace = o.trace AND c.response_id = o.response_id
    WHERE o.repeated = 1 AND c.input_text IS NULL AND (SELECT partner FROM call_partners WHERE id = c.id) = o.id LIMIT ${MAX_NAMED}`
const PARTNERS = `SELECT s.id, (SELECT partner FROM call_partners WHERE id = s.id) AS partner FROM (
    SELECT c.id FROM json_each(@calls) j CROSS JOIN calls c ON c.id = j.value WHERE c.input_text IS NULL
  ) s`

/** Calls of all sessions that count, the latest first. */
export function listLibraryPrompts(db: SqliteDatabase, query: LibraryPromptQuery): Page<StoredLibraryPrompt> {
  const { wanted, bindings } = filtersOf(query)
  const { calls, keep, between } = searched(db, query)
  return readLatest(db, query, {
    name: 'prompts of all sessions',
    from: calls ? 'json_each(@calls) j CROSS JOIN calls r ON r.id = j.value' : 'calls r',
    time: 'start_ns',
    where: ['r.repeated = 0'],
    // A call without words may be found by those of another span.
    wanted: between ? ['(r.id BETWEEN @first AND @last OR r.input_text IS NULL)', ...wanted] : wanted,
    bindings: { ...bindings, ...between, ...(calls && { calls: JSON.stringify(calls) }) },
    ...(keep && { keep }),
    read: (id) => queryFirst<StoredLibraryPrompt>(db, LIBRARY_PROMPT, { id }),
  })
}

function filtersOf({ workspaceId, workflow, phase, model, minRating }: LibraryPromptQuery): {
  readonly wanted: readonly string[]
  readonly bindings: Bindings
} {
  return {
    wanted: [
      inSession(workflow),
      ...(phase === undefined ? [] : ['(SELECT name FROM phase_rows WHERE id = r.phase_id) = @phase']),
      ...(model === undefined ? [] : ['(r.request_model = @model OR r.response_model = @model)']),
      ...(minRating === undefined ? [] : [`${RATING('r.id')} >= @minRating`]),
    ],
    bindings: {
      workspaceId,
      ...(workflow !== undefined && { workflow }),
      ...(phase !== undefined && { phase }),
      ...(model !== undefined && { model }),
      ...(minRating !== undefined && { minRating }),
    },
  }
}

interface Searched extends Pick<LatestOptions<unknown>, 'keep'> {
  /** The only calls that come into question. */
  readonly calls?: readonly number[]
  /** The only rows between which there are words that were searched for. */
  readonly between?: { readonly first: number; readonly last: number }
}

/** What the text, or else the rating, leaves of all calls. */
function searched(db: SqliteDatabase, { text, minRating }: LibraryPromptQuery): Searched {
  const found = text === undefined ? undefined : findSpans(db, text)
  if (found?.kind === 'few') return { calls: [...new Set([...found.spans, ...spokenFor(db, found.spans)])] }
  const rated = minRating === undefined ? undefined : evaluatedSpans(db)
  return {
    ...(found && { keep: (calls) => matchingCalls(db, found.match, calls), between: { first: found.first, last: found.last } }),
    ...(rated && { calls: rated }),
    // Nothing but punctuation is in no prompt.
    ...(text !== undefined && !found && { calls: [] }),
  }
}

/** Spans that were judged; `undefined` when they are too many to name. */
function evaluatedSpans(db: SqliteDatabase): readonly number[] | undefined {
  const spans = queryAll<{ readonly id: number }>(db, EVALUATED).map(({ id }) => id)
  return spans.length > MAX_NAMED ? undefined : [...new Set(spans)]
}

function spokenFor(db: SqliteDatabase, spans: readonly number[]): readonly number[] {
  return queryAll<{ readonly id: number }>(db, SPOKEN_FOR, { spans: JSON.stringify(spans) }).map(({ id }) => id)
}

/** Calls that match themselves, or whose words another span has that does. */
function matchingCalls(db: SqliteDatabase, match: string, calls: readonly Candidate[]): ReadonlySet<number> {
  const partners = queryAll<{ readonly id: number; readonly partner?: number }>(db, PARTNERS, {
    calls: JSON.stringify(calls.map(({ id }) => id)),
  })
  const partnerOf = new Map(partners.map(({ id, partner }) => [id, partner]))
  const speaking = calls.flatMap(({ id, trace }) => {
    const partner = partnerOf.get(id)
    return partner === undefined ? [] : [{ id: partner, trace }]
  })
  const matching = matchingSpans(db, match, [...calls, ...speaking])
  return new Set(calls.flatMap(({ id }) => (matching.has(id) || matching.has(partnerOf.get(id) ?? 0) ? [id] : [])))
}
