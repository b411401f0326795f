/** What went wrong, for the one table that turns errors into replies. */
export type ErrorCode =
  | 'invalid'
  | 'unauthorized'
  | 'forbidden'
  | 'not_found'
  | 'method_not_allowed'
  | 'ambiguous'
  | 'too_large'
  | 'unsupported'
  | 'unimplemented'
  | 'unavailable'
  | 'internal'

/** The one error that we throw on purpose. Its message names the thing, what was found and what to do. */
export class AppError extends Error {
  override readonly name = 'AppError'
  readonly code: ErrorCode
  /** What the caller may choose from, when `code` is `ambiguous`. */
  readonly candidates: readonly string[]

  constructor(code: ErrorCode, message: string, options: ErrorOptions & { candidates?: readonly string[] } = {}) {
    super(message, options)
    this.code = code
    this.candidates = options.candidates ?? []
  }
}
