import { z } from 'zod'
import { AppError } from '../domain/app-error.ts'
import { SEVERITIES, severityNumber } from '../domain/severity.ts'
import { SIGNALS } from '../domain/signal.ts'
import { logView, metricPointView, metricView } from '../query/signal-views.ts'
import { listView } from '../query/values.ts'
import type { ApiNeeds } from './needs.ts'
import { anyTraceId, logParams, pageQuery, sessionFilter, sessionParams, shortText, spanOfTrace, timeRange } from './parameters.ts'
import { type Route, route } from './route.ts'
import { logSchema, metricPointSchema, metricSchema } from './signal-schemas.ts'

const service = shortText('service.name, whole')
const severity = z
  .enum(SEVERITIES)
  .optional()
  .describe(`at least this severe: ${SEVERITIES.join(', ')}`)
const event = shortText('the name of an event, whole')
const logSession = shortText('a session: its integer, trace id, beginning of a trace id, or key:KEY, also where only logs name the key')
const metricName = shortText('the name of a metric, whole')
const text = shortText(
  'part of what a record says: its body, its attributes up to 1,024 characters each, or the name of an event; in any case of ASCII letters',
)
const logFilters = { service, severity, event, q: text, ...timeRange }

type LogFilters = z.infer<z.ZodObject<typeof logFilters>>

function logFilter({ service: name, severity: least, event: eventName, q, after, before }: LogFilters) {
  return {
    ...(name !== undefined && { service: name }),
    ...(least !== undefined && { minSeverity: severityNumber(least) }),
    ...(eventName !== undefined && { event: eventName }),
    ...(q !== undefined && { text: q }),
    ...(after !== undefined && { afterNs: after }),
    ...(before !== undefined && { beforeNs: before }),
  }
}

const order = z.enum(['latest', 'earliest']).default('latest').describe('latest or earliest: which come first')

/** Whose logs are meant: of a session, or of a key that only logs name. */
async function ownerOf(text: string, { reader, workspaceId, sessionId }: ApiNeeds) {
  try {
    return { sessionId: await sessionId(text) }
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'not_found') throw error
    const sessionKey = text.replace(/^key:/, '')
    const { items } = await reader.listLogs({ workspaceId, sessionKey, order: 'latest', limit: 1 })
    if (items.length === 0) throw error
    return { sessionKey }
  }
}

/** Log records and metrics. */
export const signalRoutes = (needs: ApiNeeds): readonly Route[] => {
  const { reader, workspaceId, sessionId } = needs
  return [
    route({
      path: '/api/v1/logs',
      summary: 'Log records, latest first; a page may hold fewer than there are, even none, as long as it has a nextCursor',
      query: pageQuery.extend({ trace: anyTraceId, span: spanOfTrace, session: logSession, order, ...logFilters }),
      answer: { kind: 'list', schema: logSchema },
      handle: async ({ query: { limit, cursor, trace, span, session, order, ...filters } }) => {
        if (span !== undefined && trace === undefined)
          throw new AppError('invalid', `span ${span} goes with the trace that it is in; add trace`)
        const page = await reader.listLogs({
          workspaceId,
          order,
          limit,
          ...(cursor !== undefined && { cursor }),
          ...(trace !== undefined && { traceId: trace }),
          ...(span !== undefined && { spanId: span }),
          ...(session !== undefined && (await ownerOf(session, needs))),
          ...logFilter(filters),
        })
        return listView(page, logView)
      },
    }),
    route({
      path: '/api/v1/logs/{logId}',
      summary: 'One log record, whole',
      params: logParams,
      answer: { kind: 'one', schema: logSchema },
      handle: async ({ params: { logId } }) => {
        const log = await reader.readLog({ workspaceId, logId })
        if (!log) throw new AppError('not_found', `no log record ${logId}`)
        return logView(log)
      },
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
}

/** For parameters of other routes. */
export const signalParameter = z.enum(SIGNALS).optional().describe(SIGNALS.join(', '))
