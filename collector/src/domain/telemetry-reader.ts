import type { LogItem } from './log.ts'
import type { MetricItem } from './metric.ts'
import type { IssueSeverity } from './record.ts'
import type { RetentionState } from './retention.ts'
import type { Signal } from './signal.ts'
import type { SpanItem } from './span.ts'
import type {
  FactKind,
  MOMENT_KINDS,
  StoredAction,
  StoredFact,
  StoredLibraryPrompt,
  StoredMoment,
  StoredPhase,
  StoredPrompt,
  StoredResponse,
  StoredSession,
  StoredSessionDetail,
  StoredWorkflow,
  StoreInfo,
} from './stored.ts'
import type { StoredOverview } from './stored-overview.ts'
import type { StoredCostLine, StoredSessionCost, StoredStatsLine } from './stored-report.ts'
import type {
  ServiceArrival,
  StoredLog,
  StoredLogLine,
  StoredMetric,
  StoredMetricPoint,
  StoredReceipt,
  TraceArrival,
} from './stored-signals.ts'
import type { StoredFailedSpan, StoredSpanDetail, StoredTrace, StoredTreeSpan } from './stored-span.ts'
import type { StoredMessage, StoredTranscriptItem, TRANSCRIPT_KINDS } from './stored-transcript.ts'

/** A piece of a list, and where the next piece begins (opaque; `undefined` = this was the last one). */
export interface Page<T> {
  readonly items: readonly T[]
  readonly nextCursor?: string
}

/** Which piece of a list is wanted. A store refuses a cursor that it did not make for this list (`invalid`). */
export interface PageRequest {
  /** The most items; a page may hold fewer, to bound its size. */
  readonly limit: number
  readonly cursor?: string
}

/** What sessions are asked for. */
export interface SessionQuery extends PageRequest {
  readonly workspaceId: number
  readonly workflow?: string
  readonly status?: StatusFilter
  /** Started at or after. */
  readonly afterNs?: bigint
  /** Started before. */
  readonly beforeNs?: bigint
  /**
   * Part of key, title or workflow in any case, or the beginning of a trace id; or words that all occur in one of its spans: in prompts,
   * answers, arguments, results, facts, errors or names. What is in quotes must occur as it is; the last word may be a beginning.
   */
  readonly text?: string
  readonly sort: SessionSort
  readonly descending: boolean
}

/** What sessions can be ordered by. */
export const SESSION_SORTS = ['started', 'cost', 'tokens', 'duration'] as const
export type SessionSort = (typeof SESSION_SORTS)[number]

/** Sessions by their life or by their outcome. Abandoned are those that run and received nothing since `silentSinceNs`. */
export type StatusFilter =
  | { readonly kind: 'status'; readonly status: 'completed' | 'failed' | 'cancelled' | 'pending' }
  | { readonly kind: 'running' | 'abandoned'; readonly silentSinceNs: bigint }
  | { readonly kind: 'outcome'; readonly outcome: string }

/** A list below a session. */
export interface SessionPage extends PageRequest {
  readonly sessionId: number
}

/** What happened in a session: all of it, or some kinds. */
export interface KindQuery<K extends string> extends SessionPage {
  readonly kinds?: readonly K[]
}
export type MomentQuery = KindQuery<(typeof MOMENT_KINDS)[number]>
export type TranscriptQuery = KindQuery<(typeof TRANSCRIPT_KINDS)[number]>

/** What responses of a session can be ordered by. */
export const RESPONSE_SORTS = ['started', 'cost'] as const

/** Responses below a session, in order of time unless told otherwise. */
export interface ResponseQuery extends SessionPage {
  readonly sort?: (typeof RESPONSE_SORTS)[number]
}

/** Facts of some kinds below a session. */
export interface FactQuery extends SessionPage {
  readonly kinds: readonly FactKind[]
}

/** Which prompts of all sessions are asked for. */
export interface LibraryPromptQuery extends PageRequest {
  readonly workspaceId: number
  readonly workflow?: string
  /** Name of the nearest phase around the call. */
  readonly phase?: string
  /** The model that was asked for or that answered. */
  readonly model?: string
  /** Least average of the evaluations; prompts without one are left out. */
  readonly minRating?: number
  /** Asked at or after. */
  readonly afterNs?: bigint
  /** Asked before. */
  readonly beforeNs?: bigint
  /** Words that all occur in the call: see `SessionQuery.text`. */
  readonly text?: string
}

