import { inspect } from 'node:util'
import { AppError } from './domain/app-error.ts'
import { isPassing } from './store/sqlite/passing-error.ts'

/** An error for the operator: what is expected to happen now and then is one line; a bug shows where it is. */
export function reportLine(what: string, error: unknown): string {
  const isExpected = (error instanceof AppError && error.code !== 'internal') || isPassing(error)
  return isExpected ? `${what}: ${error.message}` : `bug: ${what}: ${inspect(error)}`
}
