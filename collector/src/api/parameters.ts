import { z } from 'zod'
import { RESPONSE_SORTS, SESSION_SORTS } from '../domain/telemetry-reader.ts'

/** Parameters that several routes take. Each description says what is allowed: it stands in the error, and in the OpenAPI document. */

const NS_PER_MS = 1_000_000n
/** What the store's integers hold: from 1677 to 2262. */
const MIN_NS = -(2n ** 63n)
const MAX_NS = 2n ** 63n - 1n

/** Text as an integer within bounds. */
function integer(min: number, max: number, byDefault: number) {
  return z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number)
    .pipe(z.int().min(min).max(max))
    .default(byDefault)
    .describe(`an integer from ${min} to ${max}; ${byDefault} if left out`)
}

/** A day (UTC) or a moment as nanoseconds since 1970. What is further away than any time in the store can be is brought to the edge. */
function time(what: string) {
  return z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2}))?$/)
    .transform((text, context) => {
      const ms = Date.parse(text)
      if (!Number.isNaN(ms)) return clamp(BigInt(ms) * NS_PER_MS)
      context.addIssue({ code: 'custom', message: 'not a time' })
      return z.NEVER
    })
    .optional()
    .meta({ description: `${what}: a day as YYYY-MM-DD (UTC) or a moment as 2026-01-04T10:00:00Z`, type: 'string' })
}

function clamp(ns: bigint): bigint {
  if (ns < MIN_NS) return MIN_NS
  return ns > MAX_NS ? MAX_NS : ns
}

const MAX_TEXT = 200
/** A name or words. */
export const shortText = (description: string) => z.string().max(MAX_TEXT).optional().describe(description)

/** A page of a list. */
export const pageQuery = z.object({
  limit: integer(1, 500, 50),
  cursor: z.string().max(2000).optional().describe('nextCursor of the page before'),
})

/** A page of spans, which are small here. */
export const spanPageQuery = pageQuery.extend({ limit: integer(1, 1000, 200) })

/** A page of what has several kinds. */
export function kindPageQuery<K extends string>(kinds: readonly K[]) {
  const isKind = (text: string): text is K => kinds.some((kind) => kind === text)
  const kind = z
    .string()
    .max(MAX_TEXT)
    .transform((text, context) => {
      const words = text.split(',')
      if (words.every(isKind)) return words
      context.addIssue({ code: 'custom', message: 'not a list of kinds' })
      return z.NEVER
    })
    .optional()
    .meta({ description: `kinds with commas between them, all if left out: ${kinds.join(', ')}`, type: 'string' })
  return pageQuery.extend({ kind })
}

/** A page of responses. */
export const responsePageQuery = pageQuery.extend({
  sort: z.enum(RESPONSE_SORTS).default('started').describe('started, or cost: the dearest first'),
})

export const timeRange = { after: time('from this time on'), before: time('before this time') }
export const workflowFilter = shortText('the name of a workflow, whole')
export const sessionFilter = shortText('a session: its integer, trace id, beginning of a trace id, or key:KEY')

/** What the list of sessions takes. */
export const sessionListQuery = pageQuery.extend({
  workflow: workflowFilter,
  status: shortText('running, completed, failed, cancelled, abandoned, a word of another vocabulary for one of these, or an outcome'),
  ...timeRange,
  q: shortText(
    'part of the key, title or workflow, or the beginning of a trace id; or words that all occur in one span: in prompts, answers, arguments and results of tools, issues, errors or names; words in "quotes" one after the other, the last word also as the beginning of one',
  ),
  sort: z
    .string()
    .regex(new RegExp(`^(-?(${SESSION_SORTS.join('|')})|(${SESSION_SORTS.join('|')}):(asc|desc))$`))
    .default('started')
    .describe(`${SESSION_SORTS.join(', ')}: the latest or largest first; with :asc behind it the other way round`),
})

/** The session in the path. */
export const sessionParams = z.object({
  id: z.string().min(1).max(1000).describe('a session: its integer, trace id, beginning of a trace id, or key:KEY'),
})

/** The model call in the path. */
export const responseParams = z.object({
  responseId: z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number)
    .meta({ description: 'the integer of a response', type: 'integer' }),
})

/** The log record in the path. */
export const logParams = z.object({
  logId: z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number)
    .meta({ description: 'the integer of a log record', type: 'integer' }),
})

/** A trace among others. */
export const anyTraceId = z
  .string()
  .regex(/^[0-9a-f]{32}$/i)
  .toLowerCase()
  .optional()
  .describe('a trace id: 32 hex digits')

/** A span of that trace. */
export const spanOfTrace = z
  .string()
  .regex(/^[0-9a-f]{16}$/i)
  .toLowerCase()
  .optional()
  .describe('a span id: 16 hex digits; goes with trace')

/** Ids of OTLP in the path, in any case. */
export const traceParams = z.object({
  traceId: z
    .string()
    .regex(/^[0-9a-f]{32}$/i)
    .toLowerCase()
    .describe('a trace id: 32 hex digits'),
})
export const spanParams = traceParams.extend({
  spanId: z
    .string()
    .regex(/^[0-9a-f]{16}$/i)
    .toLowerCase()
    .describe('a span id: 16 hex digits'),
})

const MIN_CUT = 100
const MAX_CUT = 1_000_000
/** From how many characters on strings are cut. */
export const cutLength = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform(Number)
  .pipe(z.int().min(MIN_CUT).max(MAX_CUT))
  .optional()
  .describe(`an integer from ${MIN_CUT} to ${MAX_CUT}: strings with more characters are cut; left out, none is`)

/** Where in an answer a value stands. */
export const pointer = z.string().max(2000).describe('a JSON pointer into the span, as cut gives it: /attributes/3/value/stringValue')

/** Names of time zones differ from machine to machine: the runtime knows its own. */
export const timeZone = z.string().max(64).refine(isTimeZone).default('UTC').describe('a time zone such as Europe/Berlin, +02:00 or UTC')

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false // the runtime throws for a name that it does not know
  }
}
