import { errorSchema } from '../../collector/src/api/report-schemas.ts'
import { isOtlpRequest } from '../../collector/src/receive/otlp-paths.ts'
import { SECURITY_HEADERS } from '../../collector/src/receive/security-headers.ts'
import type { HttpAnswer } from './http-client.ts'
import type { DocumentedRoute, RestRequest } from './rest-requests.ts'

/** Statuses that any path may be answered with: of HTTP, of the guards, of the router. */
const OF_ALL = [400, 403, 404, 405, 431]
/** What a message may not hold: characters that act on a terminal or in a log. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const ACTING = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/
const BAD_BYTES = 431

/**
 * Holds an answer against what must be true of every answer.
 * @returns its status, for the counts
 * @throws Error that says what is not so
 */
export function judgeRest(routes: readonly DocumentedRoute[], request: RestRequest, answer: HttpAnswer): string {
  const { status, headers, body } = answer
  const { pathname: path } = new URL(request.path.replace(/^\/+/, '/'), 'http://localhost')
  const documented = routes.filter((route) => matches(route, path)).flatMap(({ statuses }) => statuses)
  if (status === 500 || !(documented.includes(status) || OF_ALL.includes(status) || isPage(path, answer)))
    throw new Error(`answered ${status}, which is not documented: ${String(body).slice(0, 300)}`)
  const missing = SECURITY_HEADERS.map(([name]) => name.toLowerCase()).filter((name) => !headers[name])
  if (missing.length > 0) throw new Error(`answered ${status} without ${missing.join()}`)
  if (request.method === 'HEAD' && body && body.length > 0) throw new Error('HEAD was answered with a body')
  if (request.method !== 'HEAD' && body) checkBody(answer, { text: body.toString(), isOtlp: isOtlpRequest(request.method, path) })
  return `rest ${status}`
}

function checkBody({ status, headers }: HttpAnswer, { text, isOtlp }: { readonly text: string; readonly isOtlp: boolean }): void {
  const isJson = headers['content-type']?.startsWith('application/json') ?? false
  // The errors of OTLP are a Status.
  if (status >= 400 && status !== BAD_BYTES && !isOtlp) {
    const { data } = errorSchema.safeParse(JSON.parse(text))
    if (!data?.error.message || ACTING.test(data.error.message)) throw new Error(`answered ${status} with ${text.slice(0, 300)}`)
  } else if (isJson) JSON.parse(text)
}

/** Files of the page, and `/v1/…` and health, whose answers are not REST's. */
function isPage(path: string, { status }: HttpAnswer): boolean {
  return !path.startsWith('/api/') && [200, 301, 302, 304].includes(status)
}

function matches({ path }: DocumentedRoute, actual: string): boolean {
  const pattern = path.replace(/[.]/g, '\\.').replace(/\{\w+\}/g, '[^/]*')
  return new RegExp(`^${pattern}$`).test(actual)
}
