import type { BilledUsage, ScriptedError } from './answer.ts'
import { totalInput, totalOutput } from './answer.ts'

/** `usage` of a chat completion: totals include their parts. Source: OpenAI API reference, `CompletionUsage`. */
export function chatUsage(usage: BilledUsage) {
  return {
    prompt_tokens: totalInput(usage),
    completion_tokens: totalOutput(usage),
    total_tokens: totalInput(usage) + totalOutput(usage),
    prompt_tokens_details: { cached_tokens: usage.cacheRead, cache_write_tokens: cacheWrites(usage), audio_tokens: 0 },
    completion_tokens_details: {
      reasoning_tokens: usage.reasoning,
      audio_tokens: 0,
      accepted_prediction_tokens: 0,
      rejected_prediction_tokens: 0,
    },
  }
}

/** `usage` of a response: totals include their parts. Source: OpenAI API reference, `ResponseUsage`. */
export function responsesUsage(usage: BilledUsage) {
  return {
    input_tokens: totalInput(usage),
    input_tokens_details: { cached_tokens: usage.cacheRead, cache_write_tokens: cacheWrites(usage) },
    output_tokens: totalOutput(usage),
    output_tokens_details: { reasoning_tokens: usage.reasoning },
    total_tokens: totalInput(usage) + totalOutput(usage),
  }
}

/** The error body of every OpenAI endpoint. */
export function openaiError(error: ScriptedError) {
  return { error: { message: error.message, type: error.type, param: null, code: error.status === 429 ? 'rate_limit_exceeded' : null } }
}

function cacheWrites(usage: BilledUsage): number {
  return usage.cacheWrite + usage.cacheWrite1h
}
