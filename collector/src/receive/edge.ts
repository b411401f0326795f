import type { MiddlewareHandler } from 'hono'
import { Hono } from 'hono'
import { type HealthNeeds, healthRoutes } from './health.ts'
import { hostGuard, type IsOwnAuthority } from './host-guard.ts'
import type { Metrics } from './metrics.ts'
import { type EdgeEnv, notFound, type OtlpHttpNeeds, otlpError, otlpHttp } from './otlp-http.ts'
import { isOtlpRequest } from './otlp-paths.ts'
import { securityHeaders } from './security-headers.ts'
import { type TokenGuardNeeds, tokenGuard } from './token-guard.ts'
import { unreadBody } from './unread-body.ts'

/** What the HTTP edge is made of. */
export interface EdgeNeeds extends OtlpHttpNeeds, HealthNeeds, TokenGuardNeeds {
  readonly isOwnAuthority: IsOwnAuthority
  /** Aborted when the process stops: replies then end their connections. */
  readonly stopping: AbortSignal
  /** Further apps: REST, the page. */
  readonly apps: readonly Hono[]
  /** Answers, in the format of REST, an error of a route that is not OTLP; reports bugs. */
  readonly restError: (error: unknown) => Response
}

/**
 * Everything that answers on the HTTP port. The guards stand before every route, so that a new one cannot forget them; every
 * error, also of a guard, gets a body that its sender understands.
 */
export function edge(needs: EdgeNeeds): Hono<EdgeEnv> {
  const app = new Hono<EdgeEnv>()
  app.use(securityHeaders, endWhenStopping(needs.stopping), countExports(needs.metrics), unreadBody(needs.limits.maxBodyBytes))
  app.use(hostGuard(needs.isOwnAuthority), tokenGuard(needs))
  app.route('/', healthRoutes(needs))
  app.route('/', otlpHttp(needs))
  for (const other of needs.apps) app.route('/', other)
  app.notFound((c) => {
    throw notFound(c)
  })
  app.onError((error, c) => {
    if (isOtlpRequest(c.req.method, c.req.path)) return otlpError(c, needs, error)
    const reply = needs.restError(error)
    if (reply.status === 401) reply.headers.set('WWW-Authenticate', 'Bearer')
    return reply
  })
  return app
}

/** Replies say that their connection ends, so that senders open a new one, to whoever listens next. */
function endWhenStopping(stopping: AbortSignal): MiddlewareHandler {
  return async (c, next) => {
    await next()
    if (stopping.aborted) c.res.headers.set('Connection', 'close')
  }
}

function countExports(metrics: Metrics): MiddlewareHandler {
  return async (c, next) => {
    await next()
    if (c.req.method === 'POST' && isOtlpRequest('POST', c.req.path)) metrics.countRequest(c.res.status)
  }
}
