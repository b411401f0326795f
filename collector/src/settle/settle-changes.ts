/**
 * Settling as spans arrive: only what a change can reach is looked at, so the cost does not depend on the size of the trace.
 * The rules are in `parents.ts`, `phases.ts` and `usage-owner.ts`; `settle-trace.ts` says the same for a whole trace at once and is the
 * oracle that tests hold this against.
 */
import type { NodeChange, SettleNode, SettleResult, Skeleton } from '../domain/settling.ts'
import { closesCycle, cycleOf } from './parents.ts'
import { settlePhases } from './phases.ts'
import type { Work } from './settle-work.ts'
import { contributes, gainedBelow, lostBelow, noteTwins, settleBelow, settleTwins } from './usage-owner.ts'

/** Applies `changes` to the skeleton and settles what they reach. `maxChanges` bounds how many nodes one call may change by phase. */
export function settleChanges(skeleton: Skeleton, changes: readonly NodeChange[], maxChanges: number): SettleResult {
  const work: Work = { skeleton, changed: new Set(), below: new Set(), phase: new Set(), twins: new Map(), restructured: false }
  for (const change of changes) applyChange(work, change)
  settleBelow(work)
  const complete = settlePhases(work, maxChanges)
  settleTwins(work)
  return { changed: work.changed, complete, restructured: work.restructured }
}

function applyChange(work: Work, { node, isNew, facts }: NodeChange): void {
  const isMoved = isNew || node.parentSpanId !== facts.parentSpanId
  const isToggled = isNew || node.isPhase !== facts.isPhase
  if (!isNew && (isMoved || isToggled)) work.restructured = true
  if (!isNew) noteTwins(work, node)
  if (!isNew && isMoved) detach(work, node)
  const before = contributes(node)
  work.skeleton.place(node, facts)
  work.changed.add(node)
  noteTwins(work, node)
  if (isMoved) attach(work, node)
  else if ((before & ~contributes(node)) !== 0) lostBelow(work, node)
  else gainedBelow(work, node)
  if (isNew) work.below.add(node)
  if (isToggled) for (const child of work.skeleton.children(node.spanId)) work.phase.add(child)
}

/** Takes the edge from `node` to its parent away, and the cycle with it if the edge closed one. */
function detach(work: Work, node: SettleNode): void {
  work.skeleton.detachments++
  if (!node.onCycle) {
    lostBelow(work, node)
    return
  }
  for (const member of cycleOf(work.skeleton, node)) {
    member.onCycle = false
    work.changed.add(member)
    if (member === node) continue
    gainedBelow(work, member)
    work.phase.add(member)
  }
}

/** Puts the new edge from `node` to its parent in, unless it closes a cycle: then all edges of the cycle go. */
function attach(work: Work, node: SettleNode): void {
  work.phase.add(node)
  if (!closesCycle(work.skeleton, node)) {
    gainedBelow(work, node)
    return
  }
  work.skeleton.detachments++
  work.restructured = true
  for (const member of cycleOf(work.skeleton, node)) {
    lostBelow(work, member)
    member.onCycle = true
    work.changed.add(member)
    work.phase.add(member)
  }
}
