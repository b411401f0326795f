import { z } from 'zod'
import { COST_GROUPS } from '../domain/telemetry-reader.ts'
import { costReport } from '../query/cost-report.ts'
import { infoView } from '../query/info-view.ts'
import { workflowView } from '../query/session-view.ts'
import { statsReport } from '../query/stats-report.ts'
import { silentSinceNs } from '../query/status.ts'
import { listView } from '../query/values.ts'
import type { ApiNeeds } from './needs.ts'
import { pageQuery, sessionFilter, timeRange, timeZone, workflowFilter } from './parameters.ts'
import { costReportSchema, dbInfoSchema, STATS_GROUPS, STATS_METRICS, statsReportSchema, workflowSchema } from './report-schemas.ts'
import { type Route, route } from './route.ts'

/** Sums over many sessions, and the store itself. */
export const reportRoutes = ({ reader, nowNs, workspaceId, sessionId }: ApiNeeds): readonly Route[] => [
  route({
    path: '/api/v1/cost',
    summary: 'Money and tokens by workflow, model, provider, day or phase',
    query: z.object({
      by: z.enum(COST_GROUPS).default('workflow').describe(COST_GROUPS.join(', ')),
      ...timeRange,
      workflow: workflowFilter,
      session: sessionFilter,
      timeZone,
    }),
    answer: { kind: 'one', schema: costReportSchema },
    handle: async ({ query: { by, after, before, workflow, session, timeZone } }) => {
      const range = { ...(after !== undefined && { afterNs: after }), ...(before !== undefined && { beforeNs: before }) }
      const lines = await reader.reportCost({
        workspaceId,
        by,
        timeZone,
        ...range,
        ...(workflow !== undefined && { workflow }),
        ...(session !== undefined && { sessionId: await sessionId(session) }),
      })
      return costReport(lines, { by, timeZone, ...range })
    },
  }),
  route({
    path: '/api/v1/stats',
    summary: 'One measure of sessions by status, outcome, workflow or source',
    query: z.object({
      by: z.enum(STATS_GROUPS).default('status').describe(STATS_GROUPS.join(', ')),
      metric: z.enum(STATS_METRICS).default('tokens_total').describe(STATS_METRICS.join(', ')),
      ...timeRange,
      workflow: workflowFilter,
    }),
    answer: { kind: 'one', schema: statsReportSchema },
    handle: async ({ query: { by, metric, after, before, workflow } }) => {
      const lines = await reader.reportStats({
        workspaceId,
        by,
        metric,
        silentSinceNs: silentSinceNs(nowNs()),
        ...(after !== undefined && { afterNs: after }),
        ...(before !== undefined && { beforeNs: before }),
        ...(workflow !== undefined && { workflow }),
      })
      return statsReport(lines, { by, metric })
    },
  }),
  route({
    path: '/api/v1/workflows',
    summary: 'Workflows that sessions name, by name',
    query: pageQuery,
    answer: { kind: 'list', schema: workflowSchema },
    handle: async ({ query: { limit, cursor } }) =>
      listView(await reader.listWorkflows({ workspaceId, limit, ...(cursor !== undefined && { cursor }) }), workflowView),
  }),
  route({
    path: '/api/v1/info',
    summary: 'What the store holds and how large it is',
    answer: { kind: 'one', schema: dbInfoSchema },
    handle: async () => infoView(await reader.readInfo({ workspaceId })),
  }),
]
