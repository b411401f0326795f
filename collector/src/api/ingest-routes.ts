import { z } from 'zod'
import { AppError } from '../domain/app-error.ts'
import { RECEIPT_OUTCOMES } from '../domain/telemetry-reader.ts'
import { receiptView, serviceWhy, traceWhy } from '../query/ingest-views.ts'
import { listView } from '../query/values.ts'
import type { ApiNeeds } from './needs.ts'
import { anyTraceId, pageQuery, shortText, timeRange } from './parameters.ts'
import { type Route, route } from './route.ts'
import { signalParameter } from './signal-routes.ts'
import { ingestWhySchema, receiptSchema } from './signal-schemas.ts'

const service = shortText('service.name, whole')
const outcome = z
  .enum(RECEIPT_OUTCOMES)
  .optional()
  .describe('stored, refused, or rejected: what was refused and what was stored without some of its items')

/** Requests that came in, and why something is missing. */
export const ingestRoutes = ({ reader, workspaceId }: ApiNeeds): readonly Route[] => [
  route({
    path: '/api/v1/ingest',
    summary: 'Requests and what became of them, latest first; they are kept for 30 days, at most 100,000',
    query: pageQuery.extend({ service, signal: signalParameter, outcome, ...timeRange }),
    answer: { kind: 'list', schema: receiptSchema },
    handle: async ({ query: { limit, cursor, service: of, signal, outcome: became, after, before } }) =>
      listView(
        await reader.listReceipts({
          workspaceId,
          limit,
          ...(cursor !== undefined && { cursor }),
          ...(of !== undefined && { service: of }),
          ...(signal !== undefined && { signal }),
          ...(became !== undefined && { outcome: became }),
          ...(after !== undefined && { afterNs: after }),
          ...(before !== undefined && { beforeNs: before }),
        }),
        receiptView,
      ),
  }),
  route({
    path: '/api/v1/ingest/why',
    summary: 'What arrived of a trace or from a service, what was refused and what is missing',
    query: z.object({ trace: anyTraceId, service }),
    answer: { kind: 'one', schema: ingestWhySchema },
    handle: async ({ query: { trace, service: of } }) => {
      if ((trace === undefined) === (of === undefined)) throw new AppError('invalid', 'give either trace or service')
      const troubles = await reader.listTroubles({ workspaceId })
      return trace === undefined
        ? serviceWhy(of ?? '', await reader.readServiceArrival({ workspaceId, service: of ?? '' }), troubles)
        : traceWhy(trace, await reader.readTraceArrival({ workspaceId, traceId: trace }), troubles)
    },
  }),
]
