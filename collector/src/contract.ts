/**
 * The shapes of the REST API, shared with the web page and the command line. Types only.
 *
 * Rules that hold everywhere
 *   * a time is ISO-8601 UTC with milliseconds (`2026-01-04T10:00:00.000Z`); a field that ends in `Ns` is the same time in nanoseconds
 *     since 1970, as a decimal string
 *   * money is a decimal string in US dollars (`"0.0125"`), exact to the nano-dollar; null = unknown, which is not zero
 *   * an `id` is our own integer; `traceId` (32) and `spanId` (16) are lower-case hex
 *   * absent is null, never a missing field
 */

/** Any JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

/** What every list answers, also below a session. Pass `nextCursor` as `cursor` to get the next page; null = this was the last one. */
export interface List<T> {
  readonly items: readonly T[]
  readonly nextCursor: string | null
}

/** What every refused request answers. */
export interface ErrorBody {
  readonly error: {
    readonly code: string
    /** Names the thing, what was found and what to do. */
    readonly message: string
    /** What an ambiguous id may mean; only with code `ambiguous`. */
    readonly candidates?: readonly string[]
  }
}

/** Life of a session. `abandoned` = running, but nothing was received for 30 minutes; it is worked out when reading. */
export type SessionStatus = 'running' | 'completed' | 'failed' | 'cancelled' | 'abandoned'

/** One execution of a workflow: the traces that share a key. */
export interface Session {
  readonly id: number
  /** The caller's own key, else the trace id. */
  readonly key: string
  /** Its first trace. */
  readonly traceId: string
  /** Name of the workflow. */
  readonly workflow: string | null
  readonly workflowVersion: string | null
  readonly title: string | null
  readonly status: SessionStatus
  /** A free label such as `published`. */
  readonly outcome: string | null
  readonly startedAt: string | null
  /** null while it runs. */
  readonly completedAt: string | null
  /** Milliseconds from start to end; up to the latest sign of life while it runs. */
  readonly durationMs: number
  /** Input tokens, cached ones included. */
  readonly tokensInput: number
  readonly tokensOutput: number
  readonly tokensCacheRead: number
  readonly tokensCacheWrite: number
  /** Input and output. */
  readonly tokensTotal: number
  /** Sum of what is priced; null where nothing is. */
  readonly costUsd: string | null
  /** Share of responses that are priced, 0 to 1; null without responses. */
  readonly costCoverage: number | null
  readonly responseCount: number
  readonly actionCount: number
  readonly issueCount: number
  /** Spans that failed. */
  readonly errorCount: number
  readonly spanCount: number
  readonly traceCount: number
  /** Models that answered, by name. */
  readonly models: readonly string[]
  /** Dialect of the telemetry that it came from. */
  readonly source: string
  /** When the last of its items arrived here. */
  readonly receivedAt: string | null
}

/** One session with what only its own page shows. */
export interface SessionDetail extends Session {
  /** In order of start: the first 1,000; the rest is at `/phases`. Sums include nested phases. */
  readonly phases: readonly Phase[]
  /** Phases that it has in all. */
  readonly phaseCount: number
  /** Its first traces in order of start, at most 1,000; `traceCount` says how many there are. */
  readonly traceIds: readonly string[]
  /** Whether phases of a large trace are still being worked out, because one came after much of what is below it. */
  readonly settling: boolean
  /** The root span of its first trace; null while that was not received. */
  readonly rootSpanId: string | null
  readonly conversationId: string | null
  readonly userId: string | null
  readonly inputs: Json
  readonly outputs: Json
  readonly metadata: Json
  /** Why it failed. */
  readonly error: ErrorInfo | null
}

/** Why work failed. */
export interface ErrorInfo {
  readonly type: string | null
  readonly message: string | null
}

/** Life of a phase, as the sender states it. */
export type PhaseStatus = 'running' | 'completed' | 'failed' | 'cancelled' | 'skipped'

/** A step of a session. Sums include nested phases. */
export interface Phase {
  readonly id: number
  readonly spanId: string
  readonly traceId: string
  /** The phase around it. */
  readonly parentId: number | null
  readonly name: string
  readonly number: number | null
  readonly iteration: number | null
  readonly attempt: number | null
  /** Whether it only stands for work outside of any phase. */
  readonly implicit: boolean
  readonly status: PhaseStatus
  readonly startedAt: string | null
  readonly completedAt: string | null
  /** null while it runs. */
  readonly durationMs: number | null
  readonly responseCount: number
  readonly tokensTotal: number
  readonly costUsd: string | null
  readonly costCoverage: number | null
  readonly error: ErrorInfo | null
  readonly metadata: Json
}

