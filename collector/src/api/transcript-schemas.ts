import { z } from 'zod'
import type {
  Message,
  MessagePart,
  TranscriptAction,
  TranscriptCall,
  TranscriptItem,
  TranscriptLog,
  TranscriptMoment,
} from '../contract.ts'
import {
  costSource,
  count,
  integer,
  logSeverity,
  maybeError,
  maybeInteger,
  maybeNumber,
  maybeText,
  maybeTime,
  maybeUsd,
  nanoseconds,
  spanId,
  text,
  traceId,
} from './schema-values.ts'

const cutText = { text, length: count }
const tool = { callId: maybeText, name: maybeText, ...cutText }

const messagePart: z.ZodType<MessagePart> = z.union([
  z.strictObject({ type: z.enum(['text', 'reasoning', 'other']), ...cutText }),
  z.strictObject({ type: z.literal('tool_call'), ...tool }),
  z.strictObject({ type: z.literal('tool_result'), ...tool }),
  z.strictObject({ type: z.literal('media'), mediaType: maybeText, uri: maybeText, bytes: count.nullable() }),
])

export const messageSchema: z.ZodType<Message> = z.strictObject({
  index: count,
  role: z.enum(['system', 'user', 'assistant', 'tool', 'unknown']),
  isAnswer: z.boolean(),
  parts: z.array(messagePart),
})

const place = {
  id: integer,
  spanId,
  traceId,
  at: maybeTime,
  atNs: nanoseconds,
  phaseId: maybeInteger,
  phase: maybeText,
  agents: z.array(z.strictObject({ spanId, name: text })),
  durationMs: maybeNumber,
  failed: z.boolean(),
  error: maybeError,
}

const work = { ...place, errorMessageLength: count }

const call: z.ZodType<TranscriptCall> = z.strictObject({
  kind: z.literal('call'),
  ...work,
  provider: maybeText,
  model: maybeText,
  finishReason: maybeText,
  tokensInput: count,
  tokensOutput: count,
  tokensCacheRead: count,
  costUsd: maybeUsd,
  costSource,
  repeatedCount: count,
  messages: z.array(messageSchema),
  isWithoutContent: z.boolean(),
})

const action: z.ZodType<TranscriptAction> = z.strictObject({
  kind: z.literal('action'),
  ...work,
  type: text,
  tool: maybeText,
  callId: maybeText,
  text: maybeText,
  textLength: count,
  arguments: maybeText,
  argumentsLength: count,
  result: maybeText,
  resultLength: count,
  exitCode: maybeInteger,
})

const moment: z.ZodType<TranscriptMoment> = z.strictObject({
  kind: z.enum(['artifact', 'issue', 'decision', 'event']),
  ...place,
  name: text,
  detail: maybeText,
  eventIndex: count,
  title: maybeText,
  body: maybeText,
  chosen: maybeText,
  rationale: maybeText,
  alternatives: z.array(text).max(50).nullable(),
  alternativeCount: count,
})

const log: z.ZodType<TranscriptLog> = z.strictObject({
  kind: z.literal('log'),
  ...place,
  spanId: spanId.nullable(),
  traceId: traceId.nullable(),
  severity: logSeverity.nullable(),
  severityText: maybeText,
  event: maybeText,
  body: maybeText,
  bodyLength: count,
  attributeCount: count,
  service: maybeText,
})

export const transcriptItemSchema: z.ZodType<TranscriptItem> = z.union([call, action, moment, log])
