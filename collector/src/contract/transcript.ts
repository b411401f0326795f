import type { CostSource } from './cost.ts'
import type { LogSeverity } from './signals.ts'
import type { ErrorInfo } from './values.ts'

export type MessageRole = 'system' | 'user' | 'assistant' | 'tool' | 'unknown'

/** A message as a person reads it, whatever the sender's shape. */
export interface Message {
  /** Place among the messages of the call: those of the request first, then those of the answer. */
  readonly index: number
  readonly role: MessageRole
  readonly isAnswer: boolean
  readonly parts: readonly MessagePart[]
}

/** `length` is that of the whole text in UTF-16 units: a longer one than `text` was cut, and the messages of the call have it whole. */
export type MessagePart =
  | { readonly type: 'text' | 'reasoning'; readonly text: string; readonly length: number }
  | {
      readonly type: 'tool_call'
      readonly callId: string | null
      readonly name: string | null
      /** Arguments: mostly JSON text. */
      readonly text: string
      readonly length: number
    }
  | {
      readonly type: 'tool_result'
      readonly callId: string | null
      readonly name: string | null
      readonly text: string
      readonly length: number
    }
  | { readonly type: 'media'; readonly mediaType: string | null; readonly uri: string | null; readonly bytes: number | null }
  /** What nobody knows, as JSON text. */
  | { readonly type: 'other'; readonly text: string; readonly length: number }

/** One entry of the conversation, in order of time. */
export type TranscriptItem = TranscriptCall | TranscriptAction | TranscriptMoment | TranscriptLog

interface TranscriptPlace {
  readonly id: number
  readonly spanId: string
  readonly traceId: string
  readonly at: string | null
  readonly atNs: string
  readonly phaseId: number | null
  readonly phase: string | null
  /** Agents around it, outermost first: a sub-agent's work is nested below its agent's. The first 8 of those among the 1,000 spans above it. */
  readonly agents: readonly { readonly spanId: string; readonly name: string }[]
  /** null while it runs. */
  readonly durationMs: number | null
  readonly failed: boolean
  /** Why a call or an action failed. A message shorter than its `errorMessageLength` was cut: `/spans/{traceId}/{spanId}/value?at=/errorMessage` has it whole. */
  readonly error: ErrorInfo | null
}

interface TranscriptWork extends TranscriptPlace {
  /** UTF-16 units of the whole message of the error; 0 without one. */
  readonly errorMessageLength: number
}

/** A model call: what was new in its request, and its answer. */
export interface TranscriptCall extends TranscriptWork {
  readonly kind: 'call'
  readonly provider: string | null
  readonly model: string | null
  readonly finishReason: string | null
  readonly tokensInput: number
  readonly tokensOutput: number
  readonly tokensCacheRead: number
  readonly costUsd: string | null
  readonly costSource: CostSource
  /**
   * How many messages of its request an earlier call had sent or received already: those whose `index` is not among `messages`. They are
   * the beginning of the talk, and messages of the system wherever they stand; a system prompt that changed is new. Compared with calls
   * beside it, before it in its trace and last in the traces before, about twenty, up to 16 million characters.
   */
  readonly repeatedCount: number
  /** What is new, and the answer. Long texts are cut. */
  readonly messages: readonly Message[]
  /** Whether the sender recorded no content, only usage. */
  readonly isWithoutContent: boolean
}

/**
 * A tool call, command or file operation. `…Length` is that of the whole text in UTF-16 units: a shorter text was cut, and `/sessions/{id}/actions`
 * has it whole. The page shows it with the model's tool call of the same `callId`, where there is one.
 */
export interface TranscriptAction extends TranscriptWork {
  readonly kind: 'action'
  readonly type: string
  readonly tool: string | null
  readonly callId: string | null
  readonly text: string | null
  readonly textLength: number
  readonly arguments: string | null
  readonly argumentsLength: number
  readonly result: string | null
  readonly resultLength: number
  readonly exitCode: number | null
}

/**
 * What else a reader wants to see between the messages: artifacts, issues, decisions, checkpoints. An issue failed while it is open. Of its
 * texts each is cut to 2,000 characters; the event of the span has them whole.
 */
export interface TranscriptMoment extends TranscriptPlace {
  readonly kind: 'artifact' | 'issue' | 'decision' | 'event'
  readonly name: string
  /** All that it says, one text below the other. */
  readonly detail: string | null
  /** Place of the event that reports it among the events of its span. */
  readonly eventIndex: number
  /** Only of events: what it is about, such as the name of a checkpoint or the type of an exception. */
  readonly title: string | null
  /** Only of events: what it says besides, such as the message of an exception; of one without a title all its attributes, as JSON text. */
  readonly body: string | null
  /** Only of decisions. */
  readonly chosen: string | null
  /** Only of decisions: why. */
  readonly rationale: string | null
  /** Only of decisions whose options are a list of texts: the first 50 of them, what was chosen among them or not. */
  readonly alternatives: readonly string[] | null
  /** How many alternatives there were; 0 where `alternatives` is null. */
  readonly alternativeCount: number
}

/** A log record, not interpreted. `/api/v1/sessions/{id}/logs` has its attributes. */
export interface TranscriptLog extends Omit<TranscriptPlace, 'spanId' | 'traceId'> {
  readonly kind: 'log'
  /** null = it belongs to no span. */
  readonly spanId: string | null
  /** null = it belongs to no trace. */
  readonly traceId: string | null
  /** By the number that was sent; null = unspecified. */
  readonly severity: LogSeverity | null
  /** As sent. */
  readonly severityText: string | null
  /** Name of the event that the record is; null = it is none. */
  readonly event: string | null
  /** A text as it is, anything else as JSON text; null = it has none. One shorter than its `bodyLength` (UTF-16 units) was cut. */
  readonly body: string | null
  readonly bodyLength: number
  readonly attributeCount: number
  readonly service: string | null
}
