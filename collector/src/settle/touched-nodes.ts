import type { SettleNode, Skeleton } from '../domain/settling.ts'

/** What settling one batch of changes still has to look at, and what it has changed. */
export interface Touched {
  readonly skeleton: Skeleton
  readonly changed: Set<SettleNode>
  /** Nodes whose `below` has to be found again. */
  readonly below: Set<SettleNode>
  /** Nodes whose phase has to be found again. */
  readonly phase: Set<SettleNode>
  /** Groups of possible twins, by parent and response key. */
  readonly twins: Map<string, { parentSpanId: bigint; responseKey: string }>
  /** Whether an edge or a phase among the spans that were there before has changed. */
  restructured: boolean
}
