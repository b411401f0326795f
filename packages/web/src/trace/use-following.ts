import { useEffect, useState } from 'react'

/** A long list is followed while so few pages of it are loaded; beyond, a person asks for what is new. */
const MAX_FOLLOWED_PAGES = 3

/** A list whose pages know the version of their session. */
interface FollowedList {
  readonly data: { readonly pages: readonly { readonly version: string | null }[] } | undefined
  readonly error: Error | null
  readonly isFetching: boolean
  readonly refetch: () => unknown
}

/**
 * Asks for a list anew when its session is another one than when the list was asked for, while that is cheap.
 * @param version the session as it is now: its `receivedAt`
 * @returns whether something is not shown, and how to show it
 */
export function useFollowing(version: string | null | undefined, { data, error, isFetching, refetch }: FollowedList) {
  const [tried, setTried] = useState<string | null>()
  const pages = data?.pages ?? []
  // The first page is the oldest one.
  const hasChanged = version !== undefined && pages[0] !== undefined && version !== pages[0].version
  const hasFailed = error !== null && tried === version
  const mustFollow = hasChanged && !isFetching && !hasFailed && pages.length <= MAX_FOLLOWED_PAGES
  const refresh = (): void => {
    setTried(version)
    void refetch()
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each change
  useEffect(() => {
    if (mustFollow) refresh()
  }, [mustFollow, version])
  return { hasNews: hasChanged && (hasFailed || pages.length > MAX_FOLLOWED_PAGES), refresh }
}
