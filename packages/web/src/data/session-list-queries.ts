import type { List, Session, Workflow } from '@ai-tracker/collector/contract'
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { address, getJson, type QueryParameters } from './http.ts'
import { keys } from './keys.ts'
import { pages } from './pages.ts'
import { momentOf } from './time-words.ts'

/** How the list of sessions is narrowed and sorted. */
export interface SessionFilter {
  readonly q?: string | undefined
  readonly status?: string | undefined
  readonly workflow?: string | undefined
  /** A word of `time-words.ts`. */
  readonly after?: string | undefined
  readonly before?: string | undefined
  /** `started`, `cost`, `tokens`, `duration`; with `:asc` behind it the other way round. */
  readonly sort?: string | undefined
}

/** Pages of sessions. */
export const sessionsQuery = (filter: SessionFilter) =>
  infiniteQueryOptions({
    queryKey: [...keys.sessionLists, filter] as const,
    queryFn: ({ pageParam, signal }) => getJson<List<Session>>(sessionsAddress(filter, { cursor: pageParam }), signal),
    ...pages,
    placeholderData: keepPreviousData,
  })

const SESSIONS_PER_PAGE = 50

/** The address of a list of sessions, with its times as moments. */
export function sessionsAddress({ after, before, ...filter }: SessionFilter, page: QueryParameters): string {
  const now = Date.now()
  const range = { after: after && momentOf(after, now), before: before && momentOf(before, now) }
  return address('/api/v1/sessions', { ...filter, ...range, limit: SESSIONS_PER_PAGE, ...page })
}

/** The latest session, if there is any. */
export const latestSessionQuery = () =>
  queryOptions({
    queryKey: [...keys.sessions, 'latest'] as const,
    queryFn: async ({ signal }) => (await getJson<List<Session>>('/api/v1/sessions?limit=1', signal)).items[0] ?? null,
  })

/** Names for the workflow filter. */
export const workflowsQuery = () =>
  queryOptions({
    queryKey: [...keys.sessions, 'workflows'] as const,
    queryFn: ({ signal }) => getJson<List<Workflow>>(address('/api/v1/workflows', { limit: 500 }), signal),
    staleTime: 60_000,
  })
