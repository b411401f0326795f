import type { SessionDetail } from '@ai-tracker/collector/contract'
import { type UseNavigateResult, useNavigate, useSearch } from '@tanstack/react-router'
import { createContext, use, useMemo } from 'react'
import { useNow } from '../../../ui/use-now.ts'
import { spanParam } from '../search.ts'
import type { Folding, SpanRow } from './rows.ts'
import { type TimelineSearch, toggledOf, withToggled } from './search.ts'
import { type TimeWindow, within } from './time-window.ts'

/** When a session began, and where it ends for now. */
export interface SessionClock {
  /** Milliseconds since 1970. */
  readonly startMs: number
  readonly startNs: bigint
  /** Milliseconds since 1970: the end, or the present while the session runs. */
  readonly nowMs: number
}

/** What of a session its timeline shows, and how a person changes that. All of it is in the address. */
export interface TimelineView {
  readonly session: SessionDetail
  readonly clock: SessionClock
  readonly whole: TimeWindow
  /** What the spans show of it. */
  readonly shown: TimeWindow
  readonly isZoomed: boolean
  readonly onlyErrors: boolean
  readonly folding: Folding
  /** The parameter `span` of the address: the span whose drawer is open. */
  readonly openId: string | undefined
  /** `undefined` = to the whole session. */
  readonly zoom: (window: TimeWindow | undefined) => void
  readonly showOnlyErrors: (on: boolean) => void
  /** Folds everything that lies in a phase, or unfolds it. */
  readonly foldToPhases: (on: boolean) => void
  /** Folds what is below a span, or unfolds it. */
  readonly toggle: (row: SpanRow) => void
  /** Opens the drawer of a span. */
  readonly open: (row: SpanRow) => void
}

/** Gives the view to everything on the screen. */
export const TimelineViewContext = createContext<TimelineView | undefined>(undefined)

/** The view of the timeline that one is on. @throws Error outside of a timeline */
export function useTimelineView(): TimelineView {
  const view = use(TimelineViewContext)
  if (!view) throw new Error('this is a part of the timeline screen')
  return view
}

/** A session that lasted no time at all is drawn as a millisecond. */
const SHORTEST_MS = 1
/** Folded to phases: the root is open, what is below it is not. */
const PHASE_DEPTH = 1

/** The view of a session that the address names. */
export function useAddressedView(session: SessionDetail): TimelineView {
  const search = useSearch({ from: '/sessions/$id/timeline' })
  const navigate = useNavigate({ from: '/sessions/$id/timeline' })
  const clock = useClock(session)
  // The value of a context: a new one makes every row anew.
  return useMemo(() => viewOf({ session, clock, search, navigate }), [session, clock, search, navigate])
}

interface ViewParts extends Pick<TimelineView, 'session' | 'clock'> {
  readonly search: TimelineSearch & { readonly span?: string | undefined }
  readonly navigate: UseNavigateResult<'/sessions/$id/timeline'>
}

function viewOf({ session, clock, search, navigate }: ViewParts): TimelineView {
  const whole = { fromMs: 0, toMs: Math.max(SHORTEST_MS, clock.nowMs - clock.startMs) }
  const isZoomed = search.from !== undefined && search.to !== undefined
  const onlyErrors = search.only === 'errors'
  const change = (changed: TimelineSearch): void =>
    void navigate({ search: (before) => ({ ...before, ...changed }), replace: true, resetScroll: false })
  return {
    session,
    clock,
    whole,
    shown: isZoomed ? within({ fromMs: search.from ?? 0, toMs: search.to ?? whole.toMs }, whole.toMs) : whole,
    isZoomed,
    onlyErrors,
    folding: { depth: onlyErrors ? undefined : search.depth, toggled: toggledOf(search) },
    openId: search.span,
    zoom: (window) => change(zoomSearch(window, whole)),
    showOnlyErrors: (on) => change({ only: on ? 'errors' : undefined }),
    foldToPhases: (on) => change({ depth: on ? PHASE_DEPTH : undefined, toggled: undefined }),
    toggle: ({ span }) => change({ toggled: withToggled(search, span.spanId) }),
    open: ({ span }) =>
      void navigate({
        search: (before) => ({ ...before, span: spanParam(span) }),
        replace: search.span !== undefined,
        resetScroll: false,
      }),
  }
}

/** A zoom as it stands in the address. One that shows everything is none. */
function zoomSearch(window: TimeWindow | undefined, whole: TimeWindow): Pick<TimelineSearch, 'from' | 'to'> {
  const next = window && within(window, whole.toMs)
  if (!next || next.toMs - next.fromMs >= whole.toMs) return { from: undefined, to: undefined }
  return { from: rounded(next.fromMs), to: rounded(next.toMs) }
}

/** A thousandth of a millisecond is exact enough for a zoom, and short in an address. */
function rounded(ms: number): number {
  return Math.round(ms * 1_000) / 1_000
}

function useClock(session: SessionDetail): SessionClock {
  const startMs = session.startedAt === null ? 0 : Date.parse(session.startedAt)
  const endMs = startMs + session.durationMs
  // Without a start there is no time that it has been running for.
  const isRunning = session.status === 'running' && session.startedAt !== null
  const now = useNow(isRunning)
  const nowMs = Math.max(now, endMs)
  return useMemo(() => ({ startMs, startNs: BigInt(startMs) * 1_000_000n, nowMs }), [startMs, nowMs])
}
