/**
 * The structure of a trace, as far as settling needs it: what depends on a span's relatives.
 *
 * A node is a span without its content. The first block is given by the span itself, the second is what settling finds.
 * Nodes are changed in place by the settler, which is the only one to do so.
 */
export interface SettleNode extends NodeFacts {
  /** Row of the span in the store: a surrogate, used to refer to a phase and for nothing else. */
  readonly row: number
  readonly spanId: bigint

  /** Row of the nearest ancestor that is a phase; 0 = none. */
  phaseRow: number
  /** What its descendants are: bits of `BELOW`. */
  below: number
  /** Whether the span lies on a cycle of parents. Such a span counts as having no parent. */
  onCycle: boolean
  /** Whether the usage of this call is counted elsewhere: below it, or by a twin (a sibling with the same response id). */
  repeated: boolean
  /** An ancestor to go on from, when walking up, and the count of detachments at which it was one. */
  shortcut: { readonly ancestor: SettleNode; readonly detachments: number } | undefined
}

/** What the span itself says. */
export interface NodeFacts {
  /** 0 = no parent. */
  parentSpanId: bigint
  startNs: bigint
  isPhase: boolean
  /** A model call, or any span that bears usage: it has a row in `calls`. */
  isCall: boolean
  isModelCall: boolean
  bearsUsage: boolean
  /** Provider and response id, when both the usage and the response id are known. */
  responseKey: string | undefined
}

/** What can be below a span. */
export const BELOW = { usage: 1, modelCall: 2 } as const

/** Access to the nodes of one trace. A store answers from memory or from its tables. */
export interface Skeleton {
  node(spanId: bigint): SettleNode | undefined
  /** Nodes whose parent id is `spanId`, whether or not that edge is on a cycle. Their order does not matter. */
  children(spanId: bigint): Iterable<SettleNode>
  hasChildren(spanId: bigint): boolean
  /** Children of a span (by its id, 0 = none) with this response key. */
  twins(parentSpanId: bigint, responseKey: string): Iterable<SettleNode>
  /** Makes `node` (new, or present with other facts) answer to `facts`. */
  place(node: SettleNode, facts: NodeFacts): void
  /** How often an edge to a parent was taken away: what was remembered of ancestors before that no longer holds. */
  detachments: number
  /** Whether a job is still finding phases in this trace, so that what is stored of them may be out of date. */
  isSettling: boolean
}

/** A span that is new (`node` is not placed yet) or whose facts changed. */
export interface NodeChange {
  readonly node: SettleNode
  readonly isNew: boolean
  readonly facts: NodeFacts
}

/** Order by start, then id (as signed integers, so that an index gives the same order). */
export function isEarlier(a: { startNs: bigint; spanId: bigint }, b: { startNs: bigint; spanId: bigint }): boolean {
  return a.startNs < b.startNs || (a.startNs === b.startNs && a.spanId < b.spanId)
}

/** What settling one batch did. */
export interface SettleResult {
  /** Every node with a settled value that differs from before, new ones included. */
  readonly changed: ReadonlySet<SettleNode>
  /** False when the limit was reached: phases of further descendants are still to be found again. */
  readonly complete: boolean
  /** Whether an edge or a phase among the spans that were there before has changed. */
  readonly restructured: boolean
}

/** Finds what depends on a span's relatives. See `settle/settler.ts`. */
export interface Settler {
  /** Applies changes of one trace. `maxChanges` bounds how many nodes change by phase; the rest is left to a job. */
  settle(skeleton: Skeleton, changes: readonly NodeChange[], maxChanges: number): SettleResult
  /** Row of the nearest ancestor that is a phase, 0 = none, found by walking up. */
  phaseOf(skeleton: Skeleton, node: SettleNode): number
}
