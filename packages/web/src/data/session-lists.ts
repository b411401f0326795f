import type { List, Session } from '@ai-tracker/collector/contract'
import type { InfiniteData, Query, QueryClient } from '@tanstack/react-query'
import { getJson, RequestError } from './http.ts'
import { keys } from './keys.ts'
import { whenIdle } from './refresh.ts'
import { type SessionFilter, sessionsAddress, sessionsQuery } from './session-list-queries.ts'

type Pages = InfiniteData<List<Session>, string | undefined>

/** Rows further down that are asked for one by one; beyond that a busy collector would be asked more than it helps. */
const MAX_SINGLE = 10

/**
 * Brings lists of sessions up to date. A list of one page is asked for anew; of a longer one only the first page and the changed rows,
 * as a person who has scrolled through a thousand sessions would otherwise ask for twenty pages a second.
 */
export async function refreshSessionLists(client: QueryClient, changed: readonly number[]): Promise<void> {
  // Lists that nobody looks at are asked for when somebody does.
  await client.invalidateQueries({ queryKey: keys.sessionLists, refetchType: 'none' })
  const lists = client.getQueryCache().findAll({ queryKey: keys.sessionLists, type: 'active' })
  await Promise.allSettled(
    lists.map(async (query) => {
      await whenIdle(client, query)
      const isLong = isPages(query.state.data) && query.state.data.pages.length > 1
      if (isLong) await patchList(client, query, changed)
      else await client.invalidateQueries({ queryKey: query.queryKey, exact: true }, { cancelRefetch: false })
    }),
  )
}

async function patchList(client: QueryClient, query: Query, changed: readonly number[]): Promise<void> {
  const filter = query.queryKey.at(-1) as SessionFilter
  const { queryKey } = sessionsQuery(filter)
  const first = await getJson<List<Session>>(sessionsAddress(filter, {}))
  const shown = client.getQueryData<Pages>(queryKey)
  if (!shown) return
  const isRead = new Set(first.items.map(({ id }) => id))
  const deeper = changed.filter((id) => !isRead.has(id) && shown.pages.some(({ items }) => items.some((item) => item.id === id)))
  const { rows, gone } = await readRows(deeper.slice(0, MAX_SINGLE))
  // A page that is on its way would be put after the pages of before.
  await whenIdle(client, query)
  client.setQueryData<Pages>(queryKey, (current) => current && withoutRows(withRows(withFirstPage(current, first), rows), gone))
  if (rows.length + gone.length < deeper.length) await client.invalidateQueries({ queryKey, exact: true, refetchType: 'none' })
}

/** Sessions one by one, and those that were removed. */
async function readRows(ids: readonly number[]): Promise<{ readonly rows: readonly Session[]; readonly gone: readonly number[] }> {
  const answers = await Promise.allSettled(ids.map((id) => getJson<Session>(`/api/v1/sessions/${id}`)))
  const isGone = (answer: PromiseSettledResult<Session> | undefined): boolean =>
    answer?.status === 'rejected' && answer.reason instanceof RequestError && answer.reason.status === 404
  return {
    rows: answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : [])),
    gone: ids.filter((_, index) => isGone(answers[index])),
  }
}

/**
 * The pages with a newer first one before them. What the newer one pushed out stays, so that nothing falls between it and the second. Where
 * the newer one is empty nothing is left.
 */
export function withFirstPage({ pages, pageParams }: Pages, first: List<Session>): Pages {
  if (first.items.length === 0) return { pages: [first], pageParams: [undefined] }
  const isRead = new Set(first.items.map(({ id }) => id))
  const rest = pages.map((page) => ({ ...page, items: page.items.filter(({ id }) => !isRead.has(id)) }))
  const [pushedOut, ...others] = rest
  const head = { items: [...first.items, ...(pushedOut?.items ?? [])], nextCursor: pushedOut?.nextCursor ?? null }
  return { pages: [head, ...others], pageParams }
}

/** The pages with newer states of some of their rows, each where it is. */
export function withRows({ pages, pageParams }: Pages, rows: readonly Session[]): Pages {
  if (rows.length === 0) return { pages, pageParams }
  const byId = new Map(rows.map((row) => [row.id, row]))
  return { pages: pages.map((page) => ({ ...page, items: page.items.map((item) => byId.get(item.id) ?? item) })), pageParams }
}

/** The pages without rows that were removed. */
export function withoutRows({ pages, pageParams }: Pages, gone: readonly number[]): Pages {
  if (gone.length === 0) return { pages, pageParams }
  return { pages: pages.map((page) => ({ ...page, items: page.items.filter(({ id }) => !gone.includes(id)) })), pageParams }
}

/** Takes a session that was removed out of every list that is known. */
export function removeFromLists(client: QueryClient, id: number): void {
  client.setQueriesData<unknown>({ queryKey: keys.sessionLists }, (data: unknown) => (isPages(data) ? withoutRows(data, [id]) : data))
}

function isPages(data: unknown): data is Pages {
  return typeof data === 'object' && data !== null && 'pages' in data
}
