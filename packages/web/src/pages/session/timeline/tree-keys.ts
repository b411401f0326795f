import { parentIndex, type SpanRow } from './rows.ts'

/** Where the keyboard is in a tree. */
export interface TreePlace {
  readonly rows: readonly SpanRow[]
  readonly active: number
  readonly isFolded: boolean
}

/** What a key does to the tree: go to a row, open its drawer, fold or unfold it. */
export type TreeMove = { readonly index: number } | 'open' | 'toggle'

/** What a key means by the ARIA pattern of trees; undefined when it means nothing here. */
export function nextPlace(key: string, { rows, active, isFolded }: TreePlace): TreeMove | undefined {
  const hasChildren = rows[active]?.span.hasChildren === true
  switch (key) {
    case 'ArrowDown':
      return { index: Math.min(active + 1, rows.length - 1) }
    case 'ArrowUp':
      return { index: Math.max(active - 1, 0) }
    case 'Home':
      return { index: 0 }
    case 'End':
      return { index: rows.length - 1 }
    case 'ArrowRight':
      if (!hasChildren) return undefined
      return isFolded ? 'toggle' : { index: Math.min(active + 1, rows.length - 1) }
    case 'ArrowLeft': {
      if (hasChildren && !isFolded) return 'toggle'
      const parent = parentIndex(rows, active)
      return parent === undefined ? undefined : { index: parent }
    }
    case 'Enter':
    case ' ':
      return 'open'
    default:
      return undefined
  }
}
