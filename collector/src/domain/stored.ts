import type { CostSource } from './cost.ts'
import type { LifecycleStatus } from './record.ts'
import type { StoredContentRules } from './redaction.ts'
import type { UsageSums } from './stored-report.ts'

/**
 * What a store gives back when it is read. `id` is the store's integer, ids of OTLP are lower-case hex, times are nanoseconds
 * since 1970 (0 = unknown or, for an end, still running), money is nano-dollars.
 */

/** One session without its rows. */
export interface StoredSession extends UsageSums {
  readonly id: number
  readonly key: string
  /** Its first trace. */
  readonly traceId: string
  readonly traceCount: number
  readonly workflow?: string
  readonly workflowVersion?: string
  readonly title?: string
  /** Name of the root span of its first trace. */
  readonly rootName?: string
  /** `service.name` of the root span of its first trace; of another of its spans while the root is missing. */
  readonly service?: string
  /** Beginning of the first prompt of its first trace, as sent: at most 1,000 characters. */
  readonly promptStart?: string
  readonly status: LifecycleStatus
  readonly outcome?: string
  readonly startNs: bigint
  /** Latest end so far. */
  readonly endNs: bigint
  /** Latest arrival, by our clock. */
  readonly receivedNs: bigint
  readonly source: string
  readonly spanCount: number
  readonly runningCount: number
  readonly actionCount: number
  readonly issueCount: number
  /** Those that neither say that they are fixed nor are named by a later fix. */
  readonly openIssueCount: number
  readonly errorCount: number
  readonly models: readonly string[]
  /** Whether a person keeps it from being removed by the policy of retention. */
  readonly pinned: boolean
}

/** What only the page of one session shows. The description is its first trace's, the result its last one's. */
export interface StoredSessionDetail extends StoredSession {
  /** The first ones in order of start. */
  readonly phases: readonly StoredPhase[]
  readonly phaseCount: number
  /** The first ones in order of start. */
  readonly traceIds: readonly string[]
  /** Whether a job is still finding phases in one of its traces. */
  readonly settling: boolean
  readonly rootSpanId?: string
  readonly conversationId?: string
  readonly userId?: string
  /** JSON text, or plain text, like the next two. */
  readonly inputs?: string
  readonly outputs?: string
  readonly metadata?: string
  readonly errorType?: string
  readonly errorMessage?: string
}

/** Where a row belongs. */
interface Placed {
  readonly id: number
  readonly spanId: string
  readonly traceId: string
  readonly sessionId: number
  /** Name of the nearest phase around it. */
  readonly phase?: string
  readonly phaseId?: number
}

/** A step of a session; sums include nested phases. */
export interface StoredPhase {
  readonly id: number
  readonly spanId: string
  readonly traceId: string
  readonly parentId?: number
  readonly name: string
  readonly number?: number
  readonly iteration?: number
  readonly attempt?: number
  readonly status: LifecycleStatus
  readonly startNs: bigint
  readonly endNs: bigint
  readonly responseCount: number
  readonly pricedCount: number
  readonly tokensTotal: number
  readonly costNanos: bigint
  readonly errorType?: string
  readonly errorMessage?: string
  /** JSON text. */
  readonly metadata?: string
}

/** The asking half of a call. */
export interface StoredPrompt extends Placed {
  readonly startNs: bigint
  readonly text?: string
  readonly system?: string
  readonly model?: string
  readonly temperature?: number
  readonly topP?: number
  readonly maxTokens?: number
  readonly experiment?: string
  readonly variant?: string
  /** JSON text. */
  readonly metadata?: string
}

/** The asking half of a call among those of all sessions, with what came of it. */
export interface StoredLibraryPrompt extends StoredPrompt {
  readonly workflow?: string
  /** Average of the scores of its evaluations. */
  readonly rating?: number
  readonly ratingCount: number
  readonly tokensTotal: number
  readonly costNanos?: bigint
}

