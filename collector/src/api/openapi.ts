import { z } from 'zod'
import { retentionSchema } from './removal-schemas.ts'
import {
  costReportSchema,
  dbInfoSchema,
  errorSchema,
  sessionCostSchema,
  sessionOverviewSchema,
  statsReportSchema,
  workflowSchema,
} from './report-schemas.ts'
import type { Answer, Route } from './route.ts'
import {
  actionSchema,
  artifactSchema,
  costDerivationSchema,
  eventSchema,
  issueSchema,
  libraryPromptSchema,
  promptSchema,
  responseSchema,
  timelineItemSchema,
} from './row-schemas.ts'
import { phaseSchema, sessionDetailSchema, sessionSchema } from './session-schemas.ts'
import { ingestWhySchema, logSchema, metricPointSchema, metricSchema, receiptSchema } from './signal-schemas.ts'
import { anyValueSchema, attributeSchema, failedSpanSchema, spanDetailSchema, spanSchema, traceSchema } from './span-schemas.ts'
import { messageSchema, transcriptItemSchema } from './transcript-schemas.ts'

/** Schemas by the names of the contract. */
const NAMED: Readonly<Record<string, z.ZodType>> = {
  Session: sessionSchema,
  SessionDetail: sessionDetailSchema,
  Phase: phaseSchema,
  Prompt: promptSchema,
  LibraryPrompt: libraryPromptSchema,
  Response: responseSchema,
  CostDerivation: costDerivationSchema,
  Action: actionSchema,
  Artifact: artifactSchema,
  Issue: issueSchema,
  Event: eventSchema,
  TimelineItem: timelineItemSchema,
  TranscriptItem: transcriptItemSchema,
  Message: messageSchema,
  Span: spanSchema,
  SpanDetail: spanDetailSchema,
  FailedSpan: failedSpanSchema,
  Attribute: attributeSchema,
  AnyValue: anyValueSchema,
  Trace: traceSchema,
  CostReport: costReportSchema,
  SessionCost: sessionCostSchema,
  SessionOverview: sessionOverviewSchema,
  StatsReport: statsReportSchema,
  Workflow: workflowSchema,
  Log: logSchema,
  Metric: metricSchema,
  MetricPoint: metricPointSchema,
  IngestReceipt: receiptSchema,
  IngestWhy: ingestWhySchema,
  DbInfo: dbInfoSchema,
  Retention: retentionSchema,
  ErrorBody: errorSchema,
}

type JsonObject = Readonly<Record<string, unknown>>

const refTo = (name: string): string => `#/components/schemas/${name}`
const CAN_FAIL = ['400', '401', '403', '404', '409', '500', '503']
/** Where there is no token nothing is asked for. */
const SECURITY = [{}, { bearer: [] }]
const SECURITY_SCHEMES = {
  bearer: {
    type: 'http',
    scheme: 'bearer',
    description: 'The token that the collector was started with (TRACKER_TOKEN), where it has one',
  },
}

/** The OpenAPI 3.1 document of the routes. Made from what the routes themselves check by, so that it cannot say anything else. */
export function openApiDocument(routes: readonly Route[]): JsonObject {
  return {
    openapi: '3.1.0',
    info: {
      title: 'AI Workflow Tracker',
      version: '1',
      description: 'What AI agents did, what it cost and what went wrong. Times are ISO-8601 UTC, money is decimal strings in US dollars.',
    },
    security: SECURITY,
    paths: pathsOf(routes),
    components: { schemas: namedSchemas(), securitySchemes: SECURITY_SCHEMES },
  }
}

function pathsOf(routes: readonly Route[]): JsonObject {
  const byPath = Map.groupBy(routes, ({ path }) => path)
  return Object.fromEntries(
    [...byPath].map(([path, ways]) => [path, Object.fromEntries(ways.map((way) => [way.method.toLowerCase(), operation(way)]))]),
  )
}

function operation({ summary, params, query, answer, needsCollector }: Route): JsonObject {
  const failures = [...CAN_FAIL, ...(needsCollector ? ['501'] : [])].map((status) => [
    status,
    { description: 'Refused', content: json({ $ref: refTo('ErrorBody') }) },
  ])
  return {
    summary,
    parameters: [...parameters('path', params), ...parameters('query', query)],
    responses: { ...success(answer), ...Object.fromEntries(failures) },
  }
}

function success(answer: Answer): JsonObject {
  if (answer.kind === 'nothing') return { 204: { description: answer.text } }
  return { 200: { description: describe(answer), content: content(answer) } }
}

function parameters(place: 'path' | 'query', schema: z.ZodObject): readonly JsonObject[] {
  const { properties = {} } = toJsonSchema(schema)
  return Object.entries(properties).map(([name, property]) => {
    const { description, ...rest } = typeof property === 'object' ? property : {}
    return { name, in: place, required: !isOptional(schema, name), description, schema: rest }
  })
}

function isOptional(schema: z.ZodObject, name: string): boolean {
  const field: unknown = schema.shape[name]
  return field instanceof z.ZodType && field.safeParse(undefined).success
}

type WithBody = Exclude<Answer, { readonly kind: 'nothing' }>

function describe(answer: WithBody): string {
  if (answer.kind === 'other') return answer.text
  return answer.kind === 'list' ? `A page of ${nameOf(answer.schema)}` : nameOf(answer.schema)
}

function content(answer: WithBody): JsonObject {
  if (answer.kind === 'other')
    return Object.fromEntries(answer.mediaTypes.map((type) => [type, { schema: answer.schema ? {} : { type: 'string' } }]))
  const ref = { $ref: refTo(nameOf(answer.schema)) }
  return json(answer.kind === 'one' ? ref : listOf(ref))
}

function json(schema: JsonObject): JsonObject {
  return { 'application/json': { schema } }
}

function listOf(item: JsonObject): JsonObject {
  return {
    type: 'object',
    properties: { items: { type: 'array', items: item }, nextCursor: { type: ['string', 'null'] } },
    required: ['items', 'nextCursor'],
  }
}

function nameOf(schema: z.ZodType): string {
  const found = Object.entries(NAMED).find(([, named]) => named === schema)
  if (!found) throw new Error('a route answers a schema without a name: add it to NAMED in openapi.ts')
  return found[0]
}

function namedSchemas(): JsonObject {
  const registry = z.registry<{ id: string }>()
  for (const [id, schema] of Object.entries(NAMED)) registry.add(schema, { id })
  const { schemas } = z.toJSONSchema(registry, { uri: refTo, unrepresentable: 'any' })
  return Object.fromEntries(Object.entries(schemas).map(([name, { $schema: _, $id: __, ...schema }]) => [name, schema]))
}

function toJsonSchema(schema: z.ZodObject) {
  return z.toJSONSchema(schema, { unrepresentable: 'any' })
}