/** What was asked of a model. Its id is that of the response, too: both are one span. */
export interface Prompt {
  readonly id: number
  readonly spanId: string
  readonly traceId: string
  readonly sessionId: number
  /** Name of the phase that it belongs to. */
  readonly phase: string | null
  readonly phaseId: number | null
  readonly createdAt: string | null
  /** The last message of the user. */
  readonly text: string | null
  readonly system: string | null
  /** The model that was asked for. */
  readonly model: string | null
  readonly temperature: number | null
  readonly topP: number | null
  readonly maxTokens: number | null
  readonly experiment: string | null
  readonly variant: string | null
  readonly metadata: Json
}

/** Where a cost comes from: the sender, our price list, our price list over estimated tokens; `unknown` has no cost. */
export type CostSource = 'reported' | 'computed' | 'estimated' | 'unknown'

/** What a model answered. */
export interface Response {
  readonly id: number
  readonly spanId: string
  readonly traceId: string
  readonly sessionId: number
  readonly phase: string | null
  readonly phaseId: number | null
  readonly createdAt: string | null
  readonly provider: string | null
  /** The model that answered, else the one that was asked for. */
  readonly model: string | null
  /** Cached ones included. */
  readonly tokensInput: number
  readonly tokensOutput: number
  readonly tokensCacheRead: number
  readonly tokensCacheWrite: number
  readonly tokensReasoning: number
  /** Whether the token counts are an estimate of ours. */
  readonly tokensEstimated: boolean
  readonly costUsd: string | null
  /** What the sender says that it cost. */
  readonly costReportedUsd: string | null
  /** What our price list says that it cost. */
  readonly costComputedUsd: string | null
  readonly costSource: CostSource
  /** How the cost was found: parts, unit prices, price. */
  readonly costDerivation: Json
  /** null while it runs. */
  readonly latencyMs: number | null
  readonly timeToFirstTokenMs: number | null
  readonly finishReason: string | null
  readonly text: string | null
  readonly error: ErrorInfo | null
}

/** A tool call, a command or a file operation. */
export interface Action {
  readonly id: number
  readonly spanId: string
  readonly traceId: string
  readonly sessionId: number
  readonly phase: string | null
  readonly phaseId: number | null
  /** `bash`, `read`, `write`, `edit`, `api_call` or another word. */
  readonly type: string
  readonly tool: string | null
  readonly callId: string | null
  /** The command or a description for people. */
  readonly text: string | null
  /** As sent: mostly JSON text. */
  readonly arguments: string | null
  /** As sent: JSON text or plain text. */
  readonly result: string | null
  readonly exitCode: number | null
  readonly success: boolean | null
  readonly error: ErrorInfo | null
  readonly startedAt: string | null
  /** null while it runs. */
  readonly durationMs: number | null
  readonly metadata: Json
}

/** A file or another deliverable. */
export interface Artifact {
  readonly id: number
  readonly spanId: string
  readonly traceId: string
  readonly sessionId: number
  readonly phase: string | null
  readonly phaseId: number | null
  readonly createdAt: string | null
  readonly type: string
  readonly path: string | null
  readonly contentHash: string | null
  readonly sizeBytes: number | null
  readonly metadata: Json
}

export type IssueSeverity = 'critical' | 'major' | 'minor'

/** A problem of quality. */
export interface Issue {
  readonly id: number
  readonly spanId: string
  readonly traceId: string
  readonly sessionId: number
  readonly phase: string | null
  readonly phaseId: number | null
  readonly createdAt: string | null
  readonly severity: IssueSeverity
  readonly type: string
  readonly description: string | null
  readonly location: string | null
  readonly fixed: boolean
  readonly fixIteration: number | null
  readonly metadata: Json
}

/** What else happened: span events, measurements and decisions. */
export interface Event {
  readonly id: number
  readonly spanId: string
  readonly traceId: string
  readonly sessionId: number
  readonly phase: string | null
  readonly phaseId: number | null
  readonly createdAt: string | null
  readonly kind: 'event' | 'metric' | 'decision'
  /** Name of the event, of the measurement, or type of the decision. */
  readonly type: string
  readonly title: string | null
  readonly body: string | null
  /** Every field that it was stored with. */
  readonly data: Json
}

