import * as semconv from '@ai-tracker/semconv'
import type { Interpretation } from '../dialect.ts'
import type { AttributeView } from '../typed-value.ts'
import { count, firstCount, isUnusableCount, text } from '../typed-value.ts'

/** Spellings of each count, today's first. The first that holds a count wins; the same number often stands under two names. */
const INPUT = [semconv.ATTR_GEN_AI_USAGE_INPUT_TOKENS, semconv.ATTR_GEN_AI_USAGE_PROMPT_TOKENS]
const OUTPUT = [semconv.ATTR_GEN_AI_USAGE_OUTPUT_TOKENS, semconv.ATTR_GEN_AI_USAGE_COMPLETION_TOKENS]
const CACHE_READ = [
  semconv.ATTR_GEN_AI_USAGE_CACHE_READ_INPUT_TOKENS,
  semconv.ATTR_GEN_AI_USAGE_CACHE_READ_INPUT_TOKENS_FLAT,
  semconv.ATTR_GEN_AI_USAGE_CACHE_READ_TOKENS,
  semconv.ATTR_GEN_AI_USAGE_DETAILS_CACHE_READ_TOKENS,
  semconv.ATTR_GEN_AI_USAGE_DETAILS_CACHE_READ_INPUT_TOKENS,
  semconv.ATTR_GEN_AI_USAGE_INPUT_TOKENS_CACHED,
  semconv.ATTR_GEN_AI_USAGE_INPUT_CACHED_TOKENS,
  semconv.ATTR_GEN_AI_USAGE_PROMPT_TOKENS_DETAILS_CACHED,
]
const CACHE_WRITE = [
  semconv.ATTR_GEN_AI_USAGE_CACHE_WRITE_INPUT_TOKENS,
  semconv.ATTR_GEN_AI_USAGE_CACHE_CREATION_INPUT_TOKENS,
  semconv.ATTR_GEN_AI_USAGE_CACHE_CREATION_INPUT_TOKENS_FLAT,
  semconv.ATTR_GEN_AI_USAGE_CACHE_WRITE_INPUT_TOKENS_FLAT,
  semconv.ATTR_GEN_AI_USAGE_CACHE_WRITE_TOKENS,
  semconv.ATTR_GEN_AI_USAGE_DETAILS_CACHE_WRITE_TOKENS,
  semconv.ATTR_GEN_AI_USAGE_INPUT_TOKENS_CACHE_WRITE,
  semconv.ATTR_GEN_AI_USAGE_INPUT_CACHE_CREATION,
]
const CACHE_WRITE_5M = [semconv.ATTR_GEN_AI_USAGE_CACHE_CREATION_5M, semconv.ATTR_GEN_AI_USAGE_CACHE_CREATION_EPHEMERAL_5M]
const CACHE_WRITE_1H = [semconv.ATTR_GEN_AI_USAGE_CACHE_CREATION_1H, semconv.ATTR_GEN_AI_USAGE_CACHE_CREATION_EPHEMERAL_1H]
const REASONING = [
  semconv.ATTR_GEN_AI_USAGE_REASONING_OUTPUT_TOKENS,
  semconv.ATTR_GEN_AI_USAGE_REASONING_TOKENS,
  semconv.ATTR_GEN_AI_USAGE_REASONING_OUTPUT_TOKENS_FLAT,
  semconv.ATTR_GEN_AI_USAGE_OUTPUT_TOKENS_REASONING,
  semconv.ATTR_GEN_AI_USAGE_DETAILS_REASONING_TOKENS,
  semconv.ATTR_GEN_AI_USAGE_COMPLETION_TOKENS_DETAILS_REASONING,
]
const INPUT_AUDIO = [
  semconv.ATTR_GEN_AI_USAGE_AUDIO_INPUT_TOKENS,
  semconv.ATTR_GEN_AI_USAGE_AUDIO_INPUT_TOKENS_FLAT,
  semconv.ATTR_GEN_AI_USAGE_INPUT_AUDIO_TOKENS,
  semconv.ATTR_GEN_AI_USAGE_DETAILS_INPUT_AUDIO_TOKENS,
]
const OUTPUT_AUDIO = [
  semconv.ATTR_GEN_AI_USAGE_AUDIO_OUTPUT_TOKENS,
  semconv.ATTR_GEN_AI_USAGE_AUDIO_OUTPUT_TOKENS_FLAT,
  semconv.ATTR_GEN_AI_USAGE_OUTPUT_AUDIO_TOKENS,
  semconv.ATTR_GEN_AI_USAGE_DETAILS_OUTPUT_AUDIO_TOKENS,
]

/** Names under which a sender says what a call cost, in US dollars. */
export const GEN_AI_COST_KEYS = [
  semconv.ATTR_GEN_AI_USAGE_COST,
  semconv.ATTR_OPERATION_COST,
  semconv.ATTR_GEN_AI_COST_TOTAL_COST,
  semconv.ATTR_GEN_AI_USAGE_TOTAL_COST,
  semconv.ATTR_GEN_AI_COST_TOTAL_TOKENS,
  semconv.ATTR_GEN_AI_CLIENT_ESTIMATED_COST,
]

/** Whether the cache counts came under the dotted names of 1.40 and later, which prescribe inclusive counting. */
export function hasDottedCacheCounts(attributes: AttributeView): boolean {
  return (
    attributes.has(semconv.ATTR_GEN_AI_USAGE_CACHE_READ_INPUT_TOKENS) ||
    attributes.has(semconv.ATTR_GEN_AI_USAGE_CACHE_CREATION_INPUT_TOKENS) ||
    attributes.has(semconv.ATTR_GEN_AI_USAGE_CACHE_WRITE_INPUT_TOKENS)
  )
}

/** Token counts under any `gen_ai.usage.*` name. */
export function genAiUsage(attributes: AttributeView): NonNullable<Interpretation['usage']> {
  return {
    input: firstCount(attributes, INPUT),
    output: firstCount(attributes, OUTPUT),
    total: count(attributes, semconv.ATTR_GEN_AI_USAGE_TOTAL_TOKENS),
    cacheRead: firstCount(attributes, CACHE_READ),
    cacheWrite: firstCount(attributes, CACHE_WRITE),
    cacheWrite5m: firstCount(attributes, CACHE_WRITE_5M),
    cacheWrite1h: firstCount(attributes, CACHE_WRITE_1H),
    uncached: count(attributes, semconv.ATTR_AI_USAGE_NO_CACHE_TOKENS),
    inputAudio: firstCount(attributes, INPUT_AUDIO),
    inputAudioCached: count(attributes, semconv.ATTR_GEN_AI_USAGE_AUDIO_CACHE_READ_INPUT_TOKENS),
    outputAudio: firstCount(attributes, OUTPUT_AUDIO),
    reasoning: firstCount(attributes, REASONING),
    semantics: text(attributes, semconv.ATTR_GEN_AI_TOKEN_SEMANTICS),
    isInputUnusable: isUnusableCount(attributes, INPUT) || undefined,
    isOutputUnusable: isUnusableCount(attributes, OUTPUT) || undefined,
  }
}
