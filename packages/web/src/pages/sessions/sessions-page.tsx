import type { Session } from '@ai-tracker/collector/contract'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { type ReactNode, useMemo, useState } from 'react'
import { isRefusal } from '../../data/http.ts'
import { type SessionFilter, sessionsQuery } from '../../data/session-list-queries.ts'
import { LogsOnly } from '../../trace/logs-only.tsx'
import { Button } from '../../ui/button.tsx'
import { nextPageOf } from '../../ui/next-page.tsx'
import { EmptyState, ErrorState } from '../../ui/notice.tsx'
import { usePageTitle } from '../../ui/page-title.ts'
import { LiveTable } from './live-table.tsx'
import { RetentionBanner } from './retention-banner.tsx'
import { clearedSearch, isFiltered } from './search.ts'
import { SessionFilters } from './session-filters.tsx'
import { SessionTableSkeleton } from './session-table-skeleton.tsx'

interface SessionsPageProps {
  /** What is shown instead while nothing was ever received, until the person goes on. */
  readonly renderEmpty: (onContinue: () => void) => ReactNode
}

/** The list of sessions. */
export function SessionsPage({ renderEmpty }: SessionsPageProps) {
  usePageTitle('Sessions')
  const [welcome, setWelcome] = useState<'open' | 'done'>()
  const filter = useSearch({ from: '/' })
  const navigate = useNavigate({ from: '/' })
  const change = (changed: SessionFilter) => void navigate({ search: (search) => ({ ...search, ...changed }) })
  // Back leads to what was shown before the search, not to the words as they were typed.
  const search = (text: string): void =>
    void navigate({ search: (before) => ({ ...before, q: text || undefined }), replace: filter.q !== undefined })
  const [cleared, setCleared] = useState(0)
  const clear = (): void => {
    // A search that is being typed is forgotten, too.
    setCleared(cleared + 1)
    void navigate({ search: clearedSearch })
  }
  const query = useInfiniteQuery(sessionsQuery(filter))
  const { data, error, isPlaceholderData, refetch } = query
  const sessions = useMemo(() => uniqueSessions(data?.pages.flatMap((page) => page.items) ?? []), [data])

  // It stays when the first session arrives, so that the person sees that it did.
  if (welcome === undefined && data && !isPlaceholderData && sessions.length === 0 && !isFiltered(filter)) setWelcome('open')
  if (welcome === 'open') return renderEmpty(() => setWelcome('done'))
  return (
    <main id="main" className="flex-1">
      <div className="flex flex-col gap-3 px-3 py-3 sm:px-4">
        <h1 className="text-xl">Sessions</h1>
        <RetentionBanner />
        <SessionFilters key={cleared} filter={filter} onSearch={search} onChange={change} onClear={clear} />
      </div>
      {data && sessions.length > 0 && (
        <LiveTable
          sessions={sessions}
          filter={filter}
          isStale={isPlaceholderData}
          onSort={(sort) => change({ sort })}
          next={nextPageOf(query)}
        />
      )}
      {data && sessions.length === 0 && <NoMatch isFilterSet={isFiltered(filter)} onClear={clear} />}
      {!data && error && (
        <ErrorState
          title="The sessions could not be loaded"
          error={error}
          onRetry={() => void refetch()}
          action={isRefusal(error) && <ClearButton onClear={clear} />}
        />
      )}
      {!data && !error && <SessionTableSkeleton />}
    </main>
  )
}

function NoMatch({ isFilterSet, onClear }: { readonly isFilterSet: boolean; readonly onClear: () => void }) {
  if (!isFilterSet)
    return (
      <EmptyState title="No sessions yet">
        They appear here as soon as the first span arrives.
        <LogsOnly />
      </EmptyState>
    )
  return (
    <EmptyState title="No session matches" action={<ClearButton onClear={onClear} />}>
      Nothing that was received fits all of these filters.
    </EmptyState>
  )
}

function ClearButton({ onClear }: { readonly onClear: () => void }) {
  return <Button onClick={onClear}>Clear filters</Button>
}

/** Pages are read one after the other: a session that moved in between may be on two of them. */
function uniqueSessions(sessions: readonly Session[]): readonly Session[] {
  return [...new Map(sessions.map((session) => [session.id, session])).values()]
}
