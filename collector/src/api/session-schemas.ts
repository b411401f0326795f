import { z } from 'zod'
import type { Phase, Session, SessionDetail } from '../contract.ts'
import {
  count,
  integer,
  json,
  maybeError,
  maybeInteger,
  maybeNumber,
  maybeShare,
  maybeText,
  maybeTime,
  maybeUsd,
  spanId,
  text,
  traceId,
} from './schema-values.ts'

export const sessionStatus = z.enum(['running', 'completed', 'failed', 'cancelled', 'abandoned'])

const sessionShape = {
  id: integer,
  key: text,
  traceId,
  workflow: maybeText,
  workflowVersion: maybeText,
  title: maybeText,
  status: sessionStatus,
  outcome: maybeText,
  startedAt: maybeTime,
  completedAt: maybeTime,
  durationMs: z.number().min(0),
  tokensInput: count,
  tokensOutput: count,
  tokensCacheRead: count,
  tokensCacheWrite: count,
  tokensTotal: count,
  costUsd: maybeUsd,
  costCoverage: maybeShare,
  responseCount: count,
  actionCount: count,
  issueCount: count,
  errorCount: count,
  spanCount: count,
  traceCount: count,
  models: z.array(text),
  source: text,
  receivedAt: maybeTime,
}

export const sessionSchema: z.ZodType<Session> = z.strictObject(sessionShape)

export const phaseSchema: z.ZodType<Phase> = z.strictObject({
  id: integer,
  spanId,
  traceId,
  parentId: maybeInteger,
  name: text,
  number: maybeInteger,
  iteration: maybeInteger,
  attempt: maybeInteger,
  implicit: z.boolean(),
  status: z.enum(['running', 'completed', 'failed', 'cancelled', 'skipped']),
  startedAt: maybeTime,
  completedAt: maybeTime,
  durationMs: maybeNumber,
  responseCount: count,
  tokensTotal: count,
  costUsd: maybeUsd,
  costCoverage: maybeShare,
  error: maybeError,
  metadata: json,
})

export const sessionDetailSchema: z.ZodType<SessionDetail> = z.strictObject({
  ...sessionShape,
  phases: z.array(phaseSchema),
  phaseCount: count,
  traceIds: z.array(traceId),
  settling: z.boolean(),
  rootSpanId: spanId.nullable(),
  conversationId: maybeText,
  userId: maybeText,
  inputs: json,
  outputs: json,
  metadata: json,
  error: maybeError,
})
