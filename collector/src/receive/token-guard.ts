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

/** Throws `unauthorized` unless it gets `Bearer <token>`. */
export type CheckToken = (authorization: string | undefined) => void

/** The check of a token, for every transport; without a token it lets everybody in. */
export function createTokenCheck(token: string | undefined): CheckToken {
  if (token === undefined) return () => undefined
  const expected = digest(token)
  return (authorization) => {
    const [, sent] = /^Bearer +(\S+)$/i.exec(authorization ?? '') ?? []
    // Digests have one length, so the time says nothing about the token.
    const isRight = sent !== undefined && timingSafeEqual(digest(sent), expected)
    if (!isRight) throw new AppError('unauthorized', 'send the collector token: Authorization: Bearer <token>')
  }
}

/** Asks for `Authorization: Bearer <token>` on every route but the health checks and the files of the page. */
export function tokenGuard({ token, isPagePath }: TokenGuardNeeds): MiddlewareHandler {
  const check = createTokenCheck(token)
  return async (c, next) => {
    const isOpen = OPEN_PATHS.has(c.req.path) || (isRead(c.req.method) && isPagePath(c.req.path))
    if (!isOpen) check(c.req.header('authorization'))
    await next()
  }
}

function isRead(method: string): boolean {
  return method === 'GET' || method === 'HEAD'
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
