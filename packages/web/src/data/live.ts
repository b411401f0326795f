import type { QueryClient } from '@tanstack/react-query'
import { isFollowed, keys } from './keys.ts'
import type { LiveState } from './live-stream.ts'
import { followTogether, type LiveNews } from './live-tabs.ts'
import { createRefresher } from './refresh.ts'
import { refreshSessionLists } from './session-lists.ts'

/** Changes arrive by the thousand while spans are received; the page follows once a second. */
const GATHER_MS = 1_000

/** What the live connection needs. */
export interface LiveOptions {
  readonly client: QueryClient
  readonly onState: (state: LiveState) => void
}

/**
 * Follows what the collector receives until it is stopped: a message makes exactly the queries of its session stale, and the lists of
 * sessions. After a reconnect everything is asked for anew: what happened in between is not known.
 * @returns how to stop
 */
export function followLive({ client, onState }: LiveOptions): () => void {
  const stopping = new AbortController()
  const changes = gatherChanges(client)
  const onNews = (news: LiveNews): void => {
    if (stopping.signal.aborted) return
    if (news.kind === 'state') onState(news.state)
    else if (news.kind === 'changed') changes.add(news.id)
    else changes.addAll()
  }
  void followTogether({ signal: stopping.signal, onNews })
  return () => {
    stopping.abort()
    changes.stop()
  }
}

/** Gathers the ids of a second, so that a busy session is asked for once. */
export function gatherChanges(client: QueryClient) {
  const ids = new Set<number>()
  const refresh = createRefresher(client)
  const refreshLists = oneAtATime((changed) => refreshSessionLists(client, changed))
  let timer: ReturnType<typeof setTimeout> | undefined
  const flush = (): void => {
    timer = undefined
    const changed = [...ids]
    ids.clear()
    for (const id of changed) refresh({ queryKey: keys.session(String(id)) })
    refresh({ queryKey: keys.sessions, predicate: ({ queryKey }) => queryKey[1] !== keys.sessionLists[1] })
    refreshLists(changed)
  }
  return {
    add(id: number) {
      ids.add(id)
      timer ??= setTimeout(flush, GATHER_MS)
    },
    /** Long lists of a session are asked for by their screens, when the session turns out to be another one. */
    addAll: () => refresh({ predicate: ({ queryKey }) => !isFollowed(queryKey) }),
    stop: () => clearTimeout(timer),
  }
}

/** Calls with everything that was gathered since the call before, when that is done. One that fails is no news: the next change asks again. */
function oneAtATime(act: (ids: readonly number[]) => Promise<void>): (ids: readonly number[]) => void {
  const gathered = new Set<number>()
  let isActing = false
  const go = async (): Promise<void> => {
    isActing = true
    while (gathered.size > 0) {
      const ids = [...gathered]
      gathered.clear()
      await act(ids).catch(() => undefined)
    }
    isActing = false
  }
  return (ids) => {
    for (const id of ids) gathered.add(id)
    if (!isActing) void go()
  }
}
