import type { Query, QueryClient, QueryFilters } from '@tanstack/react-query'

/**
 * Brings queries up to date. A request that is under way is neither cancelled, or an answer that takes longer than the pause between two
 * changes would never arrive, nor taken for new: when it is answered the query is asked for again.
 * @returns what to call with the queries that something has changed for
 */
export function createRefresher(client: QueryClient): (filters: QueryFilters) => void {
  const waiting = new Set<Query>()
  const refresh = async (query: Query): Promise<void> => {
    if (waiting.has(query)) return
    waiting.add(query)
    await whenIdle(client, query)
    waiting.delete(query)
    await client.invalidateQueries({ predicate: (each) => each === query }, { cancelRefetch: false })
  }
  return (filters) => {
    for (const query of client.getQueryCache().findAll(filters)) void refresh(query)
  }
}

/** Resolves when a query has no request under way. */
export function whenIdle(client: QueryClient, query: Query): Promise<void> {
  if (query.state.fetchStatus === 'idle') return Promise.resolve()
  return new Promise((resolve) => {
    const stop = client.getQueryCache().subscribe((event) => {
      const isOver = event.type === 'removed' || query.state.fetchStatus === 'idle'
      if (event.query !== query || !isOver) return
      stop()
      resolve()
    })
  })
}
