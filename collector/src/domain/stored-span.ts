import type { LifecycleStatus, RecordKind } from './record.ts'
import type { SpanItem } from './span.ts'
import type { UsageSums } from './stored-report.ts'

/** Spans and traces as a store gives them back, in the units of stored.ts. */

/** One span without its large values. */
export interface StoredSpan {
  readonly id: number
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId?: string
  readonly name: string
  readonly recordKind: RecordKind
  readonly kind: number
  readonly failed: number
  readonly startNs: bigint
  readonly endNs: bigint
  readonly service?: string
  readonly scope: string
  /** Comma-separated, strongest first. */
  readonly dialects: string
  readonly phaseId?: number
  readonly errorType?: string
  /** Comma-separated codes. */
  readonly warnings?: string
  readonly model?: string
  readonly tokensTotal?: number
  readonly costNanos?: bigint
  /** 1 = its usage is counted elsewhere. */
  readonly repeated?: number
}

/** A span in the order of the tree. */
export interface StoredTreeSpan extends StoredSpan {
  readonly depth: number
  readonly hasChildren: boolean
}

/** A span that failed, and why. */
export interface StoredFailedSpan extends StoredTreeSpan {
  readonly errorMessage?: string
}

/** A span with everything that was sent. */
export interface StoredSpanDetail extends StoredSpan {
  readonly sessionId: number
  readonly errorMessage?: string
  readonly receivedNs: bigint
  readonly item: SpanItem
}

/** One trace without its spans. */
export interface StoredTrace extends UsageSums {
  readonly traceId: string
  readonly sessionId: number
  readonly rootSpanId?: string
  readonly status: LifecycleStatus
  readonly workflow?: string
  readonly title?: string
  readonly startNs: bigint
  readonly endNs: bigint
  readonly receivedNs: bigint
  readonly spanCount: number
  readonly runningCount: number
  readonly errorCount: number
}
