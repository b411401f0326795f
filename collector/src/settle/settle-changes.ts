/**
 * Settling as spans arrive: only what a change can reach is looked at, so the cost does not depend on the size of the trace.
 * `settle-trace.ts` says the same for a whole trace at once and is the oracle that tests hold this against.
 *
 * Rules
 *   parent   a span that lies on a cycle of parents has no parent
 *   phase    the nearest ancestor that is a phase
 *   repeated a call is counted elsewhere when a descendant bears usage; when it bears none itself and a descendant is a model call (two
 *            instrumentations of one call that failed); or when a sibling with the same provider and response id, itself without usage
 *            below, started earlier (equal starts: has the lower span id)
 */
import { BELOW, isEarlier, type NodeChange, type SettleNode, type SettleResult, type Skeleton } from '../domain/settling.ts'

interface Work {
  readonly skeleton: Skeleton
  readonly changed: Set<SettleNode>
  /** Nodes whose `below` has to be found again. */
  readonly below: Set<SettleNode>
  /** Nodes whose phase has to be found again. */
  readonly phase: Set<SettleNode>
  /** Groups of possible twins, by parent and response key. */
  readonly twins: Map<string, { parentSpanId: bigint; responseKey: string }>
}

/** Applies `changes` to the skeleton and settles what they reach. `maxChanges` bounds how many nodes one call may change by phase. */
export function settleChanges(skeleton: Skeleton, changes: readonly NodeChange[], maxChanges: number): SettleResult {
  const work: Work = { skeleton, changed: new Set(), below: new Set(), phase: new Set(), twins: new Map() }
  for (const change of changes) applyChange(work, change)
  settleBelow(work)
  const complete = settlePhases(work, maxChanges)
  settleTwins(work)
  return { changed: work.changed, complete }
}

function applyChange(work: Work, { node, isNew, facts }: NodeChange): void {
  const sameEdge = !isNew && node.parentSpanId === facts.parentSpanId
  const phaseToggled = !isNew && node.isPhase !== facts.isPhase
  if (!isNew) noteTwins(work, node)
  if (!isNew && !sameEdge) detach(work, node)
  const contributed = contributes(node)
  work.skeleton.place(node, facts)
  work.changed.add(node)
  noteTwins(work, node)
  if (isNew || !sameEdge) attach(work, node)
  else if (contributed !== contributes(node)) touchParent(work, node)
  if (isNew) work.below.add(node)
  if (isNew || phaseToggled) for (const child of work.skeleton.children(node.spanId)) work.phase.add(child)
}

/** Takes the edge from `node` to its parent away, and the cycle with it if the edge closed one. */
function detach(work: Work, node: SettleNode): void {
  if (!node.onCycle) {
    touchParent(work, node)
    return
  }
  for (const member of cycleOf(work.skeleton, node)) {
    member.onCycle = false
    work.changed.add(member)
    if (member === node) continue
    touchParent(work, member)
    work.phase.add(member)
  }
}

function attach(work: Work, node: SettleNode): void {
  work.phase.add(node)
  const cycle = closesCycle(work.skeleton, node) ? cycleOf(work.skeleton, node) : []
  for (const member of cycle) {
    // Its parent loses it as a child.
    touchParent(work, member)
    member.onCycle = true
    work.changed.add(member)
    work.phase.add(member)
  }
  if (cycle.length === 0) touchParent(work, node)
}

/** Whether walking up from the parent of `node` leads back to it. A cycle without `node` ends the walk. */
function closesCycle(skeleton: Skeleton, node: SettleNode): boolean {
  if (node.parentSpanId === node.spanId) return true
  if (node.parentSpanId === 0n || !skeleton.hasChildren(node.spanId)) return false
  let ancestor = skeleton.node(node.parentSpanId)
  while (ancestor && ancestor !== node && !ancestor.onCycle)
    ancestor = ancestor.parentSpanId === 0n ? undefined : skeleton.node(ancestor.parentSpanId)
  return ancestor === node
}

