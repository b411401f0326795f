/** A span's phase is its nearest ancestor that is one. */
import type { SettleNode, Skeleton } from '../domain/settling.ts'
import { parentOf } from './parents.ts'
import type { Touched } from './touched-nodes.ts'

/** Finds phases again, downwards from the touched nodes. @returns false when `maxChanges` was reached */
export function settlePhases(touched: Touched, maxChanges: number): boolean {
  const { skeleton } = touched
  let left = maxChanges
  for (const node of touched.phase) {
    touched.phase.delete(node)
    const phaseRow = skeleton.isSettling ? phaseOf(skeleton, node) : inherited(parentOf(skeleton, node))
    if (phaseRow === node.phaseRow) continue
    if (left-- <= 0) return false
    node.phaseRow = phaseRow
    touched.changed.add(node)
    if (!node.isPhase) for (const child of skeleton.children(node.spanId)) touched.phase.add(child)
  }
  return true
}

function inherited(parent: SettleNode | undefined): number {
  if (!parent) return 0
  return parent.isPhase ? parent.row : parent.phaseRow
}

/** Row of the nearest ancestor that is a phase, 0 = none, found by walking up and not by what ancestors are said to have. */
export function phaseOf(skeleton: Skeleton, node: SettleNode): number {
  let above = parentOf(skeleton, node)
  while (above && !above.isPhase) above = parentOf(skeleton, above)
  return above?.row ?? 0
}
