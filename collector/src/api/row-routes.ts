import type { z } from 'zod'
import { type FactKind, MOMENT_KINDS } from '../domain/stored.ts'
import type { Page, SessionPage } from '../domain/telemetry-reader.ts'
import { artifactView, eventView, issueView, momentView } from '../query/fact-views.ts'
import { actionView, promptView, responseView } from '../query/row-views.ts'
import { phaseView } from '../query/session-view.ts'
import { failedSpanView, treeSpanView } from '../query/span-view.ts'
import { listView } from '../query/values.ts'
import type { ApiNeeds } from './needs.ts'
import { kindPageQuery, pageQuery, responsePageQuery, sessionParams, spanPageQuery } from './parameters.ts'
import { type Route, route } from './route.ts'
import { actionSchema, artifactSchema, eventSchema, issueSchema, promptSchema, responseSchema, timelineItemSchema } from './row-schemas.ts'
import { phaseSchema } from './session-schemas.ts'
import { failedSpanSchema, spanSchema } from './span-schemas.ts'

/** A list below a session. */
interface Below<T> {
  readonly name: string
  readonly summary: string
  readonly schema: z.ZodType
  readonly query?: typeof pageQuery
  readonly read: (page: SessionPage) => Promise<Page<T>>
  readonly view: (item: T) => unknown
}

/** Lists below a session, all read in the same way. */
export const rowRoutes = (needs: ApiNeeds): readonly Route[] => {
  const { reader, sessionId } = needs
  const below = <T>({ name, summary, schema, query = pageQuery, read, view }: Below<T>): Route =>
    route({
      path: `/api/v1/sessions/{id}/${name}`,
      summary,
      params: sessionParams,
      query,
      answer: { kind: 'list', schema },
      handle: async ({ params: { id }, query: { limit, cursor } }) =>
        listView(await read({ sessionId: await sessionId(id), limit, ...(cursor !== undefined && { cursor }) }), view),
    })
  const facts = (kinds: readonly FactKind[]) => (page: SessionPage) => reader.listFacts({ ...page, kinds })

  return [
    below({ name: 'phases', summary: 'Its phases, by start', schema: phaseSchema, read: reader.listPhases, view: phaseView }),
    route({
      path: '/api/v1/sessions/{id}/timeline',
      summary:
        'All that happened, in order of time, log records among it; a page may hold fewer than there are, as long as it has a nextCursor',
      params: sessionParams,
      query: kindPageQuery(MOMENT_KINDS),
      answer: { kind: 'list', schema: timelineItemSchema },
      handle: async ({ params: { id }, query: { limit, cursor, kind } }) =>
        listView(
          await reader.listMoments({
            sessionId: await sessionId(id),
            limit,
            ...(cursor !== undefined && { cursor }),
            ...(kind !== undefined && { kinds: kind }),
          }),
          momentView,
        ),
    }),
    below({ name: 'prompts', summary: 'What models were asked', schema: promptSchema, read: reader.listPrompts, view: promptView }),
    route({
      path: '/api/v1/sessions/{id}/responses',
      summary: 'What models answered, by start or dearest first',
      params: sessionParams,
      query: responsePageQuery,
      answer: { kind: 'list', schema: responseSchema },
      handle: async ({ params: { id }, query: { limit, cursor, sort } }) =>
        listView(
          await reader.listResponses({ sessionId: await sessionId(id), limit, sort, ...(cursor !== undefined && { cursor }) }),
          responseView,
        ),
    }),
    below({ name: 'actions', summary: 'Tool calls and commands', schema: actionSchema, read: reader.listActions, view: actionView }),
    below({
      name: 'artifacts',
      summary: 'Files and other deliverables',
      schema: artifactSchema,
      read: facts(['artifact']),
      view: artifactView,
    }),
    below({ name: 'issues', summary: 'Problems of quality', schema: issueSchema, read: facts(['issue']), view: issueView }),
    below({
      name: 'events',
      summary: 'Other events, measurements and decisions',
      schema: eventSchema,
      read: facts(['metric', 'decision', 'event', 'fix']),
      view: eventView,
    }),
    below({
      name: 'spans',
      summary: 'Its spans depth-first, without large values',
      schema: spanSchema,
      query: spanPageQuery,
      read: reader.listSpans,
      view: treeSpanView,
    }),
    below({
      name: 'errors',
      summary: 'Spans that failed, by start, and why',
      schema: failedSpanSchema,
      read: reader.listErrors,
      view: failedSpanView,
    }),
  ]
}
