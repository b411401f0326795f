import type { MediaPart, MessageRole, TextPart, ToolCallPart, ToolResultPart } from './conversation.ts'
import type { CostSource } from './cost.ts'
import type { FactKind } from './stored.ts'
import type { StoredLogLine } from './stored-signals.ts'

/** What was said and done in a session, in the units of stored.ts. */
export type StoredTranscriptItem = StoredTranscriptCall | StoredTranscriptAction | StoredTranscriptMoment | StoredTranscriptLog

/** A log record, at its place among the agents. */
export interface StoredTranscriptLog extends StoredLogLine {
  readonly agents: readonly StoredAgent[]
}

/** A message at its place in a call. */
export interface StoredMessage {
  /** Place among the messages of the call: those of the request first. */
  readonly index: number
  readonly role: MessageRole
  readonly isAnswer: boolean
  readonly parts: readonly StoredPart[]
}

/** A part whose text may be cut; `length` is that of the whole text. */
export type StoredPart = ((TextPart | ToolCallPart | ToolResultPart) & { readonly length: number }) | MediaPart

/** What every item has. */
interface TranscriptPlace {
  readonly id: number
  readonly spanId: string
  readonly traceId: string
  /** Name of the nearest phase around it. */
  readonly phase?: string
  readonly phaseId?: number
  /** Agents around it, outermost first. */
  readonly agents: readonly StoredAgent[]
  readonly startNs: bigint
}

/** An agent by its span. */
export interface StoredAgent {
  readonly spanId: string
  readonly name: string
}

/** What only work has. */
interface TranscriptWork extends TranscriptPlace {
  /** 0 = still running. */
  readonly endNs: bigint
  readonly failed: number
  readonly errorType?: string
  /** Cut; the length is that of the whole message, 0 without one. */
  readonly errorMessage?: string
  readonly errorMessageLength: number
}

/** A model call. */
export interface StoredTranscriptCall extends TranscriptWork {
  readonly kind: 'call'
  readonly provider?: string
  readonly model?: string
  readonly finishReason?: string
  readonly tokensInput: number
  readonly tokensOutput: number
  readonly tokensCacheRead: number
  readonly costNanos?: bigint
  readonly costSource: CostSource
  /** Messages of its request that an earlier call had sent or received: those that are not among `messages`. */
  readonly repeatedCount: number
  /** The other ones, and the answer. */
  readonly messages: readonly StoredMessage[]
  readonly isWithoutContent: boolean
}

/** A tool call or command. */
export interface StoredTranscriptAction extends TranscriptWork {
  readonly kind: 'action'
  readonly type: string
  readonly tool?: string
  readonly callId?: string
  /** Cut, like the next two; the length is that of the whole text. */
  readonly text?: string
  readonly textLength: number
  readonly arguments?: string
  readonly argumentsLength: number
  readonly result?: string
  readonly resultLength: number
  readonly exitCode?: number
  /** 0 or 1. */
  readonly success?: number
}

/** A fact that a reader wants to see between the messages. */
export interface StoredTranscriptMoment extends TranscriptPlace {
  readonly kind: (typeof TRANSCRIPT_FACTS)[number]
  /** Place of its event in the span. */
  readonly eventIndex: number
  /** 1 for an issue that is still open. */
  readonly failed: number
  /** JSON text of the fields. */
  readonly data: string
}

/** Kinds of facts that belong to a transcript. */
export const TRANSCRIPT_FACTS = ['artifact', 'issue', 'decision', 'event', 'fix'] as const satisfies readonly FactKind[]

/** What a transcript has: that an issue was fixed is one of the events. */
export const TRANSCRIPT_KINDS = ['call', 'action', 'artifact', 'issue', 'decision', 'event', 'log'] as const
