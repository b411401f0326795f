import type { CostDerivation, CostSource } from './cost.ts'
import type { LogSeverity } from './signals.ts'
import type { ErrorInfo, Json } from './values.ts'

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

/** A prompt among those of all sessions, with what came of it. */
export interface LibraryPrompt extends Prompt {
  readonly workflow: string | null
  /** Average of the evaluations of the call; null without one. */
  readonly rating: number | null
  readonly ratingCount: number
  readonly tokensTotal: number
  readonly costUsd: string | null
}

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
  readonly costDerivation: CostDerivation | null
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
export type TimelineItem = TimelineMoment | TimelineLog

/** A line of what spans did or report. */
export interface TimelineMoment {
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
  /** Name of the span of a phase, a response or an action; null for what a span only reports. */
  readonly spanName: string | null
}

/** A log record in a timeline. Those that name the session's key may belong to no trace. `/api/v1/sessions/{id}/logs` has them whole. */
export interface TimelineLog extends Omit<TimelineMoment, 'kind' | 'spanId' | 'traceId'> {
  readonly kind: 'log'
  /** null = it belongs to no span. */
  readonly spanId: string | null
  /** null = it belongs to no trace. */
  readonly traceId: string | null
  /** By the number that was sent; null = unspecified. */
  readonly severity: LogSeverity | null
  /** Name of the event that the record is; null = it is none. */
  readonly event: string | null
}
