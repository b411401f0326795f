/** How many items, for one reason. */
export interface IngestReason {
  readonly reason: string
  readonly count: number
}

/** What came in one request and what became of it. */
export interface IngestReceipt {
  readonly id: number
  readonly receivedAt: string | null
  readonly receivedNs: string
  /** null = it was sent to no path or service of OTLP that is stored. */
  readonly signal: 'traces' | 'logs' | 'metrics' | null
  /** `http/protobuf`, `http/json`, `grpc`, or `http`. */
  readonly transport: string
  readonly userAgent: string | null
  /** `service.name` of its resources. */
  readonly services: readonly string[]
  readonly sdks: readonly { readonly name: string; readonly language: string; readonly version: string }[]
  /** As sent. */
  readonly wireBytes: number
  /** Inflated; 0 when the body was not read. */
  readonly bodyBytes: number
  /** Spans, log records or points that are new, or in the place of another copy. */
  readonly accepted: number
  /** Those that were stored before. */
  readonly duplicates: number
  /** Those that are invalid, and why. */
  readonly rejected: number
  readonly reasons: readonly IngestReason[]
  /** Those of sessions that were deleted: they are not stored again. */
  readonly deleted: number
  /** What was put right. */
  readonly warnings: readonly IngestReason[]
  /** Strings in which invalid text became U+FFFD. */
  readonly repairedStrings: number
  /** Ids that came as base64 instead of hex. */
  readonly base64Ids: number
  /** Spans by the convention that they follow. */
  readonly dialects: Readonly<Record<string, number>>
  /** Matches by redaction rule. */
  readonly redactions: Readonly<Record<string, number>>
  readonly outcome: 'stored' | 'refused'
  /** Why it was refused, like the next. */
  readonly code: string | null
  readonly message: string | null
}

/** One thing that is to be known about what arrived. */
export interface IngestFinding {
  readonly level: 'good' | 'note' | 'problem'
  readonly code:
    | 'arrived'
    | 'nothing_arrived'
    | 'no_root'
    | 'missing_parents'
    | 'running'
    | 'rejected'
    | 'refused'
    | 'duplicates'
    | 'deleted'
    | 'traces_without_root'
    | 'complete'
  /** In words. */
  readonly text: string
}

/** What arrived of a trace or from a service, and what is missing. */
export interface IngestWhy {
  readonly traceId: string | null
  readonly service: string | null
  /** Whether the trace belongs to a deleted session: what is sent again of it is not stored. null of a service. */
  readonly isDeleted: boolean | null
  readonly findings: readonly IngestFinding[]
  /** The session of the trace. */
  readonly sessionId: number | null
  readonly spanCount: number
  readonly runningCount: number
  readonly logCount: number
  readonly hasRoot: boolean | null
  /** Spans that others name as their parent and that did not arrive. */
  readonly missingParents: readonly { readonly spanId: string; readonly children: number }[]
  readonly services: readonly string[]
  readonly reasons: readonly IngestReason[]
  /** Requests that have to do with it, the latest first, at most 20. */
  readonly requests: readonly IngestReceipt[]
}
