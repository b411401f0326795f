import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { classes } from '../../../ui/classes.ts'
import type { NextPage } from '../../../ui/next-page.tsx'
import { Skeleton } from '../../../ui/skeleton.tsx'
import { useMediaQuery } from '../../../ui/use-media-query.ts'
import { useTop } from '../../../ui/use-top.ts'
import { type Folding, isFolded, type SpanRow } from './rows.ts'
import { SpanLine } from './span-line.tsx'
import type { TimeWindow } from './time-window.ts'
import { nextPlace } from './tree-keys.ts'

const ROW_PX = 30
/** On a phone the bar stands below the name. */
const NARROW_ROW_PX = 46
/** Rows from the end at which the next page is asked for. */
const AHEAD = 300

interface WaterfallProps {
  readonly rows: readonly SpanRow[]
  /** Rows that are not loaded yet. */
  readonly pending: number
  readonly shown: TimeWindow
  readonly folding: Folding
  /** The span whose drawer is open. */
  readonly openId: string | undefined
  readonly onToggle: (row: SpanRow) => void
  readonly onOpen: (row: SpanRow) => void
  /** Asked for where rows that are not loaded come near. */
  readonly next: NextPage
}

/** The spans below each other, each with its bar: a tree by the ARIA pattern, of which only what is in view exists. */
export function Waterfall({ rows, pending, shown, folding, openId, onToggle, onOpen, next }: WaterfallProps) {
  const list = useRef<HTMLDivElement>(null)
  const prefix = useId()
  const isWide = useMediaQuery('(min-width: 860px)')
  const [active, setActive] = useState(0)
  const top = useTop(list)
  const rowPx = isWide ? ROW_PX : NARROW_ROW_PX
  const virtual = useWindowVirtualizer({
    count: rows.length + pending,
    estimateSize: () => rowPx,
    overscan: 15,
    scrollMargin: top,
    scrollPaddingStart: 200,
    scrollPaddingEnd: 40,
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: heights are measured anew when the row's height changes
  useEffect(() => virtual.measure(), [rowPx])
  const items = virtual.getVirtualItems()
  const mustLoad = next.isFree && pending > 0 && (items.at(-1)?.index ?? 0) >= rows.length - AHEAD
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each page, until one reaches far enough
  useEffect(() => {
    if (mustLoad) next.load()
  }, [mustLoad])

  const moveTo = (index: number): void => {
    setActive(index)
    virtual.scrollToIndex(index)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const row = rows[active]
    if (!row || event.ctrlKey || event.metaKey || event.altKey) return
    const place = nextPlace(event.key, { rows, active, isFolded: isFolded(row, folding) })
    if (!place) return
    event.preventDefault()
    if (place === 'open') onOpen(row)
    else if (place === 'toggle') onToggle(row)
    else moveTo(place.index)
  }
  return (
    <div
      ref={list}
      role="tree"
      aria-label="Spans"
      tabIndex={0}
      aria-activedescendant={rows[active] && items.some(({ index }) => index === active) ? `${prefix}-${active}` : undefined}
      onKeyDown={onKeyDown}
      className="group/tree relative outline-offset-[-2px]"
      style={{ height: virtual.getTotalSize() }}
    >
      {items.map(({ index, start }) => {
        const row = rows[index]
        const style = { transform: `translateY(${start - top}px)`, height: rowPx }
        if (!row) return <PendingRow key={index} style={style} />
        const folded = isFolded(row, folding)
        return (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the tree around it takes the keys
          <div
            key={row.id}
            id={`${prefix}-${index}`}
            role="treeitem"
            tabIndex={-1}
            aria-level={row.span.depth + 1}
            aria-expanded={row.span.hasChildren ? !folded : undefined}
            aria-selected={row.id === openId}
            className={classes(
              'absolute inset-x-0 cursor-pointer border-b border-line/60 hover:bg-hover',
              row.id === openId && 'bg-selected',
              index === active && 'group-focus-visible/tree:shadow-[inset_0_0_0_2px_var(--accent)]',
            )}
            style={style}
            onClick={() => {
              setActive(index)
              onOpen(row)
            }}
          >
            <SpanLine row={row} shown={shown} isFolded={folded} onToggle={() => onToggle(row)} />
          </div>
        )
      })}
    </div>
  )
}

function PendingRow({ style }: { readonly style: { readonly transform: string; readonly height: number } }) {
  return (
    <div aria-hidden="true" className="absolute inset-x-0 flex items-center gap-3 px-4" style={style}>
      <Skeleton className="h-3 w-64 max-w-[40%]" />
    </div>
  )
}