/** One line of a session's timeline, in order of time. */
export interface TimelineItem {
  readonly kind: 'phase' | 'response' | 'action' | 'artifact' | 'issue' | 'metric' | 'decision' | 'event'
  /** The integer of the phase, response … */
  readonly id: number
  readonly spanId: string
  readonly traceId: string
  readonly phaseId: number | null
  readonly at: string | null
  readonly atNs: string
  /** null for what has no duration, and while it runs. */
  readonly durationMs: number | null
  /** Phase name, model, tool, path, issue type or event name. */
  readonly name: string
  /** A line for people: command, description; cut to 200 characters. */
  readonly detail: string | null
  /** Whether it failed; for an issue, whether it is still open. */
  readonly failed: boolean
  /** Only responses. */
  readonly tokensTotal: number | null
  /** Only responses. */
  readonly costUsd: string | null
}

/** One span in a list: without attributes, events and links. */
export interface Span {
  readonly id: number
  readonly traceId: string
  readonly spanId: string
  /** null for a root. The parent may not have been received. */
  readonly parentSpanId: string | null
  /** 0 for a root, and for a span whose parent is missing. */
  readonly depth: number
  readonly hasChildren: boolean
  readonly name: string
  /** What it stands for: `llm`, `tool`, `phase`, … */
  readonly kind: string
  /** OTLP `Span.SpanKind`. */
  readonly spanKind: number
  readonly status: 'running' | 'ok' | 'failed'
  readonly startedAt: string | null
  readonly startNs: string
  /** `"0"` while it runs. */
  readonly endNs: string
  readonly durationMs: number | null
  readonly service: string | null
  /** Name of the instrumentation scope. */
  readonly scope: string
  /** Names of the dialects that it speaks, strongest first. */
  readonly dialects: readonly string[]
  readonly phaseId: number | null
  readonly model: string | null
  readonly tokensTotal: number | null
  readonly costUsd: string | null
  /** Whether its usage is counted elsewhere: it wraps or repeats another call. */
  readonly repeated: boolean
  readonly errorType: string | null
  /** Codes for what is odd about the data, such as `end_before_start`. */
  readonly warnings: readonly string[]
}

/** A value in the form of OTLP/JSON (`{"intValue":"1"}`), which keeps every type apart. */
export type AnyValue =
  | { readonly stringValue: string }
  | { readonly boolValue: boolean }
  | { readonly intValue: string }
  | { readonly doubleValue: number | 'NaN' | 'Infinity' | '-Infinity' }
  | { readonly bytesValue: string }
  | { readonly arrayValue: { readonly values: readonly AnyValue[] } }
  | { readonly kvlistValue: { readonly values: readonly Attribute[] } }
  | Record<string, never>

/** One attribute as it was sent. */
export interface Attribute {
  readonly key: string
  readonly value: AnyValue
}

/** One span with everything that was sent. */
export interface SpanDetail extends Omit<Span, 'depth' | 'hasChildren'> {
  readonly sessionId: number
  readonly traceState: string
  readonly flags: number
  readonly statusCode: number
  readonly statusMessage: string
  readonly errorMessage: string | null
  readonly attributes: readonly Attribute[]
  readonly droppedAttributesCount: number
  readonly events: readonly SpanEvent[]
  readonly droppedEventsCount: number
  readonly links: readonly SpanLink[]
  readonly droppedLinksCount: number
  readonly resource: { readonly attributes: readonly Attribute[]; readonly schemaUrl: string }
  readonly instrumentation: {
    readonly name: string
    readonly version: string
    readonly attributes: readonly Attribute[]
    readonly schemaUrl: string
  }
  readonly receivedAt: string | null
}

/** A moment in a span. */
export interface SpanEvent {
  readonly at: string | null
  readonly timeNs: string
  readonly name: string
  readonly attributes: readonly Attribute[]
  readonly droppedAttributesCount: number
}

/** A reference from a span to another one. */
export interface SpanLink {
  readonly traceId: string
  readonly spanId: string
  readonly traceState: string
  readonly flags: number
  readonly attributes: readonly Attribute[]
  readonly droppedAttributesCount: number
}

