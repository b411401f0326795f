import { z } from 'zod'
import { AppError } from '../domain/app-error.ts'
import { valueAt } from '../query/cut-texts.ts'
import { traceView } from '../query/session-view.ts'
import { spanDetailView } from '../query/span-view.ts'
import type { ApiNeeds } from './needs.ts'
import { linesResponse, otlpResponse } from './otlp-stream.ts'
import { cutLength, pointer, sessionFilter, spanParams, timeRange, traceParams } from './parameters.ts'
import { type Route, route } from './route.ts'
import { spanDetailSchema, traceSchema } from './span-schemas.ts'

const SIGNALS = ['traces', 'logs', 'metrics'] as const
const signal = z.enum(SIGNALS).default('traces').describe(SIGNALS.join(', '))

/** Traces and spans, also as they were sent. */
export const traceRoutes = ({ reader, otlpJson, report, nowNs, workspaceId, sessionId }: ApiNeeds): readonly Route[] => {
  const spanAt = async ({ traceId, spanId }: z.infer<typeof spanParams>) => {
    const span = await reader.readSpan({ workspaceId, traceId, spanId })
    if (!span) throw new AppError('not_found', `no span ${spanId} in trace ${traceId}`)
    return span
  }

  return [
    route({
      path: '/api/v1/traces/{traceId}',
      summary: 'One trace: what it adds up to, or with format=otlp every span as it was sent',
      params: traceParams,
      query: z.object({ format: z.enum(['summary', 'otlp']).default('summary').describe('summary or otlp'), signal }),
      answer: { kind: 'other', mediaTypes: ['application/json'], text: 'A Trace, or OTLP/JSON (TracesData)', schema: traceSchema },
      handle: async ({ params: { traceId }, query: { format, signal } }) => {
        onlyTraces(signal)
        const trace = await reader.readTrace({ workspaceId, traceId })
        if (!trace) throw new AppError('not_found', `no trace ${traceId}`)
        return format === 'otlp'
          ? await otlpResponse(reader.streamTrace({ workspaceId, traceId }), { otlpJson, report })
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
      summary: 'OTLP/JSON, one TracesData per line',
      query: z.object({ signal, ...timeRange, session: sessionFilter }),
      answer: { kind: 'other', mediaTypes: ['application/x-ndjson'], text: 'Lines of OTLP/JSON (TracesData)' },
      handle: async ({ query: { signal, after, before, session } }) => {
        onlyTraces(signal)
        const chunks = reader.streamExport({
          workspaceId,
          ...(session !== undefined && { sessionId: await sessionId(session) }),
          ...(after !== undefined && { afterNs: after }),
          ...(before !== undefined && { beforeNs: before }),
        })
        return await linesResponse(chunks, { otlpJson, report })
      },
    }),
  ]
}

function kindOf(value: unknown): string {
  return Array.isArray(value) ? 'a list' : value === null ? 'null' : typeof value === 'object' ? 'an object' : `a ${typeof value}`
}

function onlyTraces(signal: (typeof SIGNALS)[number]): void {
  if (signal !== 'traces') throw new AppError('unimplemented', `${signal} are not stored yet; ask for signal=traces`)
}
