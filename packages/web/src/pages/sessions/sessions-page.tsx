import type { Session } from '@ai-tracker/collector/contract'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { ArrowUp } from 'lucide-react'
import { type ReactNode, useMemo, useState } from 'react'
import { type SessionFilter, sessionsQuery } from '../../data/queries.ts'
import { counted } from '../../trace/format.ts'
import { Button, buttonClasses } from '../../ui/button.tsx'
import { nextPageOf } from '../../ui/next-page.tsx'
import { EmptyState, ErrorState } from '../../ui/notice.tsx'
import { usePageTitle } from '../../ui/page-title.ts'
import { holdBack } from './held-back.ts'
import { isFiltered, sortOf } from './search.ts'
import { NO_FILTER, SessionFilters } from './session-filters.tsx'
import { SessionTable } from './session-table.tsx'
import { SessionTableSkeleton } from './session-table-skeleton.tsx'
import { useAnchor } from './use-anchor.ts'

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
  const change = (changed: SessionFilter) => void navigate({ search: (search) => ({ ...search, ...changed }), replace: true })
  const [cleared, setCleared] = useState(0)
  const clear = (): void => {
    // A search that is being typed is forgotten, too.
    setCleared(cleared + 1)
    change(NO_FILTER)
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
        <SessionFilters key={cleared} filter={filter} onChange={change} onClear={clear} />
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
      {!data && error && <ErrorState title="The sessions could not be loaded" error={error} onRetry={() => void refetch()} />}
      {!data && !error && <SessionTableSkeleton />}
    </main>
  )
}

function NoMatch({ isFilterSet, onClear }: { readonly isFilterSet: boolean; readonly onClear: () => void }) {
  if (!isFilterSet) return <EmptyState title="No sessions yet">They appear here as soon as the first span arrives.</EmptyState>
  return (
    <EmptyState title="No session matches" action={<Button onClick={onClear}>Clear filters</Button>}>
      Nothing that was received fits all of these filters.
    </EmptyState>
  )
}

type LiveTableProps = Parameters<typeof SessionTable>[0]

/** The table, in which new sessions wait above while a person reads further down. */
function LiveTable({ sessions, ...rest }: LiveTableProps) {
  const { by, direction } = sortOf(rest.filter)
  const anchor = useAnchor(sessions[0]?.id)
  const isLatestFirst = by === 'started' && direction === 'desc'
  const { rows, newCount } = holdBack(sessions, isLatestFirst ? anchor : undefined)
  return (
    <>
      {newCount > 0 && (
        <div role="status" className="sticky top-24 z-20 flex h-0 justify-center">
          <button type="button" onClick={() => window.scrollTo({ top: 0 })} className={`${buttonClasses('primary', 'sm')} shadow-float`}>
            <ArrowUp size={14} aria-hidden="true" />
            {counted(newCount, 'new session')}
          </button>
        </div>
      )}
      <SessionTable sessions={rows} {...rest} />
    </>
  )
}

/** Pages are read one after the other: a session that moved in between may be on two of them. */
function uniqueSessions(sessions: readonly Session[]): readonly Session[] {
  return [...new Map(sessions.map((session) => [session.id, session])).values()]
}
