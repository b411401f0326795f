import { createHash } from 'node:crypto'
import type { ActionFields, CallFields, PhaseFields, SessionHints, TrackerRecord } from '../domain/record.ts'
import { beginning } from '../domain/text.ts'
import { defined } from './merge-fields.ts'

/**
 * The longest name that a record carries, in UTF-16 units. Names are indexed, grouped by and listed; a longer one is content
 * in the wrong attribute. The span keeps it whole.
 */
const MAX_HINT_LENGTH = 256

/** What is left of a longer key, before the digits that tell it from others with the same beginning. */
const KEY_START_LENGTH = 200
const KEY_DIGITS = 16

const SESSION_NAMES = [
  'workflow',
  'workflowVersion',
  'title',
  'outcome',
  'conversationId',
  'userId',
] as const satisfies (keyof SessionHints)[]
const PHASE_NAMES = ['name'] as const satisfies (keyof PhaseFields)[]
const CALL_NAMES = [
  'provider',
  'requestModel',
  'responseModel',
  'operation',
  'finishReason',
  'experiment',
  'variant',
] as const satisfies (keyof CallFields)[]
const ACTION_NAMES = ['type', 'tool'] as const satisfies (keyof ActionFields)[]

/** The record with no name longer than `MAX_HINT_LENGTH`; the warning `hint_cut` tells that one was. */
export function boundHints(record: TrackerRecord): TrackerRecord {
  const session = withShortKey(cutFields(record.session, SESSION_NAMES))
  const phase = record.phase && cutFields(record.phase, PHASE_NAMES)
  const call = record.call && withShortResponseId(cutFields(record.call, CALL_NAMES))
  const action = record.action && cutFields(record.action, ACTION_NAMES)
  if (session === record.session && phase === record.phase && call === record.call && action === record.action) return record
  return { ...record, session, ...defined({ phase, call, action }), warnings: [...record.warnings, 'hint_cut'] }
}

/** The fields, those under `names` cut; the same object when none is too long. */
function cutFields<T extends object>(fields: T, names: readonly (keyof T)[]): T {
  let bounded = fields
  for (const name of names) {
    const text: unknown = fields[name]
    if (typeof text === 'string' && text.length > MAX_HINT_LENGTH) bounded = { ...bounded, [name]: beginning(text, MAX_HINT_LENGTH) }
  }
  return bounded
}

/** A key joins spans to their session, so two long ones must stay different: a digest stands for what was cut. */
function withShortKey(session: SessionHints): SessionHints {
  const { key } = session
  if (key === undefined || key.length <= MAX_HINT_LENGTH) return session
  const digits = createHash('sha256').update(key).digest('hex').slice(0, KEY_DIGITS)
  return { ...session, key: `${beginning(key, KEY_START_LENGTH)}…${digits}` }
}

/** Half an id would be taken for another response. */
function withShortResponseId(call: CallFields): CallFields {
  const { responseId, ...others } = call
  return responseId !== undefined && responseId.length > MAX_HINT_LENGTH ? others : call
}
