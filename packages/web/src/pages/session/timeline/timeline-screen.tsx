import type { SessionDetail } from '@ai-tracker/collector/contract'
import { usePrefetchInfiniteQuery, usePrefetchQuery, useQuery } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { overviewQuery, sessionQuery, spansQuery } from '../../../data/queries.ts'
import { SkeletonLines } from '../../../ui/skeleton.tsx'
import { useNow } from '../../../ui/use-now.ts'
import { spanParam } from '../search.ts'
import { type SpanRow, visibleRows } from './rows.ts'
import { type timelineSearch, toggledOf, withToggled } from './search.ts'
import { SpanList } from './span-list.tsx'
import { within } from './time-window.ts'
import { TimelineHead } from './timeline-head.tsx'
import { useSpanRows } from './use-span-rows.ts'

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

/** A session that lasted no time at all is drawn as a millisecond. */
const SHORTEST_MS = 1

function Timeline({ session }: { readonly session: SessionDetail }) {
  const search = useSearch({ from: '/sessions/$id/timeline' })
  const navigate = useNavigate({ from: '/sessions/$id/timeline' })
  const { startMs, startNs, nowMs } = useClock(session)
  const whole = { fromMs: 0, toMs: Math.max(SHORTEST_MS, nowMs - startMs) }
  const isZoomed = search.from !== undefined && search.to !== undefined
  const shown = isZoomed ? within({ fromMs: search.from ?? 0, toMs: search.to ?? whole.toMs }, whole.toMs) : whole
  const onlyErrors = search.only === 'errors'
  const folding = { depth: onlyErrors ? undefined : search.depth, toggled: toggledOf(search) }
  const { data: overview } = useQuery(overviewQuery(String(session.id)))
  const spans = useSpanRows(session, { onlyErrors, startNs })

  const show = (change: Partial<ReturnType<typeof timelineSearch>>): void =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true, resetScroll: false })
  const zoom = (window: { readonly fromMs: number; readonly toMs: number } | undefined): void => {
    const next = window && within(window, whole.toMs)
    const isWhole = !next || next.toMs - next.fromMs >= whole.toMs
    show(isWhole ? { from: undefined, to: undefined } : { from: rounded(next.fromMs), to: rounded(next.toMs) })
  }
  const open = (row: SpanRow): void =>
    void navigate({
      search: (before) => ({ ...before, span: spanParam(row.span) }),
      replace: search.span !== undefined,
      resetScroll: false,
    })
  return (
    <>
      <TimelineHead
        session={session}
        overview={overview}
        clock={{ startMs, startNs, nowMs }}
        view={{ whole, shown, isZoomed, onlyErrors, isFolded: search.depth !== undefined }}
        onZoom={zoom}
        onOnlyErrors={(on) => show({ only: on ? 'errors' : undefined })}
        onFold={(on) => show({ depth: on ? 1 : undefined, toggled: undefined })}
        onRefresh={spans.hasNews ? spans.refresh : undefined}
      />
      <SpanList
        spans={spans}
        rows={visibleRows(spans.rows, folding)}
        shown={shown}
        folding={folding}
        openId={search.span}
        onToggle={(row) => show({ toggled: withToggled(search, row.span.spanId) })}
        onOpen={open}
      />
    </>
  )
}

/** A thousandth of a millisecond is exact enough for a zoom, and short in an address. */
function rounded(ms: number): number {
  return Math.round(ms * 1_000) / 1_000
}

/** When the session began, and where it ends for now: one that runs goes on. */
function useClock(session: SessionDetail): { readonly startMs: number; readonly startNs: bigint; readonly nowMs: number } {
  const now = useNow()
  const startMs = session.startedAt === null ? 0 : Date.parse(session.startedAt)
  const endMs = startMs + session.durationMs
  // Without a start there is no time that it has been running for.
  const isRunning = session.status === 'running' && session.startedAt !== null
  return { startMs, startNs: BigInt(startMs) * 1_000_000n, nowMs: isRunning ? Math.max(now, endMs) : endMs }
}
