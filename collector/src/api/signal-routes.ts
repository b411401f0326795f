import { z } from 'zod'
import { SIGNALS } from '../domain/signal.ts'
import { logView, metricPointView, metricView, severityNumber } from '../query/signal-views.ts'
import { listView } from '../query/values.ts'
import type { ApiNeeds } from './needs.ts'
import { anyTraceId, pageQuery, sessionFilter, sessionParams, shortText, timeRange } from './parameters.ts'
import { type Route, route } from './route.ts'
import { LOG_SEVERITIES, logSchema, metricPointSchema, metricSchema } from './signal-schemas.ts'

const service = shortText('service.name, whole')
const severity = z
  .enum(LOG_SEVERITIES)
  .optional()
  .describe(`at least this severe: ${LOG_SEVERITIES.join(', ')}`)
const event = shortText('the name of an event, whole')
const metricName = shortText('the name of a metric, whole')
const logFilters = { service, severity, event, ...timeRange }

type LogFilters = z.infer<z.ZodObject<typeof logFilters>>

function logFilter({ service: name, severity: least, event: eventName, after, before }: LogFilters) {
  return {
    ...(name !== undefined && { service: name }),
    ...(least !== undefined && { minSeverity: severityNumber(least) }),
    ...(eventName !== undefined && { event: eventName }),
    ...(after !== undefined && { afterNs: after }),
    ...(before !== undefined && { beforeNs: before }),
  }
}

/** Log records and metrics. */
export const signalRoutes = ({ reader, workspaceId, sessionId }: ApiNeeds): readonly Route[] => [
  route({
    path: '/api/v1/logs',
    summary: 'Log records, latest first; a page may hold fewer than there are, even none, as long as it has a nextCursor',
    query: pageQuery.extend({ trace: anyTraceId, session: sessionFilter, ...logFilters }),
    answer: { kind: 'list', schema: logSchema },
    handle: async ({ query: { limit, cursor, trace, session, ...filters } }) =>
      listView(
        await reader.listLogs({
          workspaceId,
          order: 'latest',
          limit,
          ...(cursor !== undefined && { cursor }),
          ...(trace !== undefined && { traceId: trace }),
          ...(session !== undefined && { sessionId: await sessionId(session) }),
          ...logFilter(filters),
        }),
        logView,
      ),
  }),
  route({
    path: '/api/v1/sessions/{id}/logs',
    summary: 'Its log records in order of time: those of its traces, and those that name its key; pages as those of logs',
    params: sessionParams,
    query: pageQuery.extend(logFilters),
    answer: { kind: 'list', schema: logSchema },
    handle: async ({ params: { id }, query: { limit, cursor, ...filters } }) =>
      listView(
        await reader.listLogs({
          workspaceId,
          order: 'earliest',
          limit,
          sessionId: await sessionId(id),
          ...(cursor !== undefined && { cursor }),
          ...logFilter(filters),
        }),
        logView,
      ),
  }),
  route({
    path: '/api/v1/metrics',
    summary: 'What metrics there are, by name',
    query: pageQuery.extend({ name: metricName, service }),
    answer: { kind: 'list', schema: metricSchema },
    handle: async ({ query: { limit, cursor, name, service: of } }) =>
      listView(
        await reader.listMetrics({
          workspaceId,
          limit,
          ...(cursor !== undefined && { cursor }),
          ...(name !== undefined && { name }),
          ...(of !== undefined && { service: of }),
        }),
        metricView,
      ),
  }),
  route({
    path: '/api/v1/metrics/points',
    summary: 'Points of metrics, latest first',
    query: pageQuery.extend({ name: metricName, service, session: sessionFilter, ...timeRange }),
    answer: { kind: 'list', schema: metricPointSchema },
    handle: async ({ query: { limit, cursor, name, service: of, session, after, before } }) => {
      const { items, nextCursor } = await reader.listMetricPoints({
        workspaceId,
        limit,
        ...(cursor !== undefined && { cursor }),
        ...(name !== undefined && { name }),
        ...(of !== undefined && { service: of }),
        ...(session !== undefined && { sessionId: await sessionId(session) }),
        ...(after !== undefined && { afterNs: after }),
        ...(before !== undefined && { beforeNs: before }),
      })
      return { items: items.flatMap(metricPointView), nextCursor: nextCursor ?? null }
    },
  }),
]

/** For parameters of other routes. */
export const signalParameter = z.enum(SIGNALS).optional().describe(SIGNALS.join(', '))