/** The members of the cycle that `node` is known to lie on. */
function cycleOf(skeleton: Skeleton, node: SettleNode): readonly SettleNode[] {
  const members = [node]
  for (let next = skeleton.node(node.parentSpanId); next && next !== node; next = skeleton.node(next.parentSpanId)) members.push(next)
  return members
}

function parentOf(skeleton: Skeleton, node: SettleNode): SettleNode | undefined {
  return node.onCycle || node.parentSpanId === 0n ? undefined : skeleton.node(node.parentSpanId)
}

/** What the parent of `node` has below it because of `node`: bits of `BELOW`. */
function contributes(node: SettleNode): number {
  return node.below | (node.bearsUsage ? BELOW.usage : 0) | (node.isModelCall ? BELOW.modelCall : 0)
}

function touchParent(work: Work, node: SettleNode): void {
  const parent = parentOf(work.skeleton, node)
  // A plain span below a plain one changes nothing: this keeps the children of a large span from being looked at each time.
  if (parent && (parent.below !== 0 || contributes(node) !== 0)) work.below.add(parent)
}

function settleBelow(work: Work): void {
  for (const node of work.below) {
    work.below.delete(node)
    const below = belowOf(work.skeleton, node)
    if (below === node.below) continue
    node.below = below
    work.changed.add(node)
    noteTwins(work, node)
    const parent = parentOf(work.skeleton, node)
    if (parent) work.below.add(parent)
  }
}

const EVERYTHING = BELOW.usage | BELOW.modelCall

function belowOf(skeleton: Skeleton, node: SettleNode): number {
  let below = 0
  for (const child of skeleton.children(node.spanId)) {
    if (!child.onCycle) below |= contributes(child)
    if (below === EVERYTHING) break
  }
  return below
}

/** Finds phases again, downwards from the touched nodes. @returns false when `maxChanges` was reached. */
function settlePhases(work: Work, maxChanges: number): boolean {
  let left = maxChanges
  for (const node of work.phase) {
    work.phase.delete(node)
    const phaseRow = nearestPhase(parentOf(work.skeleton, node))
    if (phaseRow === node.phaseRow) continue
    if (left-- <= 0) return false
    node.phaseRow = phaseRow
    work.changed.add(node)
    if (!node.isPhase) for (const child of work.skeleton.children(node.spanId)) work.phase.add(child)
  }
  return true
}

function nearestPhase(parent: SettleNode | undefined): number {
  if (!parent) return 0
  return parent.isPhase ? parent.row : parent.phaseRow
}

function noteTwins(work: Work, node: SettleNode): void {
  if (node.isCall) work.changed.add(node)
  const { responseKey, parentSpanId } = node
  if (responseKey !== undefined) work.twins.set(`${parentSpanId} ${responseKey}`, { parentSpanId, responseKey })
}

/** Last, because it depends on `below`: which calls are counted elsewhere. */
function settleTwins(work: Work): void {
  for (const node of work.changed) if (node.responseKey === undefined || hasUsageBelow(node)) setRepeated(work, node, isWrapper(node))
  for (const { parentSpanId, responseKey } of work.twins.values()) {
    const group = twinsOf(work.skeleton, parentSpanId, responseKey)
    const owner = group.reduce<SettleNode | undefined>((best, node) => (best && !isEarlier(node, best) ? best : node), undefined)
    for (const node of group) setRepeated(work, node, node !== owner)
  }
}

function hasUsageBelow(node: SettleNode): boolean {
  return (node.below & BELOW.usage) !== 0
}

function isWrapper(node: SettleNode): boolean {
  return node.isCall && (hasUsageBelow(node) || (!node.bearsUsage && (node.below & BELOW.modelCall) !== 0))
}

/** Siblings that bear the same response and no usage below: one of them owns it. */
function twinsOf(skeleton: Skeleton, parentSpanId: bigint, responseKey: string): readonly SettleNode[] {
  return [...skeleton.twins(responseKey)].filter((node) => node.parentSpanId === parentSpanId && !hasUsageBelow(node))
}

function setRepeated(work: Work, node: SettleNode, repeated: boolean): void {
  if (node.repeated === repeated) return
  node.repeated = repeated
  work.changed.add(node)
}
