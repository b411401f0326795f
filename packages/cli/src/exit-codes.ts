import type { ErrorCode } from '@ai-tracker/collector'

export const SUCCESS = 0
export const FAILED = 1
/** The call itself is wrong: repeating it helps nobody. */
export const USAGE = 2

/** The exit code of every error. */
export const EXIT_CODES = {
  invalid: USAGE,
  ambiguous: USAGE,
  not_found: FAILED,
  unauthorized: FAILED,
  forbidden: FAILED,
  method_not_allowed: FAILED,
  too_large: FAILED,
  unsupported: FAILED,
  unimplemented: FAILED,
  unavailable: FAILED,
  internal: FAILED,
} as const satisfies Record<ErrorCode, number>
