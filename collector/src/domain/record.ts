import type { SpanItem } from './span.ts'

/**
 * What a span means to this product: the vocabulary that interpreting, storing and querying share.
 * A record is a pure function of one item (span, resource, scope); what depends on relatives is settled later.
 */
export interface TrackerRecord {
  readonly item: SpanItem
  readonly kind: RecordKind
  /** Names of the dialects that were applied, strongest first; `['plain']` when none was. */
  readonly dialects: readonly string[]
  /** What this span says about the session that its trace belongs to. */
  readonly session: SessionHints
  /** Set when the span is a phase. */
  readonly phase?: PhaseFields
  /** Set when the span is a model call or bears token usage. */
  readonly call?: CallFields
  /** Set when the span is a tool call or another action. */
  readonly action?: ActionFields
  /** What the span reports through its events: artifacts, issues, metrics, decisions, evaluations, other events. */
  readonly facts: readonly Fact[]
  /** Set when the work of the span failed (status ERROR, `error.type`, or a flag of the dialect). */
  readonly error?: ErrorFields
  /** What is worth telling about the quality of the data, as short codes: `end_before_start`, `truncated`, `dropped_attributes` … */
  readonly warnings: readonly string[]
}

/** Kinds of span, by what they stand for. */
export const RECORD_KINDS = [
  'session',
  'phase',
  'llm',
  'embedding',
  'rerank',
  'retrieval',
  'tool',
  'agent',
  'workflow',
  'step',
  'guardrail',
  'evaluator',
  'prompt',
  'memory',
  'mcp',
  'turn',
  'generic',
] as const
export type RecordKind = (typeof RECORD_KINDS)[number]

/** Kinds that call a model. */
export const CALL_KINDS: ReadonlySet<RecordKind> = new Set(['llm', 'embedding', 'rerank'])

/** Life of a session or phase as the sender states it. `abandoned` is computed when reading, never stored. */
export type LifecycleStatus = 'running' | 'completed' | 'failed' | 'cancelled' | 'skipped'

/** What one span says about its session; every field optional, JSON texts as sent. */
export interface SessionHints {
  /** The caller's own key, as sent. */
  readonly key?: string
  readonly workflow?: string
  readonly workflowVersion?: string
  readonly title?: string
  readonly status?: LifecycleStatus
  /** A free label such as `published`. */
  readonly outcome?: string
  /** JSON text. */
  readonly inputs?: string
  /** JSON text. */
  readonly outputs?: string
  /** JSON text. */
  readonly metadata?: string
  readonly conversationId?: string
  readonly userId?: string
  /** What the sender says that the whole session cost (`tracker.cost.usd` on a root), in nano-dollars. */
  readonly reportedCostNanos?: bigint
}

/** A step of a session. */
export interface PhaseFields {
  readonly name: string
  readonly number?: number
  readonly iteration?: number
  readonly attempt?: number
  readonly status?: LifecycleStatus
  /** JSON text. */
  readonly metadata?: string
}

/** One model call: what was asked, what came back, what it used. */
export interface CallFields {
  /** Whether the span is a model call by kind; `false` for a wrapper (agent, workflow) that only repeats or sums usage. */
  readonly isModelCall: boolean
  /** Canonical provider name, lower case. */
  readonly provider?: string
  readonly requestModel?: string
  readonly responseModel?: string
  /** The provider's id of the response. */
  readonly responseId?: string
  /** `gen_ai.operation.name`, as sent. */
  readonly operation?: string
  readonly temperature?: number
  readonly topP?: number
  readonly maxTokens?: number
  readonly stream?: boolean
  /** Canonical: `stop`, `length`, `tool_call`, `content_filter`, `error`, `pause`; or as sent. */
  readonly finishReason?: string
  /** Seconds would lose digits: integer nanoseconds. */
  readonly timeToFirstTokenNs?: bigint
  readonly usage?: Usage
  /** What the sender says that the call cost, in nano-dollars. */
  readonly reportedCostNanos?: bigint
  readonly input?: CallContent
  readonly output?: CallContent
  /** System instructions as plain text. */
  readonly systemText?: string
  readonly experiment?: string
  readonly variant?: string
  /** JSON text. */
  readonly metadata?: string
}

/** Messages of a call. */
export interface CallContent {
  /** What a person would read: the last user message of an input, the text of an output. */
  readonly text?: string
  /** The messages as JSON text: the very string that was sent where there was one, else written by us from the flat keys. */
  readonly messages?: string
}

