import { defined, oneOf, textParam } from '../../data/search-params.ts'
import type { SessionFilter } from '../../data/session-list-queries.ts'
import { timeWord } from '../../data/time-words.ts'
import type { SortDirection } from '../../ui/table.tsx'

/** Columns that the list is sorted by. */
export const SORTS = ['started', 'cost', 'tokens', 'duration'] as const
export type Sort = (typeof SORTS)[number]

/** Statuses that the list is narrowed to. */
export const FILTER_STATUSES = ['running', 'completed', 'failed', 'cancelled', 'abandoned'] as const

const SORT_WORDS = SORTS.flatMap((sort) => [sort, `${sort}:asc`])

/** The filter in the address; what does not fit is left out. */
export function sessionsSearch(search: Readonly<Record<string, unknown>>): SessionFilter {
  return defined({
    q: textParam(search.q),
    status: oneOf(search.status, FILTER_STATUSES),
    workflow: textParam(search.workflow),
    after: timeWord(search.after),
    before: timeWord(search.before),
    sort: search.sort === 'started' ? undefined : oneOf(search.sort, SORT_WORDS),
  })
}

/** What stays in the address when everything is taken away that narrows the list, or that nobody knows: a good order. */
export function clearedSearch({ sort }: Readonly<Record<string, unknown>>): SessionFilter {
  return sessionsSearch({ sort })
}

/** How the list is sorted, and in which direction. */
export function sortOf({ sort = 'started' }: SessionFilter): { readonly by: Sort; readonly direction: SortDirection } {
  const [name, direction] = sort.split(':')
  return { by: oneOf(name, SORTS) ?? 'started', direction: direction === 'asc' ? 'asc' : 'desc' }
}

/** The parameter `sort` after a click on the head of a column: the largest first, then the other way round. */
export function nextSort(filter: SessionFilter, column: Sort): string | undefined {
  const { by, direction } = sortOf(filter)
  if (by === column && direction === 'desc') return `${column}:asc`
  return column === 'started' ? undefined : column
}

/** Whether the list is narrowed; sorting does not narrow it. */
export function isFiltered({ sort: _sort, ...filter }: SessionFilter): boolean {
  return Object.values(filter).some((value) => value !== undefined)
}
