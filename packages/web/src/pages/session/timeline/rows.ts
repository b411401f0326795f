import type { Span } from '@ai-tracker/collector/contract'
import type { TimeWindow } from './time-window.ts'

const NS_PER_MS = 1e6

/** A span with its place in time, in milliseconds from the start of the session. */
export interface SpanRow extends TimeWindow {
  readonly id: string
  readonly span: Span
  /** Whether its start was not received: it has no place in time. */
  readonly isTimeless: boolean
  readonly isRunning: boolean
}

/** Spans as rows. One that runs has no end: it goes on to the edge of whatever is shown. @param startNs the start of the session */
export function rowsOf(spans: readonly Span[], startNs: bigint): readonly SpanRow[] {
  return spans.map((span) => {
    const isTimeless = span.startNs === '0'
    const fromMs = isTimeless ? 0 : offsetMs(span.startNs, startNs)
    const isRunning = span.status === 'running'
    const endMs = span.endNs === '0' ? fromMs : offsetMs(span.endNs, startNs)
    const toMs = isRunning ? Number.POSITIVE_INFINITY : Math.max(fromMs, endMs)
    return { id: `${span.traceId}-${span.spanId}`, span, fromMs, toMs, isTimeless, isRunning }
  })
}

/** A moment in milliseconds from the start of the session, exact to the microsecond. */
export function offsetMs(ns: string, startNs: bigint): number {
  return Number(BigInt(ns) - startNs) / NS_PER_MS
}

/** What is folded: everything from a depth on, but for the spans that a person has toggled, which are the other way round. */
export interface Folding {
  /** Spans at this depth and below show nothing of what is in them; undefined = everything is open. */
  readonly depth?: number | undefined
  /** Span ids. */
  readonly toggled: ReadonlySet<string>
}

/** Whether what is below a span is hidden. */
export function isFolded({ span }: SpanRow, { depth, toggled }: Folding): boolean {
  return (depth !== undefined && span.depth >= depth) !== toggled.has(span.spanId)
}

/** Rows to draw. Spans are depth-first, so a folded one hides what follows until the depth returns. */
export function visibleRows(rows: readonly SpanRow[], folding: Folding): readonly SpanRow[] {
  if (folding.depth === undefined && folding.toggled.size === 0) return rows
  let hiddenBelow = Number.POSITIVE_INFINITY
  return rows.filter((row) => {
    if (row.span.depth > hiddenBelow) return false
    hiddenBelow = isFolded(row, folding) ? row.span.depth : Number.POSITIVE_INFINITY
    return true
  })
}

/** The row of the span around this one; undefined for a root. */
export function parentIndex(rows: readonly SpanRow[], index: number): number | undefined {
  const depth = rows[index]?.span.depth ?? 0
  for (let above = index - 1; above >= 0; above--) {
    if ((rows[above]?.span.depth ?? 0) < depth) return above
  }
  return undefined
}
