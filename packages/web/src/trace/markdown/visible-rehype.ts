import { visibleText } from '../visible-text.ts'

/** A node of the tree that Markdown becomes, as far as it matters here. */
interface TreeNode {
  readonly type: string
  value?: string
  readonly children?: readonly TreeNode[]
}

/** Marks what cannot be seen in every text of a Markdown tree, code included. */
export function visibleRehype(): (tree: TreeNode) => void {
  return markTexts
}

function markTexts(node: TreeNode): void {
  if (node.value !== undefined && (node.type === 'text' || node.type === 'raw')) node.value = visibleText(node.value)
  for (const child of node.children ?? []) markTexts(child)
}
