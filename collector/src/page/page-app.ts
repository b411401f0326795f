import { type Context, Hono } from 'hono'
import { AppError } from '../domain/app-error.ts'
import { createPageCache } from './page-cache.ts'
import type { PageFile, PageFiles } from './page-files.ts'
import { isPage, isPagePath, isProgramPath } from './page-paths.ts'
import type { PageSource } from './page-source.ts'

/** Names of built files carry a hash of what is inside: a name never gets another content. */
const FOR_EVER = 'public, max-age=31536000, immutable'
const ASK_EACH_TIME = 'no-cache'
const ELSEWHERE = 'sessions are at /api/v1/sessions, every route is described at /openapi.json, traces are sent to /v1/traces'

/** What the page's app needs. */
export interface PageAppOptions {
  /** undefined = this collector runs without its page. */
  readonly source: PageSource | undefined
  /** Aborted when the process stops: nobody waits for a page then. */
  readonly stopping: AbortSignal
  /** Takes why the page cannot be read. It names files of this machine, which are not for everybody who asks for the page. */
  readonly report: (error: unknown) => void
}

/**
 * Serves the page: its document at `/`, `/setup` and `/sessions/…`, its files below `/assets/`. A browser that goes anywhere else gets the
 * document, too, which says that there is no such page; programs are told by the app around this one. Stands behind all other routes.
 */
export function pageApp({ source, stopping, report }: PageAppOptions): Hono {
  const app = new Hono()
  const cache = source && createPageCache(source, report)

  app.use(async (c, next) => {
    const isKnown = isPagePath(c.req.path)
    if (!isKnown && !(cache && isNavigation(c))) return await next()
    if (!isRead(c))
      throw new AppError('method_not_allowed', `${c.req.method} is not allowed at ${c.req.path}; use GET`, { methods: ['GET', 'HEAD'] })
    if (!cache) throw new AppError('not_found', `this collector runs without its page: ${ELSEWHERE}`)
    const isDocument = !isKnown || isPage(c.req.path)
    const files = await orReason(untilAbort(isDocument ? cache.current() : cache.latest(), stopping))
    if (typeof files === 'string') return unavailable(c, files)
    const file = files.get(isDocument ? '/index.html' : c.req.path)
    if (!file)
      throw new AppError('not_found', `the page has no file ${c.req.path}; load the page again if it was open while it was built anew`)
    return fileResponse(c, file, { caching: isDocument ? ASK_EACH_TIME : FOR_EVER, status: isKnown ? 200 : 404 })
  })
  return app
}

/** What a promise gives, unless the process stops before. Leaves nothing behind at the signal, which lives as long as the process. */
async function untilAbort<T>(given: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise: stopped, reject } = Promise.withResolvers<never>()
  const onAbort = (): void => reject(new AppError('unavailable', 'the collector stops'))
  if (signal.aborted) onAbort()
  signal.addEventListener('abort', onAbort)
  return await Promise.race([given, stopped]).finally(() => signal.removeEventListener('abort', onAbort))
}

/** Whether a browser goes to an address that is not one of programs: it wants a page, where a script or a picture asks for other types. */
function isNavigation(c: Context): boolean {
  return isRead(c) && !isProgramPath(c.req.path) && /\btext\/html\b/i.test(c.req.header('accept') ?? '')
}

function isRead({ req: { method } }: Context): boolean {
  return method === 'GET' || method === 'HEAD'
}

async function orReason(files: Promise<PageFiles>): Promise<PageFiles | string> {
  try {
    return await files
  } catch (error) {
    if (error instanceof AppError) return error.message
    throw error
  }
}

/** For a person in a browser, who sees nothing else. */
function unavailable(c: Context, reason: string): Response {
  return c.text(`The page cannot be shown: ${reason}.\nThe collector itself works: ${ELSEWHERE}.\n`, 503, {
    'Retry-After': '2',
    'Cache-Control': 'no-store',
  })
}

interface Reply {
  readonly caching: string
  readonly status: 200 | 404
}

function fileResponse(c: Context, { type, bytes, zipped, hash }: PageFile, { caching, status }: Reply): Response {
  const body = zipped && acceptsGzip(c.req.header('accept-encoding')) ? zipped : bytes
  const etag = body === zipped ? `"${hash}-gzip"` : `"${hash}"`
  const headers = { ETag: etag, 'Cache-Control': caching, ...(zipped && { Vary: 'Accept-Encoding' }) }
  if (status === 200 && isSame(c.req.header('if-none-match'), etag)) return c.body(null, 304, headers)
  return c.body(body, status, {
    ...headers,
    'Content-Type': type,
    'Content-Length': String(body.byteLength),
    ...(body === zipped && { 'Content-Encoding': 'gzip' }),
  })
}

/** RFC 9110, 12.5.3: `gzip;q=0` refuses it. */
function acceptsGzip(accepted = ''): boolean {
  return accepted.split(',').some((coding) => /^\s*(gzip|\*)\s*(;\s*q=(?!0(\.0*)?\s*$).*)?$/i.test(coding))
}

/** RFC 9110, 13.1.2: weak comparison with each of the list. */
function isSame(known = '', etag: string): boolean {
  return known.split(',').some((each) => each.trim().replace(/^W\//, '') === etag)
}
