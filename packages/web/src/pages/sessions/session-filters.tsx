import { useQuery } from '@tanstack/react-query'
import type { SessionFilter } from '../../data/session-list-queries.ts'
import { workflowsQuery } from '../../data/session-list-queries.ts'
import { STATUSES } from '../../trace/statuses.ts'
import { visibleLine } from '../../trace/visible-text.ts'
import { Button } from '../../ui/button.tsx'
import { Select } from '../../ui/field.tsx'
import { FILTER_STATUSES, isFiltered } from './search.ts'
import { SearchBox } from './search-box.tsx'
import { TimeFilter } from './time-filter.tsx'

const STATUS_OPTIONS = [
  { value: '', label: 'Any status' },
  ...FILTER_STATUSES.map((status) => ({ value: status, label: STATUSES[status].label })),
]
const MAX_LABEL = 60
/** On a phone the lists share a line. */
const NARROW = 'min-w-24 max-sm:flex-1 max-sm:basis-0'

interface SessionFiltersProps {
  readonly filter: SessionFilter
  /** Called while a person types. */
  readonly onSearch: (text: string) => void
  readonly onChange: (change: SessionFilter) => void
  readonly onClear: () => void
}

/** What the list is narrowed to. */
export function SessionFilters({ filter, onSearch, onChange, onClear }: SessionFiltersProps) {
  const { data: workflows } = useQuery(workflowsQuery())
  const names = new Set(workflows?.items.map(({ name }) => name))
  if (filter.workflow !== undefined) names.add(filter.workflow)
  const options = [...names].map((name) => ({ value: name, label: visibleLine(name).slice(0, MAX_LABEL) }))
  return (
    <search className="flex flex-wrap items-center gap-2">
      <SearchBox value={filter.q ?? ''} onSearch={onSearch} />
      <Select
        label="Status"
        value={filter.status ?? ''}
        options={STATUS_OPTIONS}
        className={NARROW}
        onChange={(status) => onChange({ status: status || undefined })}
      />
      {names.size > 0 && (
        <Select
          label="Workflow"
          value={filter.workflow ?? ''}
          options={[{ value: '', label: 'Any workflow' }, ...options]}
          className={`${NARROW} max-sm:grow-[1.2]`}
          onChange={(workflow) => onChange({ workflow: workflow || undefined })}
        />
      )}
      <TimeFilter filter={filter} onChange={onChange} />
      {isFiltered(filter) && (
        <Button variant="quiet" onClick={onClear}>
          Clear filters
        </Button>
      )}
    </search>
  )
}