/** The answering half of a call. */
export interface StoredResponse extends Placed {
  readonly startNs: bigint
  readonly endNs: bigint
  readonly provider?: string
  readonly model?: string
  readonly tokensInput: number
  readonly tokensOutput: number
  readonly tokensCacheRead: number
  readonly tokensCacheWrite: number
  readonly tokensReasoning: number
  readonly tokensEstimated: number
  readonly costNanos?: bigint
  readonly costReportedNanos?: bigint
  readonly costComputedNanos?: bigint
  readonly costSource: CostSource
  /** JSON text. */
  readonly costDerivation?: string
  readonly timeToFirstTokenNs?: bigint
  readonly finishReason?: string
  readonly text?: string
  readonly failed: number
  readonly errorType?: string
  readonly errorMessage?: string
}

/** A tool call or command. */
export interface StoredAction extends Placed {
  readonly startNs: bigint
  readonly endNs: bigint
  readonly type: string
  readonly tool?: string
  readonly callId?: string
  readonly text?: string
  /** JSON text or plain text, like the next one. */
  readonly arguments?: string
  readonly result?: string
  readonly exitCode?: number
  /** 0 or 1. */
  readonly success?: number
  readonly failed: number
  readonly errorType?: string
  readonly errorMessage?: string
  /** JSON text. */
  readonly metadata?: string
}

/** Kinds of what spans report through their events. */
export const FACT_KINDS = ['artifact', 'issue', 'metric', 'decision', 'event', 'fix'] as const
export type FactKind = (typeof FACT_KINDS)[number]

/** Something that a span event reports. */
export interface StoredFact extends Placed {
  readonly kind: FactKind
  readonly timeNs: bigint
  /** JSON text of the fields. */
  readonly data: string
  /** 0 or 1: whether the issue itself or a fix of its session says that it is fixed. Only issues. */
  readonly fixed?: number
  /** As the issue says, else the earliest fix that says one. Only issues. */
  readonly fixIteration?: number
}

/** One line of the timeline of a session. */
export interface StoredMoment {
  readonly kind: 'phase' | 'response' | 'action' | FactKind
  readonly id: number
  readonly spanId: string
  readonly traceId: string
  readonly phaseId?: number
  readonly startNs: bigint
  /** 0 = still running; absent for what has no duration. */
  readonly endNs?: bigint
  readonly name?: string
  readonly detail?: string
  readonly failed: number
  readonly tokensTotal?: number
  readonly costNanos?: bigint
  /** Name of its span; absent for a fact. */
  readonly spanName?: string
  /** JSON text of the fields of a fact. */
  readonly data?: string
}

/** What the timeline of a session has: that an issue was fixed is one of the events. */
export const MOMENT_KINDS = ['phase', 'response', 'action', 'artifact', 'issue', 'metric', 'decision', 'event', 'log'] as const

/** One workflow that sessions name. */
export interface StoredWorkflow {
  readonly name: string
  readonly version?: string
  readonly sessionCount: number
  readonly runningCount: number
  readonly failedCount: number
  readonly pricedCount: number
  readonly costNanos: bigint
  readonly lastStartNs: bigint
}

/** What a store holds. */
export interface StoreInfo {
  /** `undefined` for a store in memory. */
  readonly file?: string
  readonly fileBytes: number
  readonly walBytes: number
  readonly pageSize: number
  readonly pageCount: number
  readonly freePages: number
  readonly schemaVersion: number
  /** `RULES/PRICES`: what the rows were derived by. */
  readonly derivedVersion?: string
  /** What they are to be derived by. */
  readonly derivingVersion?: string
  readonly sqliteVersion: string
  /** Spans that wait to be indexed for searches. */
  readonly searchPending: number
  /** Whether there are more than that: spans that changed are counted up to a bound. */
  readonly searchPendingIsMore: boolean
  /** What items were redacted with, by the time of their arrival. */
  readonly contentRules: readonly StoredContentRules[]
  readonly sessions: number
  readonly traces: number
  readonly spans: number
  readonly responses: number
  readonly actions: number
  readonly issues: number
  readonly logs: number
  readonly metricPoints: number
  readonly receipts: number
  readonly oldestNs?: bigint
  readonly newestNs?: bigint
}
