/** What a phase used, without or with the phases in it. */
export interface PhaseSums {
  readonly responseCount: number
  readonly pricedCount: number
  readonly tokensTotal: number
  readonly costNanos: bigint
}

/** A phase and the one around it. */
export interface PhaseNode extends PhaseSums {
  readonly id: number
  readonly parentId?: number
}

/**
 * The sums of each phase with everything in it. Pure. Phases are taken from the innermost outwards; phases on a cycle of parents,
 * which no store should hold, keep their own sums.
 */
export function inclusiveSums(nodes: readonly PhaseNode[]): ReadonlyMap<number, PhaseSums> {
  const sums = new Map<number, PhaseSums>(nodes.map((node) => [node.id, node]))
  const parents = new Map(nodes.map(({ id, parentId }) => [id, parentId]))
  const waitingChildren = new Map<number, number>()
  for (const { parentId } of nodes) if (parentId !== undefined) waitingChildren.set(parentId, (waitingChildren.get(parentId) ?? 0) + 1)

  const ready = nodes.filter(({ id }) => !waitingChildren.has(id)).map(({ id }) => id)
  for (let id = ready.pop(); id !== undefined; id = ready.pop()) {
    const parentId = parents.get(id)
    const own = sums.get(id)
    const outer = parentId === undefined ? undefined : sums.get(parentId)
    if (parentId === undefined || !own || !outer) continue
    sums.set(parentId, add(outer, own))
    const left = (waitingChildren.get(parentId) ?? 0) - 1
    waitingChildren.set(parentId, left)
    if (left === 0) ready.push(parentId)
  }
  return sums
}

function add(a: PhaseSums, b: PhaseSums): PhaseSums {
  return {
    responseCount: a.responseCount + b.responseCount,
    pricedCount: a.pricedCount + b.pricedCount,
    tokensTotal: a.tokensTotal + b.tokensTotal,
    costNanos: a.costNanos + b.costNanos,
  }
}
