import type { ReactNode } from 'react'
import { NewsButton } from '../ui/news-button.tsx'
import { nextPageOf, type PageByPage } from '../ui/next-page.tsx'
import { ErrorState } from '../ui/notice.tsx'
import { PagedList } from '../ui/paged-list.tsx'
import { SkeletonLines } from '../ui/skeleton.tsx'
import { useFollowing } from './use-following.ts'

/** An infinite query whose pages know the version of their session, as far as a list needs it. */
export interface PagedQuery<T> extends PageByPage {
  readonly data: { readonly pages: readonly { readonly items: readonly T[]; readonly version: string | null }[] } | undefined
  readonly refetch: () => unknown
}

interface ListedProps<T> {
  readonly query: PagedQuery<T>
  /** The session as it is now: its `receivedAt`. */
  readonly version: string | null | undefined
  /** What the list holds: "model calls". */
  readonly what: string
  readonly keyOf: (item: T) => string | number
  readonly rowPx: number
  /** What stands in place of an empty list. */
  readonly empty: ReactNode
  readonly children: (item: T) => ReactNode
}

/** A list of a session that is asked for page by page, and follows the session while it is short: on its way, failed, empty, or there. */
export function Listed<T>({ query, version, what, keyOf, rowPx, empty, children }: ListedProps<T>) {
  const { data, error } = query
  const news = useFollowing(version, query)
  if (!data && error) return <ErrorState title={`The ${what} could not be loaded`} error={error} onRetry={() => void query.refetch()} />
  if (!data) {
    return (
      <div className="px-4">
        <SkeletonLines lines={6} label={`Loading the ${what}`} />
      </div>
    )
  }
  const items = data.pages.flatMap((page) => page.items)
  if (items.length === 0 && !query.hasNextPage) return empty
  return (
    <>
      {news.hasNews && (
        <div role="status" className="sticky top-24 z-10 flex h-0 justify-center">
          <NewsButton onShow={news.refresh} />
        </div>
      )}
      <PagedList label={what} items={items} keyOf={keyOf} rowPx={rowPx} next={nextPageOf(query)}>
        {children}
      </PagedList>
    </>
  )
}
