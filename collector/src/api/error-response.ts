import type { ErrorBody } from '../contract.ts'
import { AppError, type ErrorCode } from '../domain/app-error.ts'
import { WIRE_STATUS } from '../domain/error-status.ts'

/** Controls, which a terminal obeys, and what turns text around or hides it. Messages quote what was asked for, and what was asked for may be anything. */
const ACTING = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu

/** The one way in which the API refuses. What was not thrown on purpose is a bug: it is reported, and not shown. */
export function errorResponse(error: unknown, report: (error: unknown) => void): Response {
  const isKnown = error instanceof AppError
  if (!isKnown || error.code === 'internal') report(error)
  const { code, message, candidates } = isKnown ? error : new AppError('internal', 'internal error')
  const body: ErrorBody = { error: { code, message: message.replace(ACTING, visible), ...(candidates.length > 0 && { candidates }) } }
  return Response.json(body, { status: WIRE_STATUS[code].http, headers: headersOf(code) })
}

function headersOf(code: ErrorCode): Record<string, string> {
  if (code === 'unavailable') return { 'Retry-After': '1' }
  return code === 'method_not_allowed' ? { Allow: 'GET, HEAD' } : {}
}

/** As JavaScript writes it: `\u{202e}`. */
function visible(char: string): string {
  return `\\u{${char.codePointAt(0)?.toString(16)}}`
}
