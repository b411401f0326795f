import { ArrowDown, ArrowUp } from 'lucide-react'
import type { ComponentProps, ReactNode } from 'react'
import { classes } from './classes.ts'

/** A table of figures. Long ones are virtualised and are no `<table>`. */
export function Table({ className, ...rest }: ComponentProps<'table'>) {
  return (
    <div className="overflow-x-auto">
      <table className={classes('w-full border-collapse text-sm', className)} {...rest} />
    </div>
  )
}

interface CellProps extends ComponentProps<'td'> {
  /** Figures stand to the right, below each other. */
  readonly numeric?: boolean
}

/** Head of a column. */
export function Th({ numeric, className, ...rest }: CellProps) {
  return (
    <th
      scope="col"
      className={classes(
        'h-8 border-b border-line px-3 text-xs font-medium whitespace-nowrap text-muted first:pl-0 last:pr-0',
        numeric ? 'text-right' : 'text-left',
        className,
      )}
      {...rest}
    />
  )
}

/** Cell of a table. */
export function Td({ numeric, className, ...rest }: CellProps) {
  return (
    <td
      className={classes(
        'h-9 border-b border-line px-3 py-1 first:pl-0 last:pr-0',
        numeric && 'figures text-right whitespace-nowrap',
        className,
      )}
      {...rest}
    />
  )
}

/** How a column is sorted. */
export type SortDirection = 'asc' | 'desc'

interface SortButtonProps {
  /** undefined = the list is sorted by something else. */
  readonly direction: SortDirection | undefined
  readonly onSort: () => void
  readonly children: ReactNode
}

/** The name of a column that sorts it; the head around it has `aria-sort`. */
export function SortButton({ direction, onSort, children }: SortButtonProps) {
  const Arrow = direction === 'asc' ? ArrowUp : ArrowDown
  return (
    <button type="button" onClick={onSort} className="group relative rounded-sm hover:text-ink">
      <Arrow
        size={12}
        aria-hidden="true"
        className={classes('absolute top-1/2 -left-3.5 -translate-y-1/2', direction ? 'text-accent' : 'opacity-0 group-hover:opacity-60')}
      />
      {children}
    </button>
  )
}

/** The value of `aria-sort` for a direction. */
export function ariaSort(direction: SortDirection | undefined): 'ascending' | 'descending' | 'none' {
  if (direction === undefined) return 'none'
  return direction === 'asc' ? 'ascending' : 'descending'
}
