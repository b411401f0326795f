/**
 * Settling as spans arrive: only what a change can reach is looked at, so the cost does not depend on the size of the trace.
 * The rules are in `parents.ts`, `phases.ts` and `usage-owner.ts`; `settle-trace.ts` says the same for a whole trace at once and is the
 * oracle that tests hold this against.
 */
import type { NodeChange, SettleNode, SettleResult, Skeleton } from '../domain/settling.ts'
import { closesCycle, cycleOf } from './parents.ts'
import { settlePhases } from './phases.ts'
import type { Touched } from './touched-nodes.ts'
import { contributes, gainedBelow, lostBelow, noteTwins, settleBelow, settleTwins } from './usage-owner.ts'

/** Applies `changes` to the skeleton and settles what they reach. `maxChanges` bounds how many nodes one call may change by phase. */
export function settleChanges(skeleton: Skeleton, changes: readonly NodeChange[], maxChanges: number): SettleResult {
  const touched: Touched = { skeleton, changed: new Set(), below: new Set(), phase: new Set(), twins: new Map(), restructured: false }
  for (const change of changes) applyChange(touched, change)
  settleBelow(touched)
  const complete = settlePhases(touched, maxChanges)
  settleTwins(touched)
  return { changed: touched.changed, complete, restructured: touched.restructured }
}

function applyChange(touched: Touched, { node, isNew, facts }: NodeChange): void {
  const isMoved = isNew || node.parentSpanId !== facts.parentSpanId
  const isToggled = isNew || node.isPhase !== facts.isPhase
  if (!isNew && (isMoved || isToggled)) touched.restructured = true
  if (!isNew) noteTwins(touched, node)
  if (!isNew && isMoved) detach(touched, node)
  const before = contributes(node)
  touched.skeleton.place(node, facts)
  touched.changed.add(node)
  noteTwins(touched, node)
  if (isMoved) attach(touched, node)
  else if ((before & ~contributes(node)) !== 0) lostBelow(touched, node)
  else gainedBelow(touched, node)
  if (isNew) touched.below.add(node)
  if (isToggled) for (const child of touched.skeleton.children(node.spanId)) touched.phase.add(child)
}

/** Takes the edge from `node` to its parent away, and the cycle with it if the edge closed one. */
function detach(touched: Touched, node: SettleNode): void {
  touched.skeleton.detachments++
  if (!node.onCycle) {
    lostBelow(touched, node)
    return
  }
  for (const member of cycleOf(touched.skeleton, node)) {
    member.onCycle = false
    touched.changed.add(member)
    if (member === node) continue
    gainedBelow(touched, member)
    touched.phase.add(member)
  }
}

/** Puts the new edge from `node` to its parent in, unless it closes a cycle: then all edges of the cycle go. */
function attach(touched: Touched, node: SettleNode): void {
  touched.phase.add(node)
  if (!closesCycle(touched.skeleton, node)) {
    gainedBelow(touched, node)
    return
  }
  touched.skeleton.detachments++
  touched.restructured = true
  for (const member of cycleOf(touched.skeleton, node)) {
    lostBelow(touched, member)
    member.onCycle = true
    touched.changed.add(member)
    touched.phase.add(member)
  }
}
