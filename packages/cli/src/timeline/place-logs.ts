import type { Log, Span } from '@ai-tracker/collector'

/** A log record at its place among spans: before the span with this index, at this depth of the tree. */
export interface PlacedLog {
  readonly before: number
  readonly depth: number
  readonly log: Log
}

/** Which logs have a place. */
export interface Placing {
  /** Whether spans are left out, so that a log of one that is not here is left out, too. */
  readonly isSelected: boolean
  /** Whether spans that follow are left out, and with them the logs that would follow all spans. */
  readonly hasMore: boolean
}

/**
 * Where log records stand among spans that are in depth-first order: those of a span below it, before what it began after them; the
 * others before the first span that began after them. @returns in the order in which they are drawn
 */
export function placeLogs(spans: readonly Span[], logs: readonly Log[], { isSelected, hasMore }: Placing): readonly PlacedLog[] {
  const places = new Map(spans.map(({ traceId, spanId }, index) => [`${traceId}-${spanId}`, index]))
  return logs
    .flatMap((log): readonly PlacedLog[] => {
      const own = log.spanId === null ? undefined : places.get(`${log.traceId}-${log.spanId}`)
      if (own !== undefined) return [below(spans, own, log)]
      const before = spans.findIndex(({ startNs }) => BigInt(startNs) > BigInt(log.atNs))
      const isLeftOut = (isSelected && log.spanId !== null) || (hasMore && before === -1)
      return isLeftOut ? [] : [{ before: before === -1 ? spans.length : before, depth: depthAt(spans, before), log }]
    })
    .sort((a, b) => a.before - b.before || b.depth - a.depth || compare(a.log, b.log))
}

/** Below a span: before the first of its children that began later, else behind all that is below it. */
function below(spans: readonly Span[], own: number, log: Log): PlacedLog {
  const depth = (spans[own]?.depth ?? 0) + 1
  let before = own + 1
  for (let span = spans[before]; span && span.depth >= depth; span = spans[++before])
    if (span.depth === depth && BigInt(span.startNs) > BigInt(log.atNs)) break
  return { before, depth, log }
}

/** Behind all spans it is below the roots. */
function depthAt(spans: readonly Span[], before: number): number {
  return spans[before]?.depth ?? Math.min(1, spans.length)
}

function compare(a: Log, b: Log): number {
  const difference = BigInt(a.atNs) - BigInt(b.atNs)
  if (difference === 0n) return a.id - b.id
  return difference < 0n ? -1 : 1
}
