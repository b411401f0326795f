import { z } from 'zod'
import type { Action, Artifact, CostDerivation, Event, Issue, LibraryPrompt, Prompt, Response, TimelineItem } from '../contract.ts'
import { MOMENT_KINDS } from '../domain/stored.ts'
import {
  costPart,
  costSource,
  count,
  exactUsd,
  integer,
  json,
  logSeverity,
  maybeError,
  maybeInteger,
  maybeNumber,
  maybeText,
  maybeTime,
  maybeUsd,
  nanoseconds,
  placeShape,
  spanId,
  text,
  traceId,
  usd,
} from './schema-values.ts'

const promptShape = {
  ...placeShape,
  createdAt: maybeTime,
  text: maybeText,
  system: maybeText,
  model: maybeText,
  temperature: maybeNumber,
  topP: maybeNumber,
  maxTokens: maybeInteger,
  experiment: maybeText,
  variant: maybeText,
  metadata: json,
}

export const promptSchema: z.ZodType<Prompt> = z.strictObject(promptShape)

export const libraryPromptSchema: z.ZodType<LibraryPrompt> = z.strictObject({
  ...promptShape,
  workflow: maybeText,
  rating: maybeNumber,
  ratingCount: count,
  tokensTotal: count,
  costUsd: maybeUsd,
})

export const costDerivationSchema: z.ZodType<CostDerivation> = z.strictObject({
  lines: z.array(z.strictObject({ part: costPart, quantity: count, unitUsd: exactUsd, costUsd: usd, rule: maybeText })),
  priceId: maybeText,
  pricedAs: maybeText,
  tierAbove: maybeInteger,
  notes: z.array(text),
  reason: maybeText,
})

export const responseSchema: z.ZodType<Response> = z.strictObject({
  ...placeShape,
  createdAt: maybeTime,
  provider: maybeText,
  model: maybeText,
  tokensInput: count,
  tokensOutput: count,
  tokensCacheRead: count,
  tokensCacheWrite: count,
  tokensReasoning: count,
  tokensEstimated: z.boolean(),
  costUsd: maybeUsd,
  costReportedUsd: maybeUsd,
  costComputedUsd: maybeUsd,
  costSource,
  costDerivation: costDerivationSchema.nullable(),
  latencyMs: maybeNumber,
  timeToFirstTokenMs: maybeNumber,
  finishReason: maybeText,
  text: maybeText,
  error: maybeError,
})

export const actionSchema: z.ZodType<Action> = z.strictObject({
  ...placeShape,
  type: text,
  tool: maybeText,
  callId: maybeText,
  text: maybeText,
  arguments: maybeText,
  result: maybeText,
  exitCode: maybeInteger,
  success: z.boolean().nullable(),
  error: maybeError,
  startedAt: maybeTime,
  durationMs: maybeNumber,
  metadata: json,
})

export const artifactSchema: z.ZodType<Artifact> = z.strictObject({
  ...placeShape,
  createdAt: maybeTime,
  type: text,
  path: maybeText,
  contentHash: maybeText,
  sizeBytes: maybeInteger,
  metadata: json,
})

export const issueSchema: z.ZodType<Issue> = z.strictObject({
  ...placeShape,
  createdAt: maybeTime,
  severity: z.enum(['critical', 'major', 'minor']),
  type: text,
  description: maybeText,
  location: maybeText,
  fixed: z.boolean(),
  fixIteration: maybeInteger,
  metadata: json,
})

export const eventSchema: z.ZodType<Event> = z.strictObject({
  ...placeShape,
  createdAt: maybeTime,
  kind: z.enum(['event', 'metric', 'decision']),
  type: text,
  title: maybeText,
  body: maybeText,
  data: json,
})

const timelineShape = {
  id: integer,
  phaseId: maybeInteger,
  at: maybeTime,
  atNs: nanoseconds,
  durationMs: maybeNumber,
  name: text,
  detail: maybeText,
  failed: z.boolean(),
  tokensTotal: count.nullable(),
  costUsd: maybeUsd,
  spanName: maybeText,
}

export const timelineItemSchema: z.ZodType<TimelineItem> = z.union([
  z.strictObject({ kind: z.enum(MOMENT_KINDS).exclude(['log']), spanId, traceId, ...timelineShape }),
  z.strictObject({
    kind: z.literal('log'),
    spanId: spanId.nullable(),
    traceId: traceId.nullable(),
    ...timelineShape,
    severity: logSeverity.nullable(),
    event: maybeText,
  }),
])
