import { RotateCw } from 'lucide-react'
import { Button } from './button.tsx'

/** A list that is asked for page by page, as far as going on needs it. */
export interface PageByPage {
  readonly error: Error | null
  readonly hasNextPage: boolean
  readonly isFetching: boolean
  readonly isFetchingNextPage: boolean
  readonly isFetchNextPageError: boolean
  readonly fetchNextPage: () => unknown
}

/** The next page of a list. */
export interface NextPage {
  /** Whether it may be asked for: there is one, nothing is under way, and it has not failed. */
  readonly isFree: boolean
  /** Asks for it if that may be done. */
  readonly load: () => void
  /** Why it did not come. It is not asked for again by itself: that would not end while the fault lasts. */
  readonly failure: Error | undefined
  readonly retry: () => void
}

/** What comes after the pages that are loaded. A list that is being asked for anew is not disturbed. */
export function nextPageOf(list: PageByPage): NextPage {
  const { error, hasNextPage, isFetching, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = list
  const isFree = hasNextPage && !isFetching && !isFetchNextPageError
  return {
    isFree,
    load: () => {
      if (isFree) void fetchNextPage()
    },
    failure: isFetchNextPageError && !isFetchingNextPage && error ? error : undefined,
    retry: () => void fetchNextPage(),
  }
}

/** Stands at the end of a list whose next page did not come. */
export function MoreFailed({ next: { failure, retry } }: { readonly next: NextPage }) {
  if (!failure) return null
  return (
    <div role="alert" className="flex flex-wrap items-center justify-center gap-3 px-4 py-4 text-sm">
      <span className="min-w-0 break-words text-danger">More could not be loaded: {failure.message}</span>
      <Button size="sm" onClick={retry}>
        <RotateCw size={14} aria-hidden="true" />
        Try again
      </Button>
    </div>
  )
}
