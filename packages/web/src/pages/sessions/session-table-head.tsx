import type { SessionFilter } from '../../data/session-list-queries.ts'
import { classes } from '../../ui/classes.ts'
import { ariaSort, SortButton } from '../../ui/table.tsx'
import { COLUMNS } from './columns.ts'
import { nextSort, type Sort, sortOf } from './search.ts'

const SORTED_COLUMNS: readonly { readonly sort: Sort; readonly label: string }[] = [
  { sort: 'started', label: 'Started' },
  { sort: 'duration', label: 'Duration' },
  { sort: 'tokens', label: 'Tokens' },
  { sort: 'cost', label: 'Cost' },
]

const HEAD = 'font-medium'

interface SessionTableHeadProps {
  readonly filter: SessionFilter
  readonly onSort: (sort: string | undefined) => void
}

/** Names of the columns, most of which sort the table. */
export function SessionTableHead({ filter, onSort }: SessionTableHeadProps) {
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
