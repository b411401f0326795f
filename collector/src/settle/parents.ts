/** Who is whose parent. A span that lies on a cycle of parents has none. */
import type { SettleNode, Skeleton } from '../domain/settling.ts'

/** The parent of a node, when it was received and the edge is not on a cycle. */
export function parentOf(skeleton: Skeleton, node: SettleNode): SettleNode | undefined {
  return node.onCycle || node.parentSpanId === 0n ? undefined : skeleton.node(node.parentSpanId)
}

/**
 * Whether walking up from the parent of `node`, whose edge is new, leads back to it. What is passed remembers where the walk ended, so
 * that fragments of a long chain that join one after the other are not walked again each time (path compression).
 */
export function closesCycle(skeleton: Skeleton, node: SettleNode): boolean {
  if (node.parentSpanId === node.spanId) return true
  if (node.parentSpanId === 0n || !skeleton.hasChildren(node.spanId)) return false
  const passed: SettleNode[] = []
  let top = skeleton.node(node.parentSpanId)
  while (top && top !== node) {
    const next = above(skeleton, top)
    if (!next) break
    passed.push(top)
    top = next
  }
  if (top) for (const below of passed) below.shortcut = { ancestor: top, detachments: skeleton.detachments }
  return top === node
}

function above(skeleton: Skeleton, node: SettleNode): SettleNode | undefined {
  const { shortcut } = node
  return shortcut?.detachments === skeleton.detachments ? shortcut.ancestor : parentOf(skeleton, node)
}

/** The members of the cycle that `node` is known to lie on. */
export function cycleOf(skeleton: Skeleton, node: SettleNode): readonly SettleNode[] {
  const members = [node]
  for (let next = skeleton.node(node.parentSpanId); next && next !== node; next = skeleton.node(next.parentSpanId)) members.push(next)
  return members
}
