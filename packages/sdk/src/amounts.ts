import {
  ATTR_FILE_SIZE,
  ATTR_GEN_AI_REQUEST_MAX_TOKENS,
  ATTR_GEN_AI_RESPONSE_TIME_TO_FIRST_CHUNK,
  ATTR_GEN_AI_USAGE_CACHE_READ_INPUT_TOKENS,
  ATTR_GEN_AI_USAGE_CACHE_WRITE_INPUT_TOKENS,
  ATTR_GEN_AI_USAGE_INPUT_TOKENS,
  ATTR_GEN_AI_USAGE_OUTPUT_TOKENS,
  ATTR_GEN_AI_USAGE_REASONING_OUTPUT_TOKENS,
  ATTR_TRACKER_COST_USD,
  ATTR_TRACKER_ISSUE_FIX_ITERATION,
  ATTR_TRACKER_PHASE_ATTEMPT,
  ATTR_TRACKER_PHASE_ITERATION,
  ATTR_TRACKER_PHASE_NUMBER,
} from '@ai-tracker/semconv'
import { tellOdd } from './odd-value.ts'

/** What the tracker counts only when it is a whole number from 0. */
const COUNTS: ReadonlySet<string> = new Set([
  ATTR_FILE_SIZE,
  ATTR_GEN_AI_REQUEST_MAX_TOKENS,
  ATTR_GEN_AI_USAGE_CACHE_READ_INPUT_TOKENS,
  ATTR_GEN_AI_USAGE_CACHE_WRITE_INPUT_TOKENS,
  ATTR_GEN_AI_USAGE_INPUT_TOKENS,
  ATTR_GEN_AI_USAGE_OUTPUT_TOKENS,
  ATTR_GEN_AI_USAGE_REASONING_OUTPUT_TOKENS,
  ATTR_TRACKER_ISSUE_FIX_ITERATION,
  ATTR_TRACKER_PHASE_ATTEMPT,
  ATTR_TRACKER_PHASE_ITERATION,
  ATTR_TRACKER_PHASE_NUMBER,
])
/** What may have a fraction, and is nothing below 0. */
const AMOUNTS: ReadonlySet<string> = new Set([ATTR_TRACKER_COST_USD, ATTR_GEN_AI_RESPONSE_TIME_TO_FIRST_CHUNK])
const DECIMAL = /^\s*\+?(\d+(\.\d*)?|\.\d+)(e[+-]?\d{1,3})?\s*(usd)?\s*$/i

/** A number as an attribute; NaN and the infinities are none. One that the tracker can make nothing of is kept, and told of. */
export function usableNumber(key: string, value: number): number | undefined {
  if (!Number.isFinite(value)) {
    tellOdd(key, value, 'it is not recorded')
    return undefined
  }
  if (value >= 0 ? !Number.isInteger(value) && COUNTS.has(key) : COUNTS.has(key) || AMOUNTS.has(key))
    tellOdd(key, value, 'it is kept as an attribute of the span, and counts as unknown')
  return value
}

/** A cost as an attribute: a number of dollars, or their decimal text. */
export function usableCost(value: number | string | undefined): number | string | undefined {
  if (typeof value === 'string' && !DECIMAL.test(value))
    tellOdd(ATTR_TRACKER_COST_USD, value, 'it is kept as an attribute of the span, and counts as unknown')
  return value
}
