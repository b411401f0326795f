import { RequestError, request } from './http.ts'
import type { LiveState } from './live-stream.ts'

/** What the page knows about its collector. */
export interface Connection {
  readonly state: LiveState
  /** Since when the collector has not answered, in ms since 1970; undefined while it does, and for the first seconds. */
  readonly lostSinceMs: number | undefined
}

/** A collector that is started anew is back before a person has read that it was away. */
const PATIENCE_MS = 5_000
const ASK_MS = 5_000

/**
 * Keeps what is known about the connection. The live stream alone says little: a proxy may hold it back, another tab that reads it may
 * sleep. So the collector counts as lost only when it leaves a request unanswered, too.
 * @param doesAnswer asks the collector; never rejects
 */
export function createConnection(doesAnswer: () => Promise<boolean>) {
  const { read, subscribe, change } = createValue<Connection>({ state: 'connecting', lostSinceMs: undefined })
  let isNoted = false
  let timer: ReturnType<typeof setTimeout> | undefined
  const askIn = (sinceMs: number): void => {
    const asking = setTimeout(async () => {
      const isThere = await doesAnswer()
      if (timer !== asking) return
      const known = read()
      const lostSinceMs = isThere ? undefined : (known.lostSinceMs ?? sinceMs)
      if (lostSinceMs !== known.lostSinceMs) change({ ...known, lostSinceMs })
      askIn(isThere ? Date.now() : sinceMs)
    }, PATIENCE_MS)
    timer = asking
  }
  return {
    read,
    subscribe,
    /** Takes how the live stream is. */
    note(state: LiveState): void {
      if (isNoted && state === read().state) return
      isNoted = true
      clearTimeout(timer)
      timer = undefined
      change({ state, lostSinceMs: undefined })
      if (state === 'connecting') askIn(Date.now())
    },
  }
}

/** A value that others are told about when it changes. */
function createValue<T>(initial: T) {
  let value = initial
  const listeners = new Set<() => void>()
  return {
    /** The same object until something changes. */
    read: (): T => value,
    /** @returns how to stop */
    subscribe(listener: () => void): () => void {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    change(next: T): void {
      value = next
      for (const listener of listeners) listener()
    },
  }
}

/** The connection of this page. */
export const connection = createConnection(async () => {
  try {
    await request('/api/v1/sessions?limit=1', { signal: AbortSignal.timeout(ASK_MS) })
    return true
  } catch (error) {
    // A refusal in the words of the API is an answer; what a proxy says in its place is none.
    return error instanceof RequestError && error.code !== 'unreachable' && error.code !== 'unreadable'
  }
})
