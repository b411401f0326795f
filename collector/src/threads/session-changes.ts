/** Called with the integers of sessions that changed. */
export type Follower = (sessionIds: readonly number[]) => void

/** Passes on which sessions changed, after their commit. */
export interface SessionChanges {
  /** @returns the function that ends it; safe twice */
  subscribe(follower: Follower): () => void
  publish(sessionIds: readonly number[]): void
}

/** Nobody follows at first. */
export function createSessionChanges(): SessionChanges {
  const followers = new Set<Follower>()
  return {
    subscribe(follower) {
      const own: Follower = (ids) => follower(ids)
      followers.add(own)
      return () => void followers.delete(own)
    },
    publish(sessionIds) {
      if (sessionIds.length > 0) for (const follower of [...followers]) follower(sessionIds)
    },
  }
}
