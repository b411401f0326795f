import { z } from 'zod'
import type { AnyValue, Attribute, FailedSpan, Span, SpanDetail, Trace } from '../contract.ts'
import {
  count,
  integer,
  maybeInteger,
  maybeNumber,
  maybeShare,
  maybeText,
  maybeTime,
  maybeUsd,
  nanoseconds,
  spanId,
  text,
  traceId,
} from './schema-values.ts'
import { sessionStatus } from './session-schemas.ts'

export const anyValueSchema: z.ZodType<AnyValue> = z.lazy(() =>
  z.union([
    z.strictObject({ stringValue: text }),
    z.strictObject({ boolValue: z.boolean() }),
    z.strictObject({ intValue: z.string().regex(/^-?\d{1,19}$/) }),
    z.strictObject({ doubleValue: z.union([z.number(), z.enum(['NaN', 'Infinity', '-Infinity'])]) }),
    z.strictObject({ bytesValue: text }),
    z.strictObject({ arrayValue: z.strictObject({ values: z.array(anyValueSchema) }) }),
    z.strictObject({ kvlistValue: z.strictObject({ values: z.array(attributeSchema) }) }),
    z.record(z.string(), z.never()),
  ]),
)

export const attributeSchema: z.ZodType<Attribute> = z.lazy(() => z.strictObject({ key: text, value: anyValueSchema }))

const attributes = z.array(attributeSchema)

const spanShape = {
  id: integer,
  traceId,
  spanId,
  parentSpanId: spanId.nullable(),
  name: text,
  kind: text,
  spanKind: integer,
  status: z.enum(['running', 'ok', 'failed']),
  startedAt: maybeTime,
  startNs: nanoseconds,
  endNs: nanoseconds,
  durationMs: maybeNumber,
  service: maybeText,
  scope: text,
  dialects: z.array(text),
  phaseId: maybeInteger,
  model: maybeText,
  tokensTotal: count.nullable(),
  costUsd: maybeUsd,
  repeated: z.boolean(),
  errorType: maybeText,
  warnings: z.array(text),
}

export const spanSchema: z.ZodType<Span> = z.strictObject({ ...spanShape, depth: count, hasChildren: z.boolean() })

export const spanDetailSchema: z.ZodType<SpanDetail> = z.strictObject({
  ...spanShape,
  sessionId: integer,
  traceState: text,
  flags: count,
  statusCode: integer,
  statusMessage: text,
  errorMessage: maybeText,
  attributes,
  droppedAttributesCount: count,
  events: z.array(z.strictObject({ at: maybeTime, timeNs: nanoseconds, name: text, attributes, droppedAttributesCount: count })),
  droppedEventsCount: count,
  links: z.array(
    z.strictObject({ traceId: text, spanId: text, traceState: text, flags: count, attributes, droppedAttributesCount: count }),
  ),
  droppedLinksCount: count,
  resource: z.strictObject({ attributes, schemaUrl: text }),
  instrumentation: z.strictObject({ name: text, version: text, attributes, schemaUrl: text }),
  receivedAt: maybeTime,
  cut: z.array(z.strictObject({ at: text, length: count })),
})

export const failedSpanSchema: z.ZodType<FailedSpan> = z.strictObject({
  ...spanShape,
  depth: count,
  hasChildren: z.boolean(),
  errorMessage: maybeText,
})

export const traceSchema: z.ZodType<Trace> = z.strictObject({
  traceId,
  sessionId: integer,
  rootSpanId: spanId.nullable(),
  status: sessionStatus,
  workflow: maybeText,
  title: maybeText,
  startedAt: maybeTime,
  startNs: nanoseconds,
  endNs: nanoseconds,
  durationMs: z.number().min(0),
  spanCount: count,
  runningCount: count,
  errorCount: count,
  responseCount: count,
  tokensTotal: count,
  costUsd: maybeUsd,
  costCoverage: maybeShare,
})
