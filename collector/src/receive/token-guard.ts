import { createHash, timingSafeEqual } from 'node:crypto'
import type { MiddlewareHandler } from 'hono'
import { AppError } from '../domain/app-error.ts'

/** Health checks say nothing about the data; orchestrators have no token. */
const OPEN_PATHS = new Set(['/healthz', '/readyz'])

/** What the token guard needs. */
export interface TokenGuardNeeds {
  /** Without a token everybody may enter. */
  readonly token: string | undefined
  /** Whether a path is a file of the page. These hold no data, and the page is what asks a person for the token. */
  readonly isPagePath: (path: string) => boolean
}

/** Asks for `Authorization: Bearer <token>` on every route but the health checks and the files of the page. */
export function tokenGuard({ token, isPagePath }: TokenGuardNeeds): MiddlewareHandler {
  if (token === undefined) return (_c, next) => next()
  const expected = digest(token)
  return async (c, next) => {
    const [, sent] = /^Bearer +(\S+)$/i.exec(c.req.header('authorization') ?? '') ?? []
    // Digests have one length, so the time says nothing about the token.
    const isRight = sent !== undefined && timingSafeEqual(digest(sent), expected)
    const isOpen = OPEN_PATHS.has(c.req.path) || (isRead(c.req.method) && isPagePath(c.req.path))
    if (!isRight && !isOpen) throw new AppError('unauthorized', 'send the collector token: Authorization: Bearer <token>')
    await next()
  }
}

function isRead(method: string): boolean {
  return method === 'GET' || method === 'HEAD'
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
