import type { ErrorInfo, Json } from './values.ts'

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
  /** Name of the root span of its first trace, for a session that has neither title nor workflow; null while it was not received. */
  readonly rootName: string | null
  /** Name of the program (`service.name`) whose span began it. */
  readonly service: string | null
  /** Beginning of the first prompt: one line of at most 200 characters; null without a prompt. */
  readonly preview: string | null
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
  /** Issues that are not fixed. */
  readonly openIssueCount: number
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
  /** Whether a person keeps it from being removed by itself. */
  readonly pinned: boolean
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

/** Sent over `/api/v1/live` when something changed. Ask for the session anew to see what; a removed one is not found. */
export interface LiveMessage {
  readonly type: 'session'
  readonly id: number
}
