import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react'
import { useHotkeys } from '../../../ui/hotkeys.ts'
import type { NextPage } from '../../../ui/next-page.tsx'
import { useMediaQuery } from '../../../ui/use-media-query.ts'
import { useTop } from '../../../ui/use-top.ts'
import { type ActiveRow, activeRow, indexOfActive } from './active-row.ts'
import { isFolded, type SpanRow } from './rows.ts'
import { useTimelineView } from './timeline-view.ts'
import { nextPlace } from './tree-keys.ts'
import { PendingRow, WaterfallRow } from './waterfall-row.tsx'

const ROW_PX = 30
/** On a phone the bar stands below the name. */
const NARROW_ROW_PX = 46
/** Rows from the end at which the next page is asked for. */
const AHEAD = 300

interface WaterfallProps {
  readonly rows: readonly SpanRow[]
  /** Rows that are not loaded yet. */
  readonly pending: number
  /** Asked for where rows that are not loaded come near. */
  readonly next: NextPage
}

/** The spans below each other, each with its bar: a tree by the ARIA pattern, of which only what is in view exists. */
export function Waterfall({ rows, pending, next }: WaterfallProps) {
  const { folding, toggle, open } = useTimelineView()
  const list = useRef<HTMLDivElement>(null)
  const prefix = useId()
  const isWide = useMediaQuery('(min-width: 860px)')
  const [chosen, setChosen] = useState<ActiveRow>()
  const active = useMemo(() => indexOfActive(rows, chosen), [rows, chosen])
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
    setChosen(activeRow(rows, index))
    virtual.scrollToIndex(index)
  }
  // The first of these keys goes to the tree, wherever the focus is.
  const step = (by: 1 | -1): void => {
    const isHere = list.current?.contains(document.activeElement) === true
    list.current?.focus({ preventScroll: true })
    moveTo(isHere ? Math.min(Math.max(active + by, 0), rows.length - 1) : active)
  }
  useHotkeys({ j: () => step(1), k: () => step(-1) })
  const onKeyDown = (event: KeyboardEvent): void => {
    const row = rows[active]
    if (!row || event.ctrlKey || event.metaKey || event.altKey) return
    const place = nextPlace(event.key, { rows, active, isFolded: isFolded(row, folding) })
    if (!place) return
    event.preventDefault()
    if (place === 'open') open(row)
    else if (place === 'toggle') toggle(row)
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
        return (
          <WaterfallRow
            key={row.id}
            id={`${prefix}-${index}`}
            row={row}
            isActive={index === active}
            style={style}
            onPress={() => setChosen(activeRow(rows, index))}
          />
        )
      })}
    </div>
  )
}
