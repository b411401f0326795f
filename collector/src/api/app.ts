import { type Context, Hono } from 'hono'
import { AppError } from '../domain/app-error.ts'
import { errorResponse } from './error-response.ts'
import { ingestRoutes } from './ingest-routes.ts'
import { libraryRoutes } from './library-routes.ts'
import { liveRoutes } from './live-routes.ts'
import type { ApiNeeds, ApiOptions } from './needs.ts'
import { openApiDocument } from './openapi.ts'
import { removalRoutes } from './removal-routes.ts'
import { reportRoutes } from './report-routes.ts'
import type { Method, Route } from './route.ts'
import { rowRoutes } from './row-routes.ts'
import { sessionRoutes } from './session-routes.ts'
import { signalRoutes } from './signal-routes.ts'
import { traceRoutes } from './trace-routes.ts'
import { transcriptRoutes } from './transcript-routes.ts'

export type { ApiOptions } from './needs.ts'

const DEFAULT_WORKSPACE = 1
/** Where the routes are described. */
const DOCUMENT = '/openapi.json'
const NS_PER_MS = 1_000_000n

/** Every route of the API. */
export function apiRoutes(options: ApiOptions): readonly Route[] {
  const { now = Date.now } = options
  const needs: ApiNeeds = {
    ...options,
    nowNs: () => BigInt(now()) * NS_PER_MS,
    workspaceId: DEFAULT_WORKSPACE,
    sessionId: (text) => options.reader.resolveSession({ workspaceId: DEFAULT_WORKSPACE, text }),
  }
  const all = [
    sessionRoutes,
    removalRoutes,
    rowRoutes,
    transcriptRoutes,
    traceRoutes,
    libraryRoutes,
    reportRoutes,
    signalRoutes,
    ingestRoutes,
    liveRoutes,
  ]
  return all.flatMap((routes) => routes(needs))
}

/** HEAD runs the handler of GET, for the same status; a body that streams would go on without a reader. */
async function headOf(response: Response): Promise<Response> {
  await response.body?.cancel()
  return new Response(null, response)
}

/** `/sessions/{id}` as Hono writes it. */
function honoPath(path: string): string {
  return path.replace(/\{(\w+)\}/g, ':$1')
}

/** What answers every other method of a path. */
function refuseOthers(path: string, methods: readonly Method[]): (c: Context) => never {
  const allowed = methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]))
  return ({ req: { method } }) => {
    const message = `${method} is not allowed at ${path}; use ${methods.join(' or ')}`
    throw new AppError('method_not_allowed', message, { methods: allowed })
  }
}

/**
 * The REST API: routes below `/api/v1`, and `/openapi.json`, which describes them. Guards (host, origin, token) are the business of
 * whoever mounts it.
 */
export function createApi(options: ApiOptions): Hono {
  const app = new Hono()
  const routes = apiRoutes(options)
  for (const { method, path, respond } of routes) {
    app.on(method, honoPath(path), async (c) => (c.req.method === 'HEAD' ? await headOf(await respond(c)) : await respond(c)))
  }
  for (const [path, ways] of Map.groupBy(routes, (each) => each.path)) {
    app.all(
      honoPath(path),
      refuseOthers(
        path,
        ways.map(({ method }) => method),
      ),
    )
  }
  const document = openApiDocument(routes)
  app.get(DOCUMENT, (c) => c.json(document)).all(DOCUMENT, refuseOthers(DOCUMENT, ['GET']))
  app.all('/api/*', (c) => {
    throw new AppError('not_found', `there is no ${c.req.method} ${c.req.path}; /openapi.json lists what there is`)
  })
  app.onError((error) => errorResponse(error, options.report))
  return app
}
