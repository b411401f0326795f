import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, type ReactNode, type RefObject, useEffect, useRef } from 'react'
import { useHotkeys } from './hotkeys.ts'
import { MoreFailed, type NextPage } from './next-page.tsx'
import { useTop } from './use-top.ts'

/** Rows from the end at which the next page is asked for. */
const AHEAD = 10

interface PagedListProps<T> {
  /** What the list holds, for those who hear the page. */
  readonly label: string
  readonly items: readonly T[]
  readonly keyOf: (item: T) => string | number
  /** Height of most rows; each is measured when it comes into view. */
  readonly rowPx: number
  /** Asked for near the end of what is there, and again after each page that did not reach far enough. */
  readonly next: NextPage
  /** Whether `j` and `k` go from row to row, for the one list that a page is about. Enter opens the first link or button of a row. */
  readonly hasKeys?: boolean
  readonly children: (item: T) => ReactNode
}

/** A list of any length in the window's own scrolling: only rows in view exist. Rows may be of any height. */
export function PagedList<T>({ label, items, keyOf, rowPx, next, hasKeys = false, children }: PagedListProps<T>) {
  const list = useRef<HTMLUListElement>(null)
  const top = useTop(list)
  const virtual = useWindowVirtualizer({
    count: items.length,
    estimateSize: () => rowPx,
    getItemKey: (index) => {
      const item = items[index]
      return item === undefined ? index : keyOf(item)
    },
    overscan: 8,
    scrollMargin: top,
  })
  const rows = virtual.getVirtualItems()
  const mustLoad = next.isFree && (rows.at(-1)?.index ?? 0) >= items.length - AHEAD
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each page
  useEffect(() => {
    if (mustLoad) next.load()
  }, [mustLoad])
  const move = useRowKeys(list, (index) => virtual.scrollToIndex(index, { align: 'auto' }))
  useHotkeys(hasKeys ? { j: () => move(1), k: () => move(-1) } : {})
  return (
    <>
      <ul ref={list} aria-label={label} className="relative" style={{ height: virtual.getTotalSize() }}>
        {rows.map(({ index, start, key }) => {
          const item = items[index]
          if (item === undefined) return null
          return (
            <li
              key={key}
              ref={virtual.measureElement}
              data-index={index}
              {...(hasKeys && { tabIndex: -1, onKeyDown: openRow })}
              className="absolute inset-x-0 top-0 border-b border-line"
              style={{ transform: `translateY(${start - top}px)` }}
            >
              {children(item)}
            </li>
          )
        })}
      </ul>
      <MoreFailed next={next} />
    </>
  )
}

/** Moves the focus by rows. A row that is not there yet is brought into view first, and gets the focus with the next key. */
function useRowKeys(list: RefObject<HTMLElement | null>, bringIntoView: (index: number) => void): (by: number) => void {
  return (by) => {
    const row = document.activeElement?.closest('[data-index]')
    const isOurs = row instanceof HTMLElement && list.current?.contains(row)
    const index = isOurs ? Number(row.dataset.index) + by : firstInView(list.current)
    const next = list.current?.querySelector<HTMLElement>(`[data-index="${index}"]`)
    bringIntoView(Math.max(0, index))
    next?.focus({ preventScroll: true })
  }
}

function firstInView(list: HTMLElement | null): number {
  const rows = [...(list?.querySelectorAll<HTMLElement>('[data-index]') ?? [])]
  return Number(rows.find((row) => row.getBoundingClientRect().top >= 0)?.dataset.index ?? 0)
}

function openRow(event: KeyboardEvent<HTMLElement>): void {
  if (event.key === 'Enter' && event.target === event.currentTarget) event.currentTarget.querySelector<HTMLElement>('a, button')?.click()
}