/**
 * Token usage of one call, as disjoint parts: each token is counted in exactly one field, so that the sum of
 * `part × price` is the cost. Totals are sums of parts.
 */
export interface Usage {
  /** Input tokens that were neither read from nor written to a cache, text modality. */
  readonly inputUncached: number
  readonly cacheRead: number
  /** Written to the cache with the default (5 minutes) lifetime, or with an unstated one. */
  readonly cacheWrite5m: number
  readonly cacheWrite1h: number
  readonly inputAudio: number
  /** Visible output, text modality. */
  readonly output: number
  readonly reasoning: number
  readonly outputAudio: number
  /** How the parts were found: `inclusive`, `exclusive`, `disjoint`, `parts_exceed_input` … for the derivation. */
  readonly rule: string
  /** Whether the numbers are an estimate of ours and not the provider's. */
  readonly estimated: boolean
  /** Set when the parts are not the whole usage, so that no amount can be computed of them. */
  readonly gap?: UsageGap
}

/** Why parts are not the whole usage: the input or output count was sent as something that is no count, or not at all. */
export type UsageGap = 'invalid_usage' | 'partial_usage'

/** Keys of the parts of `Usage`, in the order in which amounts are split. */
export const USAGE_PARTS = [
  'inputUncached',
  'cacheRead',
  'cacheWrite5m',
  'cacheWrite1h',
  'inputAudio',
  'output',
  'reasoning',
  'outputAudio',
] as const satisfies readonly (keyof Usage)[]
export type UsagePart = (typeof USAGE_PARTS)[number]

/** Every input token, cached or not. */
export function inputTokens(usage: Usage): number {
  return usage.inputUncached + usage.cacheRead + usage.cacheWrite5m + usage.cacheWrite1h + usage.inputAudio
}

/** Every generated token, visible or not. */
export function outputTokens(usage: Usage): number {
  return usage.output + usage.reasoning + usage.outputAudio
}

/** A tool call, command or file operation. */
export interface ActionFields {
  /** `bash`, `read`, `write`, `edit`, `api_call`, …: `tracker.action.type`, else the lower-cased tool name. */
  readonly type: string
  readonly tool?: string
  readonly callId?: string
  /** JSON text or plain text, as sent. */
  readonly arguments?: string
  readonly result?: string
  /** The command or a description for people. */
  readonly text?: string
  readonly exitCode?: number
  readonly success?: boolean
  /** JSON text. */
  readonly metadata?: string
}

/** Why work failed. */
export interface ErrorFields {
  readonly type?: string
  readonly message?: string
}

/** One thing that a span event reports. `index` is the event's position in the span: its natural key with the span's ids. */
export type Fact = { readonly index: number; readonly timeNs: bigint } & (
  | ({ readonly kind: 'artifact' } & ArtifactFields)
  | ({ readonly kind: 'issue' } & IssueFields)
  | ({ readonly kind: 'metric' } & MetricFields)
  | ({ readonly kind: 'decision' } & DecisionFields)
  | ({ readonly kind: 'event' } & EventFields)
  | ({ readonly kind: 'fix' } & FixFields)
)

export type IssueSeverity = 'critical' | 'major' | 'minor'

export interface ArtifactFields {
  readonly type: string
  readonly path?: string
  readonly contentHash?: string
  readonly sizeBytes?: number
  readonly metadata?: string
}

export interface IssueFields {
  /** The sender's own id, by which a later event says that the issue was fixed. */
  readonly key?: string
  readonly severity: IssueSeverity
  readonly type: string
  readonly description?: string
  readonly location?: string
  readonly fixed: boolean
  readonly fixIteration?: number
  readonly metadata?: string
}

/** Says that issues of the session are fixed that were reported before: each of its key; without a key, each of its type and location. */
export interface FixFields {
  readonly key?: string
  /** Always there without a key. */
  readonly type?: string
  readonly location?: string
  readonly description?: string
  readonly fixIteration?: number
  readonly metadata?: string
}

export interface EventFields {
  readonly type: string
  readonly title?: string
  readonly body?: string
  /** The number of a judgement, on the scale of whoever judged. */
  readonly score?: number
}

export interface MetricFields {
  readonly name: string
  readonly value?: number
  /** JSON text of a value that is not a number. */
  readonly json?: string
  readonly unit?: string
  readonly metadata?: string
}

export interface DecisionFields {
  readonly type?: string
  readonly chosen?: string
  /** JSON text. */
  readonly options?: string
  readonly rationale?: string
  readonly metadata?: string
}