/** Which issues of all sessions are asked for. */
export interface IssueQuery extends PageRequest {
  readonly workspaceId: number
  readonly workflow?: string
  readonly severity?: IssueSeverity
  readonly fixed?: boolean
  /** Reported at or after. */
  readonly afterNs?: bigint
  /** Reported before. */
  readonly beforeNs?: bigint
}

/** Messages of one call. */
export interface MessageQuery extends PageRequest {
  readonly workspaceId: number
  readonly responseId: number
}

/** What a cost report can be broken down by. */
export const COST_GROUPS = ['workflow', 'model', 'provider', 'day', 'phase'] as const

/** What a cost report counts: whole quarters of an hour from `afterNs` up to `beforeNs`. */
export interface CostQuery {
  readonly workspaceId: number
  readonly by: (typeof COST_GROUPS)[number]
  readonly afterNs?: bigint
  readonly beforeNs?: bigint
  readonly workflow?: string
  readonly sessionId?: number
  /** IANA name or offset (`+02:00`) for the days. */
  readonly timeZone: string
}

/** A measure of sessions by group. Money is measured in nano-dollars, time in nanoseconds. */
export interface StatsQuery {
  readonly workspaceId: number
  readonly by: 'status' | 'outcome' | 'workflow' | 'source'
  readonly metric:
    | 'tokens_total'
    | 'tokens_input'
    | 'tokens_output'
    | 'cost_usd'
    | 'duration_ms'
    | 'responses'
    | 'actions'
    | 'issues'
    | 'errors'
  /** Running sessions that received nothing since are abandoned. */
  readonly silentSinceNs: bigint
  readonly workflow?: string
  /** Sessions that started at or after. */
  readonly afterNs?: bigint
  /** Sessions that started before. */
  readonly beforeNs?: bigint
}

/** Which log records are asked for. */
export interface LogQuery extends PageRequest {
  readonly workspaceId: number
  readonly order: 'latest' | 'earliest'
  readonly traceId?: string
  readonly spanId?: string
  readonly sessionId?: number
  /** The key that they name themselves, whether a session has it or not. */
  readonly sessionKey?: string
  /** Part of the body, the attributes or the name of the event, in any case of ASCII letters. */
  readonly text?: string
  /** `service.name` of their resource. */
  readonly service?: string
  /** Least severity number. */
  readonly minSeverity?: number
  /** Name of the event that the record is. */
  readonly event?: string
  /** Happened at or after. */
  readonly afterNs?: bigint
  /** Happened before. */
  readonly beforeNs?: bigint
}

/** Which metrics are asked for. */
export interface MetricQuery extends PageRequest {
  readonly workspaceId: number
  readonly name?: string
  readonly service?: string
}

/** Which points of metrics are asked for. */
export interface MetricPointQuery extends MetricQuery {
  /** The session whose key they name. */
  readonly sessionId?: number
  readonly afterNs?: bigint
  readonly beforeNs?: bigint
}

/** What receipts can be asked for: `rejected` are those of requests of which something was not stored. */
export const RECEIPT_OUTCOMES = ['stored', 'refused', 'rejected'] as const

/** Which receipts are asked for. */
export interface ReceiptQuery extends PageRequest {
  readonly workspaceId: number
  readonly service?: string
  readonly signal?: Signal
  readonly outcome?: (typeof RECEIPT_OUTCOMES)[number]
  readonly afterNs?: bigint
  readonly beforeNs?: bigint
}

/** Which items to give back: spans by the start of their trace, logs and points of metrics by their own time. */
export interface ExportQuery {
  readonly workspaceId: number
  readonly sessionId?: number
  readonly afterNs?: bigint
  readonly beforeNs?: bigint
}

/**
 * The reading half of a telemetry store. Each call sees one state of the store, with every write that was acknowledged before it.
 * What is not there is `undefined` or an empty page; a session that was joined to another one answers to its old integer.
 * Lists below a session are in order of time.
 */
