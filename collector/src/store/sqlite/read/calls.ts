import type { StoredPrompt, StoredResponse } from '../../../domain/stored.ts'
import type { Page, SessionPage } from '../../../domain/telemetry-reader.ts'
import type { SqliteDatabase } from '../database.ts'
import { readChronological, type Track } from './chronological.ts'
import { PLACED_SQL, placedJoins } from './placed.ts'
import { queryFirst, textSql } from './rows.ts'

/** Calls that count: not those whose usage is counted elsewhere. */
export const CALL_TRACK: Track = { rank: 1, table: 'calls', time: 'start_ns', filter: 'repeated = 0' }

const PROMPT = `SELECT c.id, ${PLACED_SQL}, c.start_ns AS startNs, ${textSql('k.input_text')} AS text, ${textSql('k.system_text')} AS system,
  c.request_model AS model, c.temperature, c.top_p AS topP, c.max_tokens AS maxTokens, c.experiment, c.variant, ${textSql('c.metadata')} AS metadata
  FROM calls c JOIN call_texts k ON k.id = c.id ${placedJoins('c')} WHERE c.id = @id`

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

/** What the models of a session answered, in order of time. */
export function listResponses(db: SqliteDatabase, page: SessionPage): Page<StoredResponse> {
  return readChronological(db, page, {
    name: 'responses',
    tracks: [CALL_TRACK],
    read: ({ id }) => queryFirst<StoredResponse>(db, RESPONSE, { id }),
  })
}
