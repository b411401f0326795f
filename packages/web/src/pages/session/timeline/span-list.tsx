import { count } from '../../../trace/format.ts'
import { Button } from '../../../ui/button.tsx'
import { MoreFailed } from '../../../ui/next-page.tsx'
import { EmptyState, ErrorState } from '../../../ui/notice.tsx'
import { SkeletonLines } from '../../../ui/skeleton.tsx'
import { visibleRows } from './rows.ts'
import { useTimelineView } from './timeline-view.ts'
import type { SpanRows } from './use-span-rows.ts'
import { Waterfall } from './waterfall.tsx'

/** Where spans are folded away a screen is hardly ever full: so many are loaded by themselves then, not a million. */
const MOST_WHILE_FOLDED = 5_000

/** The waterfall, or why there is none. */
export function SpanList({ spans }: { readonly spans: SpanRows }) {
  const { folding } = useTimelineView()
  if (spans.error && spans.rows.length === 0)
    return <ErrorState title="The spans could not be loaded" error={spans.error} onRetry={spans.refresh} />
  if (spans.isLoading) {
    return (
      <div className="px-4">
        <SkeletonLines lines={12} label="Loading the spans" />
      </div>
    )
  }
  if (spans.rows.length === 0) return <EmptyState title="No spans">Nothing that matches was received for this session.</EmptyState>
  const { next, pending } = spans
  const rows = visibleRows(spans.rows, folding)
  const isEnough = rows.length < spans.rows.length && spans.rows.length >= MOST_WHILE_FOLDED
  const loadsOn = !isEnough && !next.failure
  return (
    <>
      <Waterfall rows={rows} pending={loadsOn ? pending : 0} next={next} />
      <MoreFailed next={next} />
      {isEnough && pending > 0 && !next.failure && (
        <div className="flex flex-wrap items-center justify-center gap-3 px-4 py-4 text-sm text-muted">
          {`${count(spans.rows.length)} spans are loaded, about ${count(pending)} are not`}
          <Button size="sm" disabled={!next.isFree} onClick={next.load}>
            Load more
          </Button>
        </div>
      )}
    </>
  )
}
