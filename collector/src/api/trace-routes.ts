import { z } from 'zod'
import { AppError } from '../domain/app-error.ts'
import { SIGNALS } from '../domain/signal.ts'
import type { ExportQuery } from '../domain/telemetry-reader.ts'
import { valueAt } from '../query/cut-texts.ts'
import { traceView } from '../query/session-view.ts'
import { spanDetailView } from '../query/span-view.ts'
import type { ApiNeeds } from './needs.ts'
import { linesResponse, otlpLines, otlpResponse, otlpShapes } from './otlp-stream.ts'
import { cutLength, pointer, sessionFilter, spanParams, timeRange, traceParams } from './parameters.ts'
import { type Route, route } from './route.ts'
import { spanDetailSchema, traceSchema } from './span-schemas.ts'

const signal = z.enum(SIGNALS).default('traces').describe(SIGNALS.join(', '))
const exportedSignal = z
  .enum([...SIGNALS, 'all'])
  .default('traces')
  .describe(`${SIGNALS.join(', ')}, or all: these one after the other; traces alone if left out`)

/** Traces and spans, also as they were sent. */
export const traceRoutes = ({ reader, otlpJson, report, nowNs, workspaceId, sessionId }: ApiNeeds): readonly Route[] => {
  const shapes = otlpShapes(otlpJson)
  const spanAt = async ({ traceId, spanId }: z.infer<typeof spanParams>) => {
    const span = await reader.readSpan({ workspaceId, traceId, spanId })
    if (!span) throw new AppError('not_found', `no span ${spanId} in trace ${traceId}`)
    return span
  }
  /** Logs may come without any span of their trace. */
  const logsOf = async (traceId: string): Promise<Response> => {
    const { items } = await reader.listLogs({ workspaceId, traceId, order: 'earliest', limit: 1 })
    if (items.length === 0 && !(await reader.readTrace({ workspaceId, traceId }))) throw new AppError('not_found', `no trace ${traceId}`)
    return await otlpResponse(reader.streamTraceLogs({ workspaceId, traceId }), { shape: shapes.logs, report })
  }
  const lines = {
    traces: (query: ExportQuery) => otlpLines(reader.streamExport(query), shapes.traces),
    logs: (query: ExportQuery) => otlpLines(reader.streamLogs(query), shapes.logs),
    metrics: (query: ExportQuery) => otlpLines(reader.streamMetrics(query), shapes.metrics),
    async *all(query: ExportQuery): AsyncGenerator<string> {
      for (const signal of SIGNALS) yield* lines[signal](query)
    },
  }

  return [
    route({
      path: '/api/v1/traces/{traceId}',
      summary: 'One trace: what it adds up to, or with format=otlp every span, or with signal=logs every log record, as it was sent',
      params: traceParams,
      query: z.object({ format: z.enum(['summary', 'otlp']).default('summary').describe('summary or otlp'), signal }),
      answer: {
        kind: 'other',
        mediaTypes: ['application/json'],
        text: 'A Trace, or OTLP/JSON (TracesData, LogsData)',
        schema: traceSchema,
      },
      handle: async ({ params: { traceId }, query: { format, signal } }) => {
        if (signal === 'metrics') throw new AppError('invalid', 'metrics belong to no trace; ask for /api/v1/export?signal=metrics')
        if (signal === 'logs' && format !== 'otlp')
          throw new AppError('invalid', 'signal=logs goes with format=otlp; add it, or ask for /api/v1/logs')
        if (signal === 'logs') return await logsOf(traceId)
        const trace = await reader.readTrace({ workspaceId, traceId })
        if (!trace) throw new AppError('not_found', `no trace ${traceId}`)
        return format === 'otlp'
          ? await otlpResponse(reader.streamTrace({ workspaceId, traceId }), { shape: shapes.traces, report })
          : traceView(trace, nowNs())
      },
    }),
    route({
      path: '/api/v1/spans/{traceId}/{spanId}',
      summary: 'One span with everything that was sent',
      params: spanParams,
      query: z.object({ cut: cutLength }),
      answer: { kind: 'one', schema: spanDetailSchema },
      handle: async ({ params, query: { cut } }) => spanDetailView(await spanAt(params), cut),
    }),
    route({
      path: '/api/v1/spans/{traceId}/{spanId}/value',
      summary: 'One string of a span, whole',
      params: spanParams,
      query: z.object({ at: pointer }),
      answer: { kind: 'other', mediaTypes: ['text/plain'], text: 'The string' },
      handle: async ({ params, query: { at } }) => {
        const value = valueAt(spanDetailView(await spanAt(params)), at)
        if (value === undefined) throw new AppError('not_found', `span ${params.spanId} has nothing at ${at}`)
        if (typeof value !== 'string')
          throw new AppError('invalid', `at ${at} is no string but ${kindOf(value)}; give the pointer of a string`)
        return new Response(value, { headers: { 'Content-Type': 'text/plain; charset=utf-8' } })
      },
    }),
    route({
      path: '/api/v1/export',
      summary:
        'OTLP/JSON, one TracesData, LogsData or MetricsData per line: traces, or what signal names; spans by the start of their trace, the others by their own time',
      query: z.object({ signal: exportedSignal, ...timeRange, session: sessionFilter }),
      answer: { kind: 'other', mediaTypes: ['application/x-ndjson'], text: 'Lines of OTLP/JSON (TracesData, LogsData, MetricsData)' },
      handle: async ({ query: { signal, after, before, session } }) => {
        const range = { ...(after !== undefined && { afterNs: after }), ...(before !== undefined && { beforeNs: before }) }
        const query = { workspaceId, ...(session !== undefined && { sessionId: await sessionId(session) }), ...range }
        return await linesResponse(lines[signal](query), report)
      },
    }),
  ]
}

function kindOf(value: unknown): string {
  return Array.isArray(value) ? 'a list' : value === null ? 'null' : typeof value === 'object' ? 'an object' : `a ${typeof value}`
}