export interface TelemetryReader {
  /**
   * The integer of the session that a person means: a whole trace or span id, our integer, the beginning of a trace id
   * (4 digits or more with a letter, or after `hex:`), the caller's key (after `key:`, or text that is none of the others).
   * @throws AppError `not_found`, `ambiguous` with candidates, or `invalid` for too short a beginning
   */
  resolveSession(args: { readonly workspaceId: number; readonly text: string }): Promise<number>
  listSessions(query: SessionQuery): Promise<Page<StoredSession>>
  readSession(args: { readonly sessionId: number }): Promise<StoredSessionDetail | undefined>
  listPhases(args: SessionPage): Promise<Page<StoredPhase>>
  listPrompts(args: SessionPage): Promise<Page<StoredPrompt>>
  listResponses(args: ResponseQuery): Promise<Page<StoredResponse>>
  listActions(args: SessionPage): Promise<Page<StoredAction>>
  listFacts(args: FactQuery): Promise<Page<StoredFact>>
  /** Calls of all sessions that count, the latest first. A page may end early, even empty, with a cursor: few of many rows may be wanted. */
  listLibraryPrompts(query: LibraryPromptQuery): Promise<Page<StoredLibraryPrompt>>
  /** Issues of all sessions, the latest first; pages as those of `listLibraryPrompts`. */
  listIssues(query: IssueQuery): Promise<Page<StoredFact>>
  listMoments(args: MomentQuery): Promise<Page<StoredMoment | StoredLogLine>>
  /** Calls with what is new in their requests, actions, and facts that a reader wants to see between them. Long texts are cut. */
  listTranscript(args: TranscriptQuery): Promise<Page<StoredTranscriptItem>>
  /** Every message of a call, whole; `undefined` when there is no such call. */
  listMessages(args: MessageQuery): Promise<Page<StoredMessage> | undefined>
  /** Depth-first. Spans whose parent is missing, and those on a cycle of parents, come as roots after the roots. */
  listSpans(args: SessionPage): Promise<Page<StoredTreeSpan>>
  /** Spans that failed. */
  listErrors(args: SessionPage): Promise<Page<StoredFailedSpan>>
  readSpan(args: { readonly workspaceId: number; readonly traceId: string; readonly spanId: string }): Promise<StoredSpanDetail | undefined>
  readTrace(args: { readonly workspaceId: number; readonly traceId: string }): Promise<StoredTrace | undefined>
  listWorkflows(args: PageRequest & { readonly workspaceId: number }): Promise<Page<StoredWorkflow>>
  reportCost(query: CostQuery): Promise<readonly StoredCostLine[]>
  readSessionCost(args: { readonly sessionId: number }): Promise<StoredSessionCost>
  readOverview(args: { readonly sessionId: number }): Promise<StoredOverview | undefined>
  reportStats(query: StatsQuery): Promise<readonly StoredStatsLine[]>
  readInfo(args: { readonly workspaceId: number }): Promise<StoreInfo>
  /** How the store stands with its limits, and what is being removed. */
  retentionState(args?: undefined): Promise<RetentionState>
  /** Every span of a trace as it was sent, those of one resource and scope one after the other. Nothing when there is no such trace. */
  streamTrace(args: { readonly workspaceId: number; readonly traceId: string }): AsyncIterable<readonly SpanItem[]>
  /** Every span of every trace that matches, trace by trace. */
  streamExport(query: ExportQuery): AsyncIterable<readonly SpanItem[]>
  /** A page may end early, even empty, with a cursor: few of many records may be wanted. */
  listLogs(query: LogQuery): Promise<Page<StoredLog>>
  readLog(args: { readonly workspaceId: number; readonly logId: number }): Promise<StoredLog | undefined>
  listMetrics(query: MetricQuery): Promise<Page<StoredMetric>>
  /** The latest first. */
  listMetricPoints(query: MetricPointQuery): Promise<Page<StoredMetricPoint>>
  /** The latest first. */
  listReceipts(query: ReceiptQuery): Promise<Page<StoredReceipt>>
  readTraceArrival(args: { readonly workspaceId: number; readonly traceId: string }): Promise<TraceArrival>
  readServiceArrival(args: { readonly workspaceId: number; readonly service: string }): Promise<ServiceArrival>
  /** The latest requests of which something was not stored. */
  listTroubles(args: { readonly workspaceId: number }): Promise<readonly StoredReceipt[]>
  /** Every log record of a trace as it was sent, in order of time. */
  streamTraceLogs(args: { readonly workspaceId: number; readonly traceId: string }): AsyncIterable<readonly LogItem[]>
  /** Every log record that matches, in order of time. */
  streamLogs(query: ExportQuery): AsyncIterable<readonly LogItem[]>
  /** Every point of a metric that matches, in order of time. */
  streamMetrics(query: ExportQuery): AsyncIterable<readonly MetricItem[]>
}
