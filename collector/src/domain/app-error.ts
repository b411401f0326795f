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

/** What was in the way, where one code has several causes and a caller acts on which it was. */
export type ErrorReason = 'timeout' | 'memory' | 'locked' | 'process'

/** The one error that we throw on purpose. Its message names the thing, what was found and what to do. */
export class AppError extends Error {
  override readonly name = 'AppError'
  readonly code: ErrorCode
  /** What the caller may choose from, when `code` is `ambiguous`. */
  readonly candidates: readonly string[]
  /** What may be used instead, when `code` is `method_not_allowed`: methods of HTTP. */
  readonly methods: readonly string[]
  /** `timeout`, `memory`: a limit; `locked`: another program has the file; `process`: a process that is needed does not work. */
  readonly reason: ErrorReason | undefined

  constructor(code: ErrorCode, message: string, options: AppErrorOptions = {}) {
    super(message, options)
    this.code = code
    this.candidates = options.candidates ?? []
    this.methods = options.methods ?? []
    this.reason = options.reason
  }
}

interface AppErrorOptions extends ErrorOptions {
  readonly candidates?: readonly string[]
  readonly methods?: readonly string[]
  readonly reason?: ErrorReason | undefined
}
