import type { ErrorBody } from '../contract.ts'
import { ACTING } from '../domain/acting-characters.ts'
import { AppError } from '../domain/app-error.ts'
import { WIRE_STATUS } from '../domain/error-status.ts'

/** The one way in which the API refuses. What was not thrown on purpose is a bug: it is reported, and not shown. */
export function errorResponse(error: unknown, report: (error: unknown) => void): Response {
  const isKnown = error instanceof AppError
  if (!isKnown || error.code === 'internal') report(error)
  const known = isKnown ? error : new AppError('internal', 'internal error')
  const { code, message, candidates } = known
  // Messages quote what was asked for, and what was asked for may be anything.
  const text = message.toWellFormed().replace(ACTING, visible)
  const body: ErrorBody = { error: { code, message: text, ...(candidates.length > 0 && { candidates }) } }
  return Response.json(body, { status: WIRE_STATUS[code].http, headers: headersOf(known) })
}

function headersOf({ code, methods }: AppError): Record<string, string> {
  if (code === 'unavailable') return { 'Retry-After': '1' }
  return code === 'method_not_allowed' ? { Allow: methods.join(', ') } : {}
}

/** As JavaScript writes it: `\u{202e}`. */
function visible(char: string): string {
  return `\\u{${char.codePointAt(0)?.toString(16)}}`
}
