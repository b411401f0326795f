import { AppError, type ErrorCode } from '../domain/app-error.ts'

/** An error between threads: a clone would lose its class and its code. */
export interface WireError {
  readonly code: ErrorCode
  readonly message: string
  readonly candidates: readonly string[]
  /** Set for bugs: where they happened, for the log. */
  readonly stack?: string
}

/** Any thrown value as an `AppError`. What is none is a bug: `internal`, with the original as its cause and without its text. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error
  return new AppError('internal', 'internal error', { cause: error })
}

/** Makes an error fit for `postMessage`. */
export function toWireError(error: unknown): WireError {
  const { code, message, candidates, cause } = toAppError(error)
  const stack = code === 'internal' ? stackOf(cause ?? error) : undefined
  return { code, message, candidates, ...(stack !== undefined && { stack }) }
}

/** The inverse of `toWireError`; the stack of a bug becomes the cause. */
export function fromWireError(error: WireError): AppError {
  return new AppError(error.code, error.message, {
    candidates: error.candidates,
    ...(error.stack !== undefined && { cause: error.stack }),
  })
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
