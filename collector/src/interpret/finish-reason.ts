import type { AttributeValue } from '../domain/attribute.ts'
import { parseJson } from './json-text.ts'
import { strings } from './typed-value.ts'

/** Reasons by the words that senders use, in lower case. */
const REASONS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    stop: ['stop', 'end_turn', 'complete', 'stop_sequence', 'completed', 'eos_token', 'eos', '[stop]', 'done'],
    length: ['length', 'max_tokens', 'max_output_tokens', 'incomplete', 'model_context_window_exceeded', 'max_input_tokens_exceeded'],
    tool_call: ['tool_calls', 'tool-calls', 'tool_call', 'tool_use', 'function_call'],
    content_filter: [
      'content_filter',
      'content-filter',
      'content_filtered',
      'safety',
      'recitation',
      'blocklist',
      'prohibited_content',
      'spii',
      'refusal',
      'guardrail_intervened',
      'blocked',
    ],
    error: ['error', 'failed', 'aborted', 'cancelled', 'malformed_function_call'],
    pause: ['pause_turn', 'interrupted'],
  }).flatMap(([canonical, words]) => words.map((word) => [word, canonical] as const)),
)

const UNKNOWN: ReadonlySet<string> = new Set(['', 'unknown', 'other', 'null', 'none', 'finish_reason_unspecified'])

/** One finish reason: canonical where it is known, else as sent; `undefined` for "unknown". */
export function canonicalFinishReason(reason: string): string | undefined {
  const bare = reason.trim().replace(/^FinishReason\./i, '')
  if (bare === 'OTHER') return 'error' // Google's; the lower-case word of others says nothing
  const word = bare.toLowerCase()
  return UNKNOWN.has(word) ? undefined : (REASONS.get(word) ?? bare)
}

/** The first known reason of a list, a JSON list in a string, words joined by commas, or one word. */
export function finishReason(value: AttributeValue | undefined): string | undefined {
  if (value === undefined) return undefined
  for (const reason of reasons(value)) {
    const canonical = canonicalFinishReason(reason)
    if (canonical !== undefined) return canonical
  }
  return undefined
}

function reasons(value: AttributeValue): readonly string[] {
  if (typeof value !== 'string') return strings(value)
  if (value.startsWith('[')) {
    const list = parseJson(value)
    if (Array.isArray(list)) return list.filter((element) => typeof element === 'string')
  }
  return value.includes(',') ? value.split(',') : [value]
}
