import { AppError, type ErrorCode } from '@ai-tracker/collector'

export const SUCCESS = 0
export const FAILED = 1
/** The call itself is wrong: an option, a word or a value of one. Settings from elsewhere and files are not the call. */
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

/**
 * Does what depends on settings and files. What is unfit there is `invalid` to the collector, but no wrong call.
 * @throws AppError `unsupported` in place of `invalid`, with the same message
 */
export function outsideOfTheCall<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'invalid') throw error
    throw new AppError('unsupported', error.message, { cause: error })
  }
}
