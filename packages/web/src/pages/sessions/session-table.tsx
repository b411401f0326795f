import type { Session } from '@ai-tracker/collector/contract'
import { useRef } from 'react'
import type { SessionFilter } from '../../data/session-list-queries.ts'
import { classes } from '../../ui/classes.ts'
import { MoreFailed, type NextPage } from '../../ui/next-page.tsx'
import { useRowKeys } from '../../ui/row-keys.ts'
import { useWindowRows } from '../../ui/use-window-rows.ts'
import { SessionRow } from './session-row.tsx'
import { SessionTableHead } from './session-table-head.tsx'

const ROW_PX = 57

interface SessionTableProps {
  readonly sessions: readonly Session[]
  readonly filter: SessionFilter
  readonly isStale: boolean
  readonly onSort: (sort: string | undefined) => void
  /** Asked for when the last rows come into view. */
  readonly next: NextPage
}

/** Sessions by the thousand: only what is in view is drawn. `j` and `k` go from row to row, Enter opens one. */
export function SessionTable({ sessions, filter, isStale, onSort, next }: SessionTableProps) {
  const list = useRef<HTMLTableSectionElement>(null)
  const { rows, heightPx, measure } = useWindowRows<HTMLTableRowElement, Session>(list, {
    items: sessions,
    keyOf: ({ id }) => id,
    rowPx: ROW_PX,
    next,
  })
  useRowKeys()
  return (
    <>
      <table aria-label="Sessions" aria-rowcount={-1} aria-busy={isStale} className="block">
        <SessionTableHead filter={filter} onSort={onSort} />
        <tbody ref={list} className={classes('relative block', isStale && 'opacity-60')} style={{ height: heightPx }}>
          {rows.map(({ item, index, key, topPx }) => (
            <SessionRow key={key} ref={measure} session={item} index={index} topPx={topPx} />
          ))}
        </tbody>
      </table>
      <MoreFailed next={next} />
    </>
  )
}
