import { classes } from '../../../ui/classes.ts'
import { Skeleton } from '../../../ui/skeleton.tsx'
import { isFolded, type SpanRow } from './rows.ts'
import { SpanLine } from './span-line.tsx'
import { useTimelineView } from './timeline-view.ts'

/** Where a row stands in the tree. */
interface RowStyle {
  readonly transform: string
  readonly height: number
}

interface WaterfallRowProps {
  readonly id: string
  readonly row: SpanRow
  /** Whether the keys of the tree act on it. */
  readonly isActive: boolean
  readonly style: RowStyle
  readonly onPress: () => void
}

/** A span as an item of the tree: a press opens its drawer. */
export function WaterfallRow({ id, row, isActive, style, onPress }: WaterfallRowProps) {
  const { folding, openId, open } = useTimelineView()
  const folded = isFolded(row, folding)
  const isOpen = row.id === openId
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree around it takes the keys
    <div
      id={id}
      role="treeitem"
      tabIndex={-1}
      aria-level={row.span.depth + 1}
      aria-expanded={row.span.hasChildren ? !folded : undefined}
      aria-selected={isOpen}
      className={classes(
        'absolute inset-x-0 cursor-pointer border-b border-line/60 hover:bg-hover',
        isOpen && 'bg-selected',
        isActive && 'group-focus-visible/tree:shadow-[inset_0_0_0_2px_var(--accent)]',
      )}
      style={style}
      onClick={() => {
        onPress()
        open(row)
      }}
    >
      <SpanLine row={row} isFolded={folded} />
    </div>
  )
}

/** The place of a span that is not loaded yet. */
export function PendingRow({ style }: { readonly style: RowStyle }) {
  return (
    <div aria-hidden="true" className="absolute inset-x-0 flex items-center gap-3 px-4" style={style}>
      <Skeleton className="h-3 w-64 max-w-[40%]" />
    </div>
  )
}
