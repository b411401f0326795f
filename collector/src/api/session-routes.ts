import { AppError } from '../domain/app-error.ts'
import type { SessionSort } from '../domain/telemetry-reader.ts'
import { overviewView } from '../query/overview.ts'
import { sessionCostView } from '../query/session-cost.ts'
import { sessionDetailView, sessionView } from '../query/session-view.ts'
import { statusFilter } from '../query/status.ts'
import { listView } from '../query/values.ts'
import type { ApiNeeds } from './needs.ts'
import { sessionListQuery, sessionParams } from './parameters.ts'
import { sessionCostSchema, sessionOverviewSchema } from './report-schemas.ts'
import { type Route, route } from './route.ts'
import { sessionDetailSchema, sessionSchema } from './session-schemas.ts'

/** Sessions, and one of them. */
export const sessionRoutes = ({ reader, nowNs, workspaceId, sessionId }: ApiNeeds): readonly Route[] => [
  route({
    path: '/api/v1/sessions',
    summary: 'Sessions, latest first unless sorted otherwise',
    query: sessionListQuery,
    answer: { kind: 'list', schema: sessionSchema },
    handle: async ({ query: { limit, cursor, workflow, status, after, before, q, sort } }) => {
      const now = nowNs()
      const page = await reader.listSessions({
        workspaceId,
        limit,
        ...sortOf(sort),
        ...(cursor !== undefined && { cursor }),
        ...(workflow !== undefined && { workflow }),
        ...(status !== undefined && { status: statusFilter(status, now) }),
        ...(after !== undefined && { afterNs: after }),
        ...(before !== undefined && { beforeNs: before }),
        ...(q !== undefined && { text: q }),
      })
      return listView(page, (session) => sessionView(session, now))
    },
  }),
  route({
    path: '/api/v1/sessions/{id}',
    summary: 'One session with its phases',
    params: sessionParams,
    answer: { kind: 'one', schema: sessionDetailSchema },
    handle: async ({ params: { id } }) => {
      const session = await reader.readSession({ sessionId: await sessionId(id) })
      if (!session) throw new AppError('not_found', `no session ${id}`)
      return sessionDetailView(session, nowNs())
    },
  }),
  route({
    path: '/api/v1/sessions/{id}/overview',
    summary: 'How it spent its time: spans and work over time, and pauses',
    params: sessionParams,
    answer: { kind: 'one', schema: sessionOverviewSchema },
    handle: async ({ params: { id } }) => {
      const overview = await reader.readOverview({ sessionId: await sessionId(id) })
      if (!overview) throw new AppError('not_found', `no session ${id}`)
      return overviewView(overview)
    },
  }),
  route({
    path: '/api/v1/sessions/{id}/cost',
    summary: 'What it cost by phase, model and token part, and what has no price',
    params: sessionParams,
    answer: { kind: 'one', schema: sessionCostSchema },
    handle: async ({ params: { id } }) => sessionCostView(await reader.readSessionCost({ sessionId: await sessionId(id) })),
  }),
]

/** `cost`, `-cost` and `cost:desc` mean the same: the largest first. */
function sortOf(sort: string): { readonly sort: SessionSort; readonly descending: boolean } {
  const [field = '', direction] = sort.replace(/^-/, '').split(':')
  const sorts: Readonly<Record<string, SessionSort>> = { started: 'started', cost: 'cost', tokens: 'tokens', duration: 'duration' }
  return { sort: sorts[field] ?? 'started', descending: direction !== 'asc' }
}
