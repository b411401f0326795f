import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { type RefObject, useEffect } from 'react'
import type { NextPage } from './next-page.tsx'
import { useTop } from './use-top.ts'

/** Rows that are drawn beyond what is in view. */
const OVERSCAN = 10
/** Rows from the end at which the next page is asked for. */
const AHEAD = 15

interface WindowRowsOptions<T> {
  readonly items: readonly T[]
  readonly keyOf: (item: T) => string | number
  /** Height of most rows; each is measured when it comes into view. */
  readonly rowPx: number
  /** Asked for near the end of what is there, and again after each page that did not reach far enough. */
  readonly next: NextPage
}

/** A row that is drawn. */
export interface WindowRow<T> {
  readonly item: T
  readonly index: number
  readonly key: string | number | bigint
  /** Distance from the top of the list. */
  readonly topPx: number
}

/**
 * The rows of a list that are in view in the window's own scrolling. A person who reads further down keeps what is in view when rows come
 * in above it.
 * @param list the element around the rows, which have `data-index` and the ref `measure`
 */
export function useWindowRows<R extends HTMLElement, T>(
  list: RefObject<HTMLElement | null>,
  { items, keyOf, rowPx, next }: WindowRowsOptions<T>,
) {
  const listTop = useTop(list)
  const virtual = useWindowVirtualizer<R>({
    count: items.length,
    estimateSize: () => rowPx,
    getItemKey: (index) => {
      const item = items[index]
      return item === undefined ? index : keyOf(item)
    },
    overscan: OVERSCAN,
    scrollMargin: listTop,
    // 'end' holds the row at the top of the window. Nothing is ever at its end, or the window would follow what is unfolded there.
    anchorTo: window.scrollY > listTop ? 'end' : 'start',
    scrollEndThreshold: -1,
  })
  const drawn = virtual.getVirtualItems()
  const mustLoad = next.isFree && (drawn.at(-1)?.index ?? 0) >= items.length - AHEAD
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each page
  useEffect(() => {
    if (mustLoad) next.load()
  }, [mustLoad])
  const rows = drawn.flatMap(({ index, key, start }): readonly WindowRow<T>[] => {
    const item = items[index]
    return item === undefined ? [] : [{ item, index, key, topPx: start - listTop }]
  })
  return { rows, heightPx: virtual.getTotalSize(), measure: virtual.measureElement }
}
