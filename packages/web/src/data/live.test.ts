import { InfiniteQueryObserver, QueryClient, QueryObserver } from '@tanstack/react-query'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { keys } from './keys.ts'
import { gatherChanges } from './live.ts'
import { whenIdle } from './refresh.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** A query that is in use, whose answers take a time and say the how many-th change they know. */
function slowQuery(client: QueryClient, { answerMs }: { readonly answerMs: number }) {
  const seen = { changes: 0, asked: 0, cancelled: 0 }
  const observer = new QueryObserver<number>(client, {
    queryKey: [...keys.session('7'), 'overview'],
    queryFn: async ({ signal }) => {
      seen.asked++
      const known = seen.changes
      signal.addEventListener('abort', () => seen.cancelled++)
      await new Promise((resolve) => setTimeout(resolve, answerMs))
      return known
    },
  })
  return { seen, observer, stop: observer.subscribe(() => undefined) }
}

describe('changes that come faster than answers', () => {
  it.each([100, 1_600, 5_000])('are all shown in the end, and cancel nothing: an answer takes %i ms', async (answerMs) => {
    const client = new QueryClient()
    const { seen, observer, stop } = slowQuery(client, { answerMs })
    const changes = gatherChanges(client)
    await vi.advanceTimersByTimeAsync(answerMs)
    for (let change = 0; change < 40; change++) {
      seen.changes++
      changes.add(7)
      await vi.advanceTimersByTimeAsync(500)
    }
    const answeredBefore = observer.getCurrentResult().data
    await vi.advanceTimersByTimeAsync(1_000 + 2 * answerMs)
    expect(answeredBefore).toBeGreaterThan(20)
    expect(observer.getCurrentResult().data).toBe(40)
    expect(seen.cancelled).toBe(0)
    expect(seen.asked).toBeLessThanOrEqual(22)
    stop()
    changes.stop()
    client.clear()
  })

  it('leave other sessions alone', async () => {
    const client = new QueryClient()
    const { seen, stop } = slowQuery(client, { answerMs: 10 })
    const changes = gatherChanges(client)
    changes.add(8)
    await vi.advanceTimersByTimeAsync(3_000)
    expect(seen.asked).toBe(1)
    stop()
    client.clear()
  })
})

/** A long list that is in use. */
function longList(client: QueryClient) {
  const seen = { asked: 0 }
  const observer = new InfiniteQueryObserver(client, {
    queryKey: keys.longList('7', 'responses'),
    queryFn: () => seen.asked++,
    initialPageParam: 0,
    getNextPageParam: () => 1,
  })
  return { seen, stop: observer.subscribe(() => undefined) }
}

describe('after a change', () => {
  it('the long lists of the session are left to their screens', async () => {
    const client = new QueryClient()
    const [overview, list] = [slowQuery(client, { answerMs: 10 }), longList(client)]
    await vi.advanceTimersByTimeAsync(20)
    gatherChanges(client).add(7)
    await vi.advanceTimersByTimeAsync(2_000)
    expect([overview.seen.asked, list.seen.asked]).toEqual([2, 1])
    overview.stop()
    list.stop()
    client.clear()
  })
})

describe('after a reconnect', () => {
  it('everything is asked for anew but the long lists that their screens follow', async () => {
    const client = new QueryClient()
    const { seen, stop } = slowQuery(client, { answerMs: 10 })
    const list = longList(client)
    await vi.advanceTimersByTimeAsync(20)
    gatherChanges(client).addAll()
    await vi.advanceTimersByTimeAsync(20)
    expect([seen.asked, list.seen.asked]).toEqual([2, 1])
    stop()
    list.stop()
    client.clear()
  })
})

describe('waiting for a query', () => {
  it('ends with its answer, its failure, and its end', async () => {
    const client = new QueryClient({ defaultOptions: { queries: { retry: false } } })
    for (const end of ['answer', 'failure', 'removal'] as const) {
      const asked = client.fetchQuery({
        queryKey: [end],
        queryFn: () => new Promise((resolve, reject) => setTimeout(end === 'failure' ? reject : resolve, 50, end)),
      })
      asked.catch(() => undefined)
      const query = client.getQueryCache().find({ queryKey: [end] })
      if (!query) throw new Error('it is being asked for')
      const waiting = whenIdle(client, query)
      if (end === 'removal') client.removeQueries({ queryKey: [end] })
      await vi.advanceTimersByTimeAsync(50)
      await expect(waiting).resolves.toBeUndefined()
    }
    client.clear()
  })
})
