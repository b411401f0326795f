import type { Session } from '@ai-tracker/collector/contract'
import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef } from 'react'
import type { SessionFilter } from '../../data/queries.ts'
import { classes } from '../../ui/classes.ts'
import { MoreFailed, type NextPage } from '../../ui/next-page.tsx'
import { ariaSort, SortButton } from '../../ui/table.tsx'
import { COLUMNS } from './columns.ts'
import { nextSort, type Sort, sortOf } from './search.ts'
import { SessionRow } from './session-row.tsx'
import { useRowFocus } from './use-row-focus.ts'

/** Header of the page, filters and head of the table lie over what is below them. */
const COVERED_PX = 48 + 33
const ROW_PX = 57
/** Rows from the end on which the next page is asked for. */
const AHEAD = 15

interface SessionTableProps {
  readonly sessions: readonly Session[]
  readonly filter: SessionFilter
  readonly isStale: boolean
  readonly onSort: (sort: string | undefined) => void
  /** Asked for when the last rows come into view. */
  readonly next: NextPage
}

/** Sessions by the thousand: only what is in view is drawn. */
export function SessionTable({ sessions, filter, isStale, onSort, next }: SessionTableProps) {
  const list = useRef<HTMLTableSectionElement>(null)
  const virtualizer = useWindowVirtualizer<HTMLTableRowElement>({
    count: sessions.length,
    estimateSize: () => ROW_PX,
    getItemKey: (index) => sessions[index]?.id ?? index,
    overscan: 10,
    scrollMargin: list.current?.offsetTop ?? 0,
    scrollPaddingStart: COVERED_PX,
  })
  useRowFocus(virtualizer, sessions.length)
  const rows = virtualizer.getVirtualItems()
  const mustLoad = next.isFree && (rows.at(-1)?.index ?? 0) >= sessions.length - AHEAD
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each page
  useEffect(() => {
    if (mustLoad) next.load()
  }, [mustLoad])
  return (
    <>
      <table aria-label="Sessions" aria-rowcount={-1} aria-busy={isStale} className="block">
        <TableHead filter={filter} onSort={onSort} />
        <tbody ref={list} className={classes('relative block', isStale && 'opacity-60')} style={{ height: virtualizer.getTotalSize() }}>
          {rows.map(({ index, key, start }) => {
            const session = sessions[index]
            const topPx = start - virtualizer.options.scrollMargin
            return session && <SessionRow key={key} ref={virtualizer.measureElement} session={session} index={index} topPx={topPx} />
          })}
        </tbody>
      </table>
      <MoreFailed next={next} />
    </>
  )
}

const SORTED_COLUMNS: readonly { readonly sort: Sort; readonly label: string }[] = [
  { sort: 'started', label: 'Started' },
  { sort: 'duration', label: 'Duration' },
  { sort: 'tokens', label: 'Tokens' },
  { sort: 'cost', label: 'Cost' },
]

const HEAD = 'font-medium'

interface TableHeadProps {
  readonly filter: SessionFilter
  readonly onSort: (sort: string | undefined) => void
}

function TableHead({ filter, onSort }: TableHeadProps) {
  const { by, direction } = sortOf(filter)
  return (
    <thead className="sticky top-12 z-10 block border-b border-line bg-canvas max-md:hidden">
      <tr className={classes(COLUMNS, 'h-8 items-center px-4 text-xs text-muted')}>
        <th scope="col">
          <span className="sr-only">Status</span>
        </th>
        <th scope="col" className={`${HEAD} text-left`}>
          Session
        </th>
        {SORTED_COLUMNS.map(({ sort, label }) => (
          <th key={sort} scope="col" aria-sort={ariaSort(by === sort ? direction : undefined)} className={`${HEAD} text-right`}>
            <SortButton direction={by === sort ? direction : undefined} onSort={() => onSort(nextSort(filter, sort))}>
              {label}
            </SortButton>
          </th>
        ))}
        <th scope="col" className={`${HEAD} text-right`}>
          Problems
        </th>
      </tr>
    </thead>
  )
}
