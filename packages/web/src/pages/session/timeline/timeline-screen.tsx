import type { List, SessionDetail, TimelineItem } from '@ai-tracker/collector/contract'
import { usePrefetchInfiniteQuery, usePrefetchQuery, useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useMemo } from 'react'
import { logMarksQuery, overviewQuery, sessionQuery, spansQuery } from '../../../data/queries.ts'
import { SkeletonLines } from '../../../ui/skeleton.tsx'
import { LogMarksContext, logMarksOf } from './log-marks.ts'
import { SpanList } from './span-list.tsx'
import { TimelineHead } from './timeline-head.tsx'
import { TimelineToolbar } from './timeline-toolbar.tsx'
import { TimelineViewContext, useAddressedView } from './timeline-view.ts'
import { useSpanRows } from './use-span-rows.ts'

const NO_LOGS: List<TimelineItem> = { items: [], nextCursor: null }

/** The timeline screen of a session: an overview, the phases on lanes, and every span as a waterfall. */
export function TimelineScreen() {
  const { id } = useParams({ from: '/sessions/$id' })
  const { data: session } = useQuery(sessionQuery(id))
  // Asked for beside the session, not after it.
  usePrefetchInfiniteQuery(spansQuery(id))
  usePrefetchQuery(overviewQuery(id))
  return (
    <>
      <h2 className="sr-only">Timeline</h2>
      {session ? <Timeline session={session} /> : <SkeletonLines lines={12} label="Loading the timeline" />}
    </>
  )
}

function Timeline({ session }: { readonly session: SessionDetail }) {
  const view = useAddressedView(session)
  const { data: overview } = useQuery(overviewQuery(String(session.id)))
  const { data: logs } = useQuery(logMarksQuery(String(session.id)))
  const marks = useMemo(() => logMarksOf(logs ?? NO_LOGS, view.clock.startNs), [logs, view.clock.startNs])
  const spans = useSpanRows(session, { onlyErrors: view.onlyErrors, startNs: view.clock.startNs })
  return (
    <TimelineViewContext value={view}>
      {/* What runs says so beside its duration. */}
      <div className={session.status === 'running' || session.status === 'abandoned' ? '[--took:7rem]' : '[--took:4.5rem]'}>
        <TimelineToolbar
          idleMs={overview?.idleMs ?? null}
          markedLogs={marks.isPartial ? logs?.items.length : undefined}
          onRefresh={spans.hasNews ? spans.refresh : undefined}
        />
        <TimelineHead overview={overview} />
        <LogMarksContext value={marks}>
          <SpanList spans={spans} />
        </LogMarksContext>
      </div>
    </TimelineViewContext>
  )
}
