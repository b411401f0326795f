import type { LogItem } from './log.ts'
import type { MetricData, MetricItem } from './metric.ts'
import type { ReceiptReason, SdkName } from './receipt.ts'
import type { Signal } from './signal.ts'

/** Logs, metrics and receipts as a store gives them back. */

/** One log record. */
export interface StoredLog {
  readonly id: number
  /** When it happened, else when it was seen, else when it was received. */
  readonly atNs: bigint
  readonly receivedNs: bigint
  readonly sessionId?: number
  readonly item: LogItem
}

/** A log record as a line among what a session did: what it says is cut. */
export interface StoredLogLine {
  readonly kind: 'log'
  readonly id: number
  /** When it happened, else when it was seen, else when it was received. */
  readonly startNs: bigint
  readonly traceId?: string
  readonly spanId?: string
  /** The phase that its span is, else the nearest one around that. */
  readonly phaseId?: number
  readonly phase?: string
  readonly severityNumber: number
  readonly severityText?: string
  readonly eventName?: string
  /** A text as it is, anything else as JSON text; the length is that of the whole text, 0 without one. */
  readonly body?: string
  readonly bodyLength: number
  readonly attributeCount: number
  readonly service?: string
}

/** What one metric is. */
export interface StoredMetric {
  readonly id: number
  readonly name: string
  readonly description: string
  readonly unit: string
  readonly kind: MetricData['kind']
  readonly temporality?: number
  readonly isMonotonic?: number
  readonly service?: string
  readonly scope: string
  /** Sets of attributes that its points have. */
  readonly seriesCount: number
  /** Time of the latest point. */
  readonly lastNs: bigint
}

/** One point of a metric. */
export interface StoredMetricPoint {
  readonly id: number
  /** The integer of its metric. */
  readonly metricId: number
  /** The metric with no other point. */
  readonly item: MetricItem
  readonly sessionId?: number
  /** Whether different values came for this moment. */
  readonly isConflicted: boolean
  readonly receivedNs: bigint
}

/** What came in one request and what became of it. */
export interface StoredReceipt {
  readonly id: number
  readonly receivedNs: bigint
  readonly signal?: Signal
  readonly transport: string
  readonly userAgent: string
  readonly services: readonly string[]
  readonly sdks: readonly SdkName[]
  readonly wireBytes: number
  readonly bodyBytes: number
  readonly accepted: number
  readonly duplicates: number
  readonly rejected: number
  readonly reasons: readonly ReceiptReason[]
  /** Items that were not stored as a person has deleted the session that they belong to. */
  readonly deleted: number
  readonly warnings: readonly ReceiptReason[]
  readonly repairedStrings: number
  readonly base64Ids: number
  readonly dialects: Readonly<Record<string, number>>
  /** Matches by redaction rule. */
  readonly redactions: Readonly<Record<string, number>>
  readonly outcome: 'stored' | 'refused'
  readonly code?: string
  readonly message?: string
}

/** A span that was not received, though others name it as their parent. */
export interface MissingParent {
  readonly spanId: string
  readonly children: number
}

/** What arrived of a trace. */
export interface TraceArrival {
  readonly sessionId?: number
  /** Whether a person has deleted it: nothing of it is stored again. */
  readonly isDeleted: boolean
  readonly spanCount: number
  /** Spans that have begun and not ended. */
  readonly runningCount: number
  readonly logCount: number
  readonly hasRoot: boolean
  readonly missingParents: readonly MissingParent[]
  /** Whether there are more items than were looked at for the parents and requests. */
  readonly isPartial: boolean
  readonly services: readonly string[]
  /** Requests that its items came with, the latest first; of a deleted trace those that brought something of any deleted session. */
  readonly receipts: readonly StoredReceipt[]
}

/** What arrived from a service. */
export interface ServiceArrival {
  /** Requests that name it. */
  readonly requestCount: number
  readonly accepted: number
  readonly duplicates: number
  readonly rejected: number
  readonly reasons: readonly ReceiptReason[]
  /** Items of deleted sessions, which were not stored. */
  readonly deleted: number
  /** The latest of its traces that were looked at, and how many of these have no root or still run. */
  readonly traceCount: number
  readonly withoutRoot: number
  readonly running: number
  /** The requests, the latest first. */
  readonly receipts: readonly StoredReceipt[]
  /** Services that did send, the latest first; only when this one did not. */
  readonly otherServices: readonly string[]
}
