import type { StoredPrompt, StoredResponse } from '../../../domain/stored.ts'
import type { Page, ResponseQuery, SessionPage } from '../../../domain/telemetry-reader.ts'
import type { SqliteDatabase } from '../database.ts'
import { readChronological, type Track } from './chronological.ts'
import { ANY_SOURCE_SQL } from './cost-sources.ts'
import { fromCursor, integerAt, toCursor } from './cursor.ts'
import { PLACED_SQL, placedJoins } from './placed.ts'
import { MAX_PAGE_CHARS, queryAll, queryFirst, textLength, textSql } from './rows.ts'

/** Calls that count: not those whose usage is counted elsewhere. */
export const CALL_TRACK: Track = { rank: 1, table: 'calls', time: 'start_ns', filter: 'repeated = 0' }

/** Columns of a prompt, over the aliases `c` (call), `k` (its texts) and those of `PLACED_SQL`. */
export const PROMPT_SQL = `c.id, ${PLACED_SQL}, c.start_ns AS startNs, ${textSql('k.input_text')} AS text, ${textSql('k.system_text')} AS system,
  c.request_model AS model, c.temperature, c.top_p AS topP, c.max_tokens AS maxTokens, c.experiment, c.variant, ${textSql('c.metadata')} AS metadata`

/** What was said in the call `@id`: looked up once, where the view would look for a partner once for each mention of a column. */
export const ASKED_SQL = 'WITH k AS MATERIALIZED (SELECT id, input_text, system_text FROM call_texts WHERE id = @id)'

const PROMPT = `${ASKED_SQL} SELECT ${PROMPT_SQL} FROM calls c JOIN k ON k.id = c.id ${placedJoins('c')} WHERE c.id = @id`

const RESPONSE = `SELECT c.id, ${PLACED_SQL}, c.start_ns AS startNs, x.end_ns AS endNs, c.provider, c.model,
  c.tokens_input AS tokensInput, c.tokens_output AS tokensOutput, c.cache_read AS tokensCacheRead, c.tokens_cache_write AS tokensCacheWrite,
  c.reasoning AS tokensReasoning, c.tokens_estimated AS tokensEstimated, c.cost_nanos AS costNanos, c.cost_reported_nanos AS costReportedNanos,
  c.cost_computed_nanos AS costComputedNanos, c.cost_source AS costSource, c.cost_derivation AS costDerivation,
  c.time_to_first_token_ns AS timeToFirstTokenNs, c.finish_reason AS finishReason, ${textSql('k.output_text')} AS text,
  x.failed, x.error_type AS errorType, ${textSql('x.error_message')} AS errorMessage
  FROM calls c JOIN call_texts k ON k.id = c.id ${placedJoins('c')} WHERE c.id = @id`

/** What the models of a session were asked, in order of time. */
export function listPrompts(db: SqliteDatabase, page: SessionPage): Page<StoredPrompt> {
  return readChronological(db, page, {
    name: 'prompts',
    tracks: [CALL_TRACK],
    read: ({ id }) => queryFirst<StoredPrompt>(db, PROMPT, { id }),
  })
}

/** What the models of a session answered, in order of time or the dearest first. */
export function listResponses(db: SqliteDatabase, { sort, ...page }: ResponseQuery): Page<StoredResponse> {
  if (sort === 'cost') return dearestResponses(db, page)
  return readChronological(db, page, {
    name: 'responses',
    tracks: [CALL_TRACK],
    read: ({ id }) => queryFirst<StoredResponse>(db, RESPONSE, { id }),
  })
}

/** The dearest first, what has no price last; equal ones by our integer. One pass over an index of the session's calls for each page. */
function dearestResponses(db: SqliteDatabase, { sessionId, limit, cursor }: SessionPage): Page<StoredResponse> {
  const after = cursor === undefined ? undefined : placeOf(cursor)
  const rows = queryAll<Place>(db, dearestSql(after), { sessionId, limit: limit + 1, ...after })
  const items: StoredResponse[] = []
  let last: Place | undefined
  let chars = 0
  for (const row of rows.slice(0, limit)) {
    const response = queryFirst<StoredResponse>(db, RESPONSE, { id: row.id })
    if (response) items.push(response)
    last = row
    chars += response ? textLength(response) : 0
    if (chars > MAX_PAGE_CHARS) break
  }
  const isAll = last === rows.at(-1)
  return { items, ...(!isAll && last && { nextCursor: toCursor(BY_COST, [last.costNanos ?? null, last.id]) }) }
}

const BY_COST = 'responses by cost'

interface Place {
  readonly id: number
  /** Missing where there is no price. */
  readonly costNanos?: bigint
}

function placeOf(cursor: string): Place {
  const place = fromCursor(BY_COST, cursor)
  return { id: Number(integerAt(place, 1)), ...(place[0] !== null && { costNanos: integerAt(place, 0) }) }
}

function dearestSql(after: Place | undefined): string {
  return `SELECT c.id, c.cost_nanos AS costNanos FROM traces t CROSS JOIN calls c ON c.trace = t.id
    WHERE t.session_id = @sessionId AND c.repeated = 0 AND ${ANY_SOURCE_SQL} ${after ? `AND (${laterSql(after)})` : ''}
    ORDER BY c.cost_nanos IS NULL, c.cost_nanos DESC, c.id LIMIT @limit`
}

function laterSql({ costNanos }: Place): string {
  if (costNanos === undefined) return 'c.cost_nanos IS NULL AND c.id > @id'
  return 'c.cost_nanos < @costNanos OR (c.cost_nanos = @costNanos AND c.id > @id) OR c.cost_nanos IS NULL'
}
