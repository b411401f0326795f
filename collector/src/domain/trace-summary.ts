import type { LifecycleStatus, SessionHints } from './record.ts'

const CLAIMED_HINTS = ['key', 'workflow', 'workflowVersion', 'conversationId', 'userId'] as const satisfies readonly (keyof SessionHints)[]

/** What any span of a trace may say about the whole; the root goes first, then the earliest span that says it. */
export const CLAIM_FIELDS = [...CLAIMED_HINTS, 'source'] as const
export type ClaimField = (typeof CLAIM_FIELDS)[number]
export type SpanClaims = Readonly<Partial<Record<ClaimField, string>>>

/** The dialect that spans without any GenAI meaning have. */
export const PLAIN_DIALECT = 'plain'

/** What a span claims for its trace. @param dialect its strongest one */
export function spanClaims(hints: SessionHints, dialect: string): SpanClaims {
  const claims: Partial<Record<ClaimField, string>> = {}
  for (const field of CLAIMED_HINTS) {
    const value = hints[field]
    if (value !== undefined) claims[field] = value
  }
  if (dialect !== PLAIN_DIALECT) claims.source = dialect
  return claims
}

/** The earliest span of a trace that gives a hint. */
export interface Claim {
  readonly spanId: bigint
  readonly startNs: bigint
  readonly value: string
  /** `service.name` of the span's resource, `''` when it has none: the scope of a short session key. */
  readonly serviceName: string
}
export type Claims = Readonly<Partial<Record<ClaimField, Claim>>>

/** The span that stands for a trace: the earliest one without a parent. Its large hints are not part of this. */
export interface TraceRoot {
  readonly row: number
  readonly spanId: bigint
  readonly startNs: bigint
  readonly name: string
  readonly running: boolean
  readonly failed: boolean
  readonly title?: string | undefined
  readonly status?: LifecycleStatus | undefined
  readonly outcome?: string | undefined
  readonly claims: SpanClaims
  readonly serviceName: string
}

/** What a trace says as a whole. */
export interface TraceDescription {
  readonly key: string
  /** `service.name` when the key is short, else `''`. */
  readonly keyScope: string
  readonly joinReason: 'root key' | 'item key' | 'trace id'
  readonly status: LifecycleStatus
  /** Strongest dialect, `plain` when there is none. */
  readonly source: string
  readonly workflow: string | undefined
  readonly workflowVersion: string | undefined
  readonly title: string | undefined
  readonly outcome: string | undefined
  readonly conversationId: string | undefined
  readonly userId: string | undefined
}

/** Says what a trace is from its root (if received) and its claims. @param traceId 32 hex digits */
export type DescribeTrace = (traceId: string, root: TraceRoot | undefined, claims: Claims) => TraceDescription
