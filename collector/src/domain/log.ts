import type { Attributes, AttributeValue } from './attribute.ts'
import type { Resource, Scope } from './span.ts'

/** One log record as received. Ids are lower-case hex, `''` when it belongs to no trace or span. Source: opentelemetry-proto `logs/v1/logs.proto`. */
export interface LogRecord {
  /** Unsigned 64-bit nanoseconds since 1970; 0 = unknown. */
  readonly timeNs: bigint
  /** When the collecting side saw it; unsigned 64-bit nanoseconds, 0 = unknown. */
  readonly observedNs: bigint
  /** An open enum: 1–24 from TRACE to FATAL, 0 = unspecified. */
  readonly severityNumber: number
  readonly severityText: string
  /** Any value; `undefined` = the record has no body. */
  readonly body: AttributeValue | undefined
  readonly attributes: Attributes
  readonly droppedAttributesCount: number
  /** Unsigned 32-bit: W3C trace flags. */
  readonly flags: number
  readonly traceId: string
  readonly spanId: string
  /** Not empty: the record is an event. */
  readonly eventName: string
}

/** Log records of one scope. */
export interface ScopeLogs {
  readonly scope: Scope
  readonly logRecords: readonly LogRecord[]
}

/** Log records of one resource. */
export interface ResourceLogs {
  readonly resource: Resource
  readonly scopeLogs: readonly ScopeLogs[]
}

/** `LogsData` and `ExportLogsServiceRequest`, which have the same wire form. */
export interface LogsData {
  readonly resourceLogs: readonly ResourceLogs[]
}

/** A log record together with the resource and the scope that it came under. */
export interface LogItem {
  readonly log: LogRecord
  readonly resource: Resource
  readonly scope: Scope
}

/** The log records of a request, each with its resource and scope. */
export function* logItems(data: LogsData): Generator<LogItem> {
  for (const { resource, scopeLogs } of data.resourceLogs)
    for (const { scope, logRecords } of scopeLogs) for (const log of logRecords) yield { log, resource, scope }
}
