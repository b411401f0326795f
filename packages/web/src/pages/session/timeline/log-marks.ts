import type { List, LogSeverity, TimelineItem } from '@ai-tracker/collector/contract'
import { createContext } from 'react'
import { offsetMs } from './rows.ts'

/** A log record as a mark on the bar of its span. */
export interface LogMark {
  readonly id: number
  /** Milliseconds from the start of the session. */
  readonly atMs: number
  readonly severity: LogSeverity | null
}

/** Marks of a session, as far as its log records were asked for. */
export interface LogMarks {
  /** By the id of the row of their span. */
  readonly bySpan: ReadonlyMap<string, readonly LogMark[]>
  /** Whether there are more log records than marks: a span may have more than it has marks then. */
  readonly isPartial: boolean
}

/** The marks of the spans on the screen. */
export const LogMarksContext = createContext<LogMarks>({ bySpan: new Map(), isPartial: false })

/** The log records of a page as marks; those of no span are left out. @param startNs the start of the session */
export function logMarksOf({ items, nextCursor }: List<TimelineItem>, startNs: bigint): LogMarks {
  const bySpan = new Map<string, LogMark[]>()
  for (const item of items) {
    if (item.kind !== 'log' || item.traceId === null || item.spanId === null) continue
    const id = `${item.traceId}-${item.spanId}`
    const mark = { id: item.id, atMs: offsetMs(item.atNs, startNs), severity: item.severity }
    const known = bySpan.get(id)
    if (known) known.push(mark)
    else bySpan.set(id, [mark])
  }
  return { bySpan, isPartial: nextCursor !== null }
}

/** From the least to the most severe. */
const SEVERITIES: readonly (LogSeverity | null)[] = [null, 'trace', 'debug', 'info', 'warn', 'error', 'fatal']

/** The most severe of some marks. */
export function worstOf(marks: readonly LogMark[]): LogSeverity | null {
  return SEVERITIES[Math.max(0, ...marks.map(({ severity }) => SEVERITIES.indexOf(severity)))] ?? null
}
