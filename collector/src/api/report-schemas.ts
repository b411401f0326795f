import { z } from 'zod'
import type { CostGroup, CostReport, DbInfo, ErrorBody, SessionCost, SessionOverview, StatsReport, Workflow } from '../contract.ts'
import { COST_GROUPS } from '../domain/telemetry-reader.ts'
import {
  costPart,
  costSource,
  count,
  maybeInteger,
  maybeShare,
  maybeText,
  maybeTime,
  maybeUsd,
  nanoseconds,
  text,
} from './schema-values.ts'

const costSums = {
  responseCount: count,
  tokensInput: count,
  tokensOutput: count,
  tokensCacheRead: count,
  tokensCacheWrite: count,
  tokensReasoning: count,
  tokensTotal: count,
  costUsd: maybeUsd,
  costCoverage: maybeShare,
}

export const costReportSchema: z.ZodType<CostReport> = z.strictObject({
  by: z.enum(COST_GROUPS satisfies readonly CostGroup[]),
  after: maybeTime,
  before: maybeTime,
  timeZone: text,
  items: z.array(z.strictObject({ name: maybeText, share: maybeShare, ...costSums })),
  total: z.strictObject(costSums),
})

const costLine = { name: maybeText, share: maybeShare, ...costSums }

export const sessionCostSchema: z.ZodType<SessionCost> = z.strictObject({
  total: z.strictObject(costSums),
  phases: z.array(z.strictObject({ ...costLine, phaseId: maybeInteger })),
  models: z.array(z.strictObject(costLine)),
  parts: z.array(z.strictObject({ part: costPart, quantity: count, costUsd: maybeUsd })),
  unpriced: z.array(z.strictObject({ reason: text, model: maybeText, responseCount: count })),
  sources: z.array(z.strictObject({ source: costSource, responseCount: count, costUsd: maybeUsd })),
})

const share = z.number().min(0).max(1)

export const sessionOverviewSchema: z.ZodType<SessionOverview> = z.strictObject({
  startNs: nanoseconds,
  endNs: nanoseconds,
  bucketNs: nanoseconds,
  buckets: z.array(z.strictObject({ spans: count, errors: count, calls: share, actions: share })).max(240),
  idleMs: z.number().min(0),
  idle: z.array(z.strictObject({ startNs: nanoseconds, endNs: nanoseconds })).max(200),
  runningSince: z.strictObject({ calls: nanoseconds.nullable(), actions: nanoseconds.nullable() }),
})

export const STATS_GROUPS = ['status', 'outcome', 'workflow', 'source'] as const satisfies readonly StatsReport['by'][]
export const STATS_METRICS = [
  'tokens_total',
  'tokens_input',
  'tokens_output',
  'cost_usd',
  'duration_ms',
  'responses',
  'actions',
  'issues',
  'errors',
] as const satisfies readonly StatsReport['metric'][]

const statsValue = z.union([z.number(), z.string()]).nullable()
const statsLine = z.strictObject({
  name: maybeText,
  sessionCount: count,
  valueCount: count,
  sum: statsValue,
  average: statsValue,
  min: statsValue,
  max: statsValue,
})

export const statsReportSchema: z.ZodType<StatsReport> = z.strictObject({
  by: z.enum(STATS_GROUPS),
  metric: z.enum(STATS_METRICS),
  items: z.array(statsLine),
  total: statsLine,
})

export const workflowSchema: z.ZodType<Workflow> = z.strictObject({
  name: text,
  version: maybeText,
  sessionCount: count,
  runningCount: count,
  failedCount: count,
  costUsd: maybeUsd,
  lastStartedAt: maybeTime,
})

export const dbInfoSchema: z.ZodType<DbInfo> = z.strictObject({
  file: maybeText,
  fileBytes: count,
  walBytes: count,
  pageSize: count,
  pageCount: count,
  freePages: count,
  schemaVersion: count,
  rulesVersion: maybeText,
  priceVersion: maybeText,
  rederiving: z.boolean(),
  sqliteVersion: text,
  searchPending: count,
  searchPendingIsMore: z.boolean(),
  contentRules: z.array(z.strictObject({ since: maybeTime, until: maybeTime, rules: maybeText, redactedAgain: z.array(text) })),
  counts: z.strictObject({
    sessions: count,
    traces: count,
    spans: count,
    responses: count,
    actions: count,
    issues: count,
    logs: count,
    metricPoints: count,
    receipts: count,
  }),
  oldest: maybeTime,
  newest: maybeTime,
})

export const errorSchema: z.ZodType<ErrorBody> = z.strictObject({
  error: z.strictObject({ code: text, message: text, candidates: z.array(text).exactOptional() }),
})
