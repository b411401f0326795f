import type { FailedSpan, List, SessionDetail, Span } from '@ai-tracker/collector/contract'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { errorsQuery, spansQuery } from '../../../data/queries.ts'
import { useFollowing } from '../../../trace/use-following.ts'
import { type NextPage, nextPageOf } from '../../../ui/next-page.tsx'
import { rowsOf, type SpanRow } from './rows.ts'

/** Rows of a session as far as they are loaded. */
export interface SpanRows {
  readonly rows: readonly SpanRow[]
  /** Rows that are still to come, roughly. */
  readonly pending: number
  readonly isLoading: boolean
  readonly error: Error | null
  readonly next: NextPage
  /** Asks anew for what is loaded. */
  readonly refresh: () => void
  /** Whether spans came since that are not shown. */
  readonly hasNews: boolean
}

/** The spans of a session, or only those that failed, as rows. @param startNs the start of the session */
export function useSpanRows(
  session: SessionDetail,
  { onlyErrors, startNs }: { readonly onlyErrors: boolean; readonly startNs: bigint },
): SpanRows {
  const id = String(session.id)
  const all = useInfiniteQuery({ ...spansQuery(id), enabled: !onlyErrors })
  const failed = useInfiniteQuery({ ...errorsQuery(id), enabled: onlyErrors })
  const shown = onlyErrors ? failed : all
  const { data, error, isPending, hasNextPage } = shown
  const rows = useMemo(() => joinPages(data?.pages ?? [], startNs), [data?.pages, startNs])
  const news = useFollowing(session.receivedAt, shown)
  const total = onlyErrors ? session.errorCount : session.spanCount
  return {
    rows,
    pending: hasNextPage ? Math.max(1, total - rows.length) : 0,
    isLoading: isPending,
    error,
    next: nextPageOf(shown),
    refresh: news.refresh,
    hasNews: news.hasNews,
  }
}

/** Rows hold their distance from the start of the session, which moves when an earlier span arrives late. */
const rowsOfPage = new WeakMap<List<Span>, { readonly startNs: bigint; readonly rows: readonly SpanRow[] }>()

/** A page is turned into rows once: a long list is put together again with every page that comes. */
function joinPages(pages: readonly List<Span | FailedSpan>[], startNs: bigint): readonly SpanRow[] {
  return pages.flatMap((page) => {
    const known = rowsOfPage.get(page)
    if (known?.startNs === startNs) return known.rows
    const rows = rowsOf(page.items.map(rooted), startNs)
    rowsOfPage.set(page, { startNs, rows })
    return rows
  })
}

/** Errors come without the spans around them: none is below another. */
function rooted(span: Span | FailedSpan): Span {
  return 'errorMessage' in span ? { ...span, depth: 0, hasChildren: false } : span
}