/** One trace without its spans. */
export interface Trace {
  readonly traceId: string
  readonly sessionId: number
  readonly rootSpanId: string | null
  readonly status: SessionStatus
  readonly workflow: string | null
  readonly title: string | null
  readonly startedAt: string | null
  readonly startNs: string
  readonly endNs: string
  readonly durationMs: number
  readonly spanCount: number
  readonly runningCount: number
  readonly errorCount: number
  readonly responseCount: number
  readonly tokensTotal: number
  readonly costUsd: string | null
  readonly costCoverage: number | null
}

/** What a cost report can be broken down by. */
export type CostGroup = 'workflow' | 'model' | 'provider' | 'day' | 'phase'

/** Usage and money of one group, or of all of them. */
export interface CostSums {
  readonly responseCount: number
  /** Cached ones included. */
  readonly tokensInput: number
  readonly tokensOutput: number
  readonly tokensCacheRead: number
  readonly tokensCacheWrite: number
  readonly tokensReasoning: number
  readonly tokensTotal: number
  /** Sum of what is priced; null where nothing is. */
  readonly costUsd: string | null
  /** Share of responses that are priced, 0 to 1; null without responses. */
  readonly costCoverage: number | null
}

/** One line of a cost report. */
export interface CostLine extends CostSums {
  /** Workflow, model, provider or phase by name, or the day as `YYYY-MM-DD`; null = not known. */
  readonly name: string | null
  /** Share of the report's cost, 0 to 1; null when nothing is priced. */
  readonly share: number | null
}

/** Money and tokens over a span of time. Days are listed by date, everything else dearest first. */
export interface CostReport {
  readonly by: CostGroup
  /** First moment that counts, if one was asked for. */
  readonly after: string | null
  /** First moment that no longer counts, if one was asked for. */
  readonly before: string | null
  /** Time zone of the days. */
  readonly timeZone: string
  readonly items: readonly CostLine[]
  readonly total: CostSums
}

/** What sessions can be grouped by. */
export type StatsGroup = 'status' | 'outcome' | 'workflow' | 'source'

/** What can be measured of sessions. */
export type StatsMetric =
  | 'tokens_total'
  | 'tokens_input'
  | 'tokens_output'
  | 'cost_usd'
  | 'duration_ms'
  | 'responses'
  | 'actions'
  | 'issues'
  | 'errors'

/** A measured value: a decimal string for `cost_usd`, else a number; null where no session has one. */
export type StatsValue = number | string | null

/** Sessions of one group, or of all. */
export interface StatsLine {
  /** Status, outcome, workflow or dialect by name; null = none, and for the total. */
  readonly name: string | null
  readonly sessionCount: number
  /** Sessions whose value is known: an unpriced session has no cost, a running one no duration. */
  readonly valueCount: number
  readonly sum: StatsValue
  readonly average: StatsValue
  readonly min: StatsValue
  readonly max: StatsValue
}

/** One measure of sessions by group, most sessions first. */
export interface StatsReport {
  readonly by: StatsGroup
  readonly metric: StatsMetric
  readonly items: readonly StatsLine[]
  readonly total: StatsLine
}

/** What the store holds and how large it is. */
export interface DbInfo {
  /** null for a store in memory. */
  readonly file: string | null
  readonly fileBytes: number
  readonly walBytes: number
  readonly pageSize: number
  readonly pageCount: number
  readonly freePages: number
  readonly schemaVersion: number
  /** Version of the rules by which the rows were derived; null before the first write. */
  readonly rulesVersion: string | null
  /** Version of the price list that they were priced with. */
  readonly priceVersion: string | null
  /** Whether history is being derived again under newer rules or prices. */
  readonly rederiving: boolean
  readonly sqliteVersion: string
  readonly counts: {
    readonly sessions: number
    readonly traces: number
    readonly spans: number
    readonly responses: number
    readonly actions: number
    readonly issues: number
  }
  /** Start of the first session. */
  readonly oldest: string | null
  /** Start of the last session. */
  readonly newest: string | null
}

/** Sent over `/api/v1/live` when something changed. Ask for the session anew to see what. */
export interface LiveMessage {
  readonly type: 'session'
  readonly id: number
}

/** One workflow that sessions name. */
export interface Workflow {
  readonly name: string
  /** Version that the latest session names. */
  readonly version: string | null
  readonly sessionCount: number
  readonly runningCount: number
  readonly failedCount: number
  readonly costUsd: string | null
  readonly lastStartedAt: string | null
}
