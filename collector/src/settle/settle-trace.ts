/**
 * Settling of a whole trace at once, by the plain reading of the rules: the oracle.
 *
 * It is what property tests hold `settle-changes.ts` against, and what a store without incremental settling uses.
 */
import { isEarlier, type NodeFacts } from '../domain/settling.ts'

/** A span as far as settling looks at it. */
export interface TraceNode extends NodeFacts {
  readonly spanId: bigint
}

/** What settling finds for one span. */
export interface SettledSpan {
  /** Span id of the nearest ancestor that is a phase; 0 = none. */
  readonly phaseSpanId: bigint
  readonly usageBelow: boolean
  readonly onCycle: boolean
  readonly repeated: boolean
}

/** Settles a whole trace. @param nodes one per span id */
export function settleTrace(nodes: readonly TraceNode[]): ReadonlyMap<bigint, SettledSpan> {
  const byId = new Map(nodes.map((node) => [node.spanId, node]))
  const cycle = new Set(nodes.filter((node) => reaches(byId, node)).map((node) => node.spanId))
  const parentOf = (node: TraceNode) => (cycle.has(node.spanId) || node.parentSpanId === 0n ? undefined : byId.get(node.parentSpanId))
  const usageBelow = ancestors(
    nodes.filter((node) => node.bearsUsage),
    parentOf,
  )
  const callBelow = ancestors(
    nodes.filter((node) => node.isModelCall),
    parentOf,
  )
  const phases = phaseFinder(parentOf)
  return new Map(
    nodes.map((node) => [
      node.spanId,
      {
        phaseSpanId: phases(node),
        usageBelow: usageBelow.has(node.spanId),
        onCycle: cycle.has(node.spanId),
        repeated:
          node.isCall &&
          (usageBelow.has(node.spanId) || (!node.bearsUsage && callBelow.has(node.spanId)) || hasEarlierTwin(nodes, node, usageBelow)),
      },
    ]),
  )
}

/** Ids of every span that is above one of `nodes`. */
function ancestors(nodes: readonly TraceNode[], parentOf: (node: TraceNode) => TraceNode | undefined): ReadonlySet<bigint> {
  const above = new Set<bigint>()
  for (const node of nodes) for (let next = parentOf(node); next && !above.has(next.spanId); next = parentOf(next)) above.add(next.spanId)
  return above
}

/** Whether walking up from a node leads back to it. */
function reaches(byId: ReadonlyMap<bigint, TraceNode>, node: TraceNode): boolean {
  const seen = new Set<TraceNode>()
  let next = byId.get(node.parentSpanId)
  while (next && next !== node && !seen.has(next)) {
    seen.add(next)
    next = byId.get(next.parentSpanId)
  }
  return next === node
}

function phaseFinder(parentOf: (node: TraceNode) => TraceNode | undefined): (node: TraceNode) => bigint {
  return (node) => {
    let above = parentOf(node)
    while (above && !above.isPhase) above = parentOf(above)
    return above?.spanId ?? 0n
  }
}

function hasEarlierTwin(nodes: readonly TraceNode[], node: TraceNode, below: ReadonlySet<bigint>): boolean {
  if (node.responseKey === undefined) return false
  return nodes.some(
    (other) =>
      other.responseKey === node.responseKey &&
      other.parentSpanId === node.parentSpanId &&
      !below.has(other.spanId) &&
      isEarlier(other, node),
  )
}
