/**
 * Whose usage counts. A call is counted elsewhere (repeated) when
 *   - a descendant bears usage: it is a wrapper that repeats or adds up what is below it;
 *   - it bears none itself and a descendant is a model call: two instrumentations of one call that failed;
 *   - a sibling with the same provider and response id, itself without usage below, started earlier (equal starts: has the lower
 *     span id): a twin.
 */
import { BELOW, isEarlier, type SettleNode, type Skeleton } from '../domain/settling.ts'
import { parentOf } from './parents.ts'
import type { Touched } from './touched-nodes.ts'

/** What the parent of `node` has below it because of `node`: bits of `BELOW`. */
export function contributes(node: SettleNode): number {
  return node.below | (node.bearsUsage ? BELOW.usage : 0) | (node.isModelCall ? BELOW.modelCall : 0)
}

/** Notes that `node` is, or says more, below its parent. Where the parent knows that already, nobody need look at its children. */
export function gainedBelow(touched: Touched, node: SettleNode): void {
  const parent = parentOf(touched.skeleton, node)
  if (parent && (parent.below | contributes(node)) !== parent.below) touched.below.add(parent)
}

/** Notes that `node` goes away, or says less, below its parent. */
export function lostBelow(touched: Touched, node: SettleNode): void {
  const parent = parentOf(touched.skeleton, node)
  if (parent && parent.below !== 0) touched.below.add(parent)
}

/** Finds `below` again, upwards from the touched nodes. */
export function settleBelow(touched: Touched): void {
  for (const node of touched.below) {
    touched.below.delete(node)
    const below = belowOf(touched.skeleton, node)
    const hasLost = (node.below & ~below) !== 0
    if (below === node.below) continue
    node.below = below
    touched.changed.add(node)
    noteTwins(touched, node)
    if (hasLost) lostBelow(touched, node)
    else gainedBelow(touched, node)
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

/** Notes the group of possible twins that a node is in. */
export function noteTwins(touched: Touched, node: SettleNode): void {
  if (node.isCall) touched.changed.add(node)
  const { responseKey, parentSpanId } = node
  if (responseKey !== undefined) touched.twins.set(`${parentSpanId} ${responseKey}`, { parentSpanId, responseKey })
}

/** Last, because it depends on `below`: which calls are counted elsewhere. */
export function settleTwins(touched: Touched): void {
  for (const node of touched.changed) if (node.responseKey === undefined || hasUsageBelow(node)) setRepeated(touched, node, isWrapper(node))
  for (const { parentSpanId, responseKey } of touched.twins.values()) {
    const group = twinsOf(touched.skeleton, parentSpanId, responseKey)
    const owner = group.reduce<SettleNode | undefined>((best, node) => (best && !isEarlier(node, best) ? best : node), undefined)
    for (const node of group) setRepeated(touched, node, node !== owner)
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
  return [...skeleton.twins(parentSpanId, responseKey)].filter((node) => !hasUsageBelow(node))
}

function setRepeated(touched: Touched, node: SettleNode, repeated: boolean): void {
  if (node.repeated === repeated) return
  node.repeated = repeated
  touched.changed.add(node)
}
