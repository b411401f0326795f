import type { ActionFields, CallFields, ErrorFields, PhaseFields, RecordKind, SessionHints } from '../domain/record.ts'
import type { SpanView } from './span-view.ts'
import type { RawUsage } from './usage.ts'

/** A way to write spans. */
export interface Dialect {
  /** Stands in the record: `gen_ai`. */
  readonly name: string
  /** Beginnings of attribute keys that mark the dialect. */
  readonly prefixes: readonly string[]
  /** Marks that are not keys of the span: scope, events. */
  readonly matches?: (view: SpanView) => boolean
  /** What the span says in this dialect. Never throws; a value of a wrong type says nothing. */
  readonly interpret: (view: SpanView) => Interpretation
}

/** The fields of `T`, each of which a dialect may leave open. */
export type Claims<T> = { readonly [K in keyof T]?: T[K] | undefined }

/** What one dialect says about a span; a field that it leaves open is taken from the next dialect. */
export interface Interpretation {
  readonly kind?: KindClaim | undefined
  /** Name of the agent, workflow, task or step, for a span that is a phase. */
  readonly name?: string | undefined
  readonly session?: Claims<SessionHints>
  readonly phase?: Claims<PhaseFields>
  readonly call?: Claims<CallClaims>
  readonly usage?: Claims<RawUsage>
  readonly action?: Claims<ActionFields>
  /** A flag of the dialect that says that the work failed, where the span's status does not. */
  readonly error?: Claims<ErrorFields> | undefined
  readonly warnings?: readonly string[]
}

/** A kind, and how sure its source is. */
export interface KindClaim {
  readonly kind: RecordKind
  readonly rank: number
  /** `false` when the span is no step of a session although its kind is (the definition of an agent, a handoff). */
  readonly isPhase?: boolean
}

/**
 * How much a source of the kind is trusted, the smallest first. A framework's own type beats the operation name, except when it
 * is the weakest word of its list (`CHAIN`, `UNKNOWN`), which says less than any operation name.
 */
export const KIND_RANK = {
  own: 1,
  operation: 2,
  tracker: 3,
  structure: 4,
  requestType: 5,
  entity: 6,
  protocol: 7,
  shape: 8,
  weak: 9,
} as const

/** What a dialect can say of a call, before texts are read out of messages. */
export interface CallClaims extends Omit<CallFields, 'isModelCall' | 'usage' | 'input' | 'output' | 'systemText' | 'metadata'> {
  /** Messages of the request: JSON text, or plain text. */
  readonly inputMessages: string
  /** What to take when no dialect has messages: the request as a blob, or text. */
  readonly inputBlob: string
  readonly outputMessages: string
  readonly outputBlob: string
  /** System instructions: JSON text of parts or messages, or plain text. */
  readonly system: string
  /** Whether a person or program set the cost on purpose. Of a computed one, 0 only means that its client does not know the model. */
  readonly isCostExplicit: boolean
}
