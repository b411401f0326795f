import { z } from 'zod'
import type { Double, IngestFinding, IngestReceipt, IngestWhy, Log, Metric, MetricPoint } from '../contract.ts'
import { SIGNALS } from '../domain/signal.ts'
import { count, integer, logSeverity, maybeInteger, maybeText, maybeTime, nanoseconds, spanId, text, traceId } from './schema-values.ts'
import { anyValueSchema, attributeSchema } from './span-schemas.ts'

const attributes = z.array(attributeSchema)
const double: z.ZodType<Double> = z.union([z.number(), z.enum(['NaN', 'Infinity', '-Infinity'])])
const digits = z.string().regex(/^\d{1,20}$/)
const kind = z.enum(['gauge', 'sum', 'histogram', 'exponential_histogram', 'summary'])
const temporality = z.enum(['delta', 'cumulative']).nullable()

export const logSchema: z.ZodType<Log> = z.strictObject({
  id: integer,
  at: maybeTime,
  atNs: nanoseconds,
  observedAt: maybeTime,
  severity: logSeverity.nullable(),
  severityNumber: integer,
  severityText: maybeText,
  event: maybeText,
  body: anyValueSchema.nullable(),
  attributes,
  droppedAttributesCount: count,
  flags: count,
  traceId: traceId.nullable(),
  spanId: spanId.nullable(),
  sessionId: maybeInteger,
  service: maybeText,
  scope: text,
  receivedAt: maybeTime,
})

export const metricSchema: z.ZodType<Metric> = z.strictObject({
  id: integer,
  name: text,
  description: text,
  unit: text,
  kind,
  temporality,
  isMonotonic: z.boolean().nullable(),
  service: maybeText,
  scope: text,
  seriesCount: count,
  lastAt: maybeTime,
})

const buckets = z.strictObject({ offset: integer, counts: z.array(digits) }).nullable()

export const metricPointSchema: z.ZodType<MetricPoint> = z.strictObject({
  id: integer,
  metricId: integer,
  name: text,
  unit: text,
  kind,
  temporality,
  isMonotonic: z.boolean().nullable(),
  service: maybeText,
  sessionId: maybeInteger,
  at: maybeTime,
  timeNs: nanoseconds,
  startNs: nanoseconds,
  attributes,
  value: anyValueSchema.nullable(),
  count: digits.nullable(),
  sum: double.nullable(),
  min: double.nullable(),
  max: double.nullable(),
  bounds: z.array(double),
  counts: z.array(digits),
  exponential: z
    .strictObject({ scale: integer, zeroCount: digits, zeroThreshold: double, positive: buckets, negative: buckets })
    .nullable(),
  quantiles: z.array(z.strictObject({ quantile: double, value: double })),
  exemplars: z.array(
    z.strictObject({ at: maybeTime, value: anyValueSchema.nullable(), traceId: maybeText, spanId: maybeText, attributes }),
  ),
  flags: count,
  conflicted: z.boolean(),
  receivedAt: maybeTime,
})

const reasons = z.array(z.strictObject({ reason: text, count }))

export const receiptSchema: z.ZodType<IngestReceipt> = z.strictObject({
  id: integer,
  receivedAt: maybeTime,
  receivedNs: nanoseconds,
  signal: z.enum(SIGNALS).nullable(),
  transport: text,
  userAgent: maybeText,
  services: z.array(text),
  sdks: z.array(z.strictObject({ name: text, language: text, version: text })),
  wireBytes: count,
  bodyBytes: count,
  accepted: count,
  duplicates: count,
  rejected: count,
  reasons,
  deleted: count,
  warnings: reasons,
  repairedStrings: count,
  base64Ids: count,
  dialects: z.record(z.string(), count),
  redactions: z.record(z.string(), count),
  outcome: z.enum(['stored', 'refused']),
  code: maybeText,
  message: maybeText,
})

const finding: z.ZodType<IngestFinding> = z.strictObject({
  level: z.enum(['good', 'note', 'problem']),
  code: z.enum([
    'arrived',
    'nothing_arrived',
    'no_root',
    'missing_parents',
    'running',
    'rejected',
    'refused',
    'duplicates',
    'deleted',
    'traces_without_root',
    'complete',
  ]),
  text,
})

export const ingestWhySchema: z.ZodType<IngestWhy> = z.strictObject({
  traceId: traceId.nullable(),
  service: maybeText,
  isDeleted: z.boolean().nullable(),
  findings: z.array(finding),
  sessionId: maybeInteger,
  spanCount: count,
  runningCount: count,
  logCount: count,
  hasRoot: z.boolean().nullable(),
  missingParents: z.array(z.strictObject({ spanId, children: count })),
  services: z.array(text),
  reasons,
  requests: z.array(receiptSchema),
})
