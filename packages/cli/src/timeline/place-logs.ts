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
 * others before the first span that began after them. Time grows with n log n. @returns in the order in which they are drawn
 */
export function placeLogs(spans: readonly Span[], logs: readonly Log[], { isSelected, hasMore }: Placing): readonly PlacedLog[] {
  if (logs.length === 0) return []
  const places = new Map(spans.map(({ traceId, spanId }, index) => [`${traceId}-${spanId}`, index]))
  const { all, branches } = branchesOf(spans)
  return logs
    .flatMap((log): readonly Timed[] => {
      const atNs = BigInt(log.atNs)
      const own = log.spanId === null ? undefined : branches[places.get(`${log.traceId}-${log.spanId}`) ?? -1]
      if (own) return [{ before: firstAfter(own.children, atNs) ?? own.end, depth: own.depth + 1, log, atNs }]
      const before = firstAfter(all, atNs)
      const isLeftOut = (isSelected && log.spanId !== null) || (hasMore && before === undefined)
      return isLeftOut ? [] : [{ before: before ?? spans.length, depth: depthAt(branches, before), log, atNs }]
    })
    .sort((a, b) => a.before - b.before || b.depth - a.depth || compare(a, b))
    .map(({ before, depth, log }) => ({ before, depth, log }))
}

/** Its time is read once. */
interface Timed extends PlacedLog {
  readonly atNs: bigint
}

/** Some of the spans, in their order. */
interface Row {
  readonly indexes: number[]
  /** Of each, the latest start up to it: what is sorted can be searched. */
  readonly latestNs: bigint[]
}

/** A span, and what is below it. */
interface Branch {
  readonly depth: number
  readonly children: Row
  /** Index behind all that is below it. */
  end: number
}

/** The tree that depths tell of, in one walk. A span whose parent is not here is nobody's child. */
function branchesOf(spans: readonly Span[]): { readonly all: Row; readonly branches: readonly Branch[] } {
  const all: Row = { indexes: [], latestNs: [] }
  const above: Branch[] = []
  const branches = spans.map(({ depth, startNs }, index) => {
    const branch: Branch = { depth, children: { indexes: [], latestNs: [] }, end: spans.length }
    const start = BigInt(startNs)
    for (let last = above.at(-1); last && last.depth >= depth; last = above.at(-1)) {
      last.end = index
      above.pop()
    }
    const parent = above.at(-1)
    for (const row of parent?.depth === depth - 1 ? [all, parent.children] : [all]) add(row, index, start)
    above.push(branch)
    return branch
  })
  return { all, branches }
}

function add({ indexes, latestNs }: Row, index: number, startNs: bigint): void {
  const latest = latestNs.at(-1)
  indexes.push(index)
  latestNs.push(latest !== undefined && latest > startNs ? latest : startNs)
}

/** Index of the first of them that began later. */
function firstAfter({ indexes, latestNs }: Row, atNs: bigint): number | undefined {
  let low = 0
  for (let high = latestNs.length; low < high; ) {
    const middle = (low + high) >> 1
    if ((latestNs[middle] ?? 0n) > atNs) high = middle
    else low = middle + 1
  }
  return indexes[low]
}

/** Behind all spans it is below the roots. */
function depthAt(branches: readonly Branch[], before: number | undefined): number {
  return branches[before ?? -1]?.depth ?? Math.min(1, branches.length)
}

function compare(a: Timed, b: Timed): number {
  if (a.atNs === b.atNs) return a.log.id - b.log.id
  return a.atNs < b.atNs ? -1 : 1
}
