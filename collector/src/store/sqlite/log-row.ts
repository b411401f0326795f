/** A log record as received ⇄ its columns in `log_records`. The only place, with the schema, that knows these columns. */
import { attributesFromJson, attributesToJson, type ResolveText, valueFromJson, valueToJson } from '../../domain/attribute-json.ts'
import { intToSpanId, spanIdToInt } from '../../domain/id.ts'
import type { LogRecord } from '../../domain/log.ts'
import type { RowTexts } from './write/row-texts.ts'

/** Columns of `log_records` that hold what was received. */
export interface LogColumns {
  readonly time_ns: bigint
  readonly observed_ns: bigint
  readonly severity_number: number
  readonly severity_text: string | null
  readonly event_name: string | null
  readonly body: string | null
  readonly attributes: string | null
  readonly dropped_attributes_count: number
  readonly flags: number
  readonly trace_id: Uint8Array | null
  readonly span_id: bigint | null
}

/** Names of `LogColumns`, for statements. */
export const LOG_COLUMNS = [
  'time_ns',
  'observed_ns',
  'severity_number',
  'severity_text',
  'event_name',
  'body',
  'attributes',
  'dropped_attributes_count',
  'flags',
  'trace_id',
  'span_id',
] as const satisfies readonly (keyof LogColumns)[]

/** The columns of a log record. Long strings go to `texts`. */
export function toLogColumns(log: LogRecord, texts: RowTexts): LogColumns {
  return {
    time_ns: BigInt.asIntN(64, log.timeNs),
    observed_ns: BigInt.asIntN(64, log.observedNs),
    severity_number: log.severityNumber,
    severity_text: log.severityText || null,
    event_name: log.eventName || null,
    body: log.body === undefined ? null : valueToJson(log.body, texts.path),
    attributes: log.attributes.length === 0 ? null : attributesToJson(log.attributes, texts.path),
    dropped_attributes_count: log.droppedAttributesCount,
    flags: log.flags,
    trace_id: log.traceId === '' ? null : Buffer.from(log.traceId, 'hex'),
    span_id: log.spanId === '' ? null : spanIdToInt(log.spanId),
  }
}

/** The columns as SQLite gives them back, with or without safe integers. */
export type LogRow = { readonly [K in keyof LogColumns]: LogColumns[K] | (number extends LogColumns[K] ? bigint : never) }

/** The exact inverse of `toLogColumns`. */
export function fromLogColumns(row: LogRow, resolve: ResolveText): LogRecord {
  return {
    timeNs: BigInt.asUintN(64, row.time_ns),
    observedNs: BigInt.asUintN(64, row.observed_ns),
    severityNumber: Number(row.severity_number),
    severityText: row.severity_text ?? '',
    eventName: row.event_name ?? '',
    body: row.body === null ? undefined : valueFromJson(row.body, resolve),
    attributes: row.attributes === null ? [] : attributesFromJson(row.attributes, resolve),
    droppedAttributesCount: Number(row.dropped_attributes_count),
    flags: Number(row.flags),
    traceId: row.trace_id === null ? '' : Buffer.from(row.trace_id).toString('hex'),
    spanId: row.span_id === null ? '' : intToSpanId(row.span_id),
  }
}
