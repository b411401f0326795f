import type { LogSeverity, TimelineItem } from '@ai-tracker/collector/contract'
import { createContext } from 'react'
import { offsetMs } from './rows.ts'

/** A log record as a mark on the bar of its span. */
export interface LogMark {
  readonly id: number
  /** Milliseconds from the start of the session. */
  readonly atMs: number
  readonly severity: LogSeverity | null
}

export type LogMarks = ReadonlyMap<string, readonly LogMark[]>

/** The marks of the spans on the screen, by the id of their row. */
export const LogMarksContext = createContext<LogMarks>(new Map())

/** Log records by the row of their span; those of no span are left out. @param startNs the start of the session */
export function marksBySpan(items: readonly TimelineItem[], startNs: bigint): LogMarks {
  const marks = new Map<string, LogMark[]>()
  for (const item of items) {
    if (item.kind !== 'log' || item.traceId === null || item.spanId === null) continue
    const id = `${item.traceId}-${item.spanId}`
    const mark = { id: item.id, atMs: offsetMs(item.atNs, startNs), severity: item.severity }
    marks.set(id, [...(marks.get(id) ?? []), mark])
  }
  return marks
}

/** From the least to the most severe. */
const SEVERITIES: readonly (LogSeverity | null)[] = [null, 'trace', 'debug', 'info', 'warn', 'error', 'fatal']

/** The most severe of some marks. */
export function worstOf(marks: readonly LogMark[]): LogSeverity | null {
  return SEVERITIES[Math.max(0, ...marks.map(({ severity }) => SEVERITIES.indexOf(severity)))] ?? null
}
