import { type KeyboardEvent, type ReactNode, useRef } from 'react'
import { MoreFailed, type NextPage } from './next-page.tsx'
import { useRowKeys } from './row-keys.ts'
import { useWindowRows } from './use-window-rows.ts'

interface PagedListProps<T> {
  /** What the list holds, for those who hear the page. */
  readonly label: string
  readonly items: readonly T[]
  readonly keyOf: (item: T) => string | number
  /** Height of most rows; each is measured when it comes into view. */
  readonly rowPx: number
  readonly next: NextPage
  readonly children: (item: T) => ReactNode
}

/**
 * A list of any length in the window's own scrolling: only rows in view exist. Rows may be of any height. `j` and `k` go from row to row,
 * Enter opens the first link or button of a row.
 */
export function PagedList<T>({ label, items, keyOf, rowPx, next, children }: PagedListProps<T>) {
  const list = useRef<HTMLUListElement>(null)
  const { rows, heightPx, measure } = useWindowRows<HTMLLIElement, T>(list, { items, keyOf, rowPx, next })
  useRowKeys()
  return (
    <>
      <ul ref={list} aria-label={label} className="relative" style={{ height: heightPx }}>
        {rows.map(({ item, index, key, topPx }) => (
          <li
            key={key}
            ref={measure}
            data-index={index}
            data-row
            tabIndex={-1}
            onKeyDown={openRow}
            className="absolute inset-x-0 top-0 scroll-my-7 border-b border-line"
            style={{ transform: `translateY(${topPx}px)` }}
          >
            {children(item)}
          </li>
        ))}
      </ul>
      <MoreFailed next={next} />
    </>
  )
}

function openRow(event: KeyboardEvent<HTMLElement>): void {
  if (event.key === 'Enter' && event.target === event.currentTarget) event.currentTarget.querySelector<HTMLElement>('a, button')?.click()
}
