import type { SessionDetail, SessionOverview } from '@ai-tracker/collector/contract'
import { classes } from '../../../ui/classes.ts'
import { Skeleton } from '../../../ui/skeleton.tsx'
import { useMediaQuery } from '../../../ui/use-media-query.ts'
import { OverviewStrip } from './overview-strip.tsx'
import { PhaseLanes } from './phase-lanes.tsx'
import { COLUMNS } from './span-line.tsx'
import { TimeAxis } from './time-axis.tsx'
import type { TimeWindow } from './time-window.ts'
import { TimelineToolbar } from './timeline-toolbar.tsx'

interface TimelineHeadProps {
  readonly session: SessionDetail
  readonly overview: SessionOverview | undefined
  readonly clock: { readonly startMs: number; readonly startNs: bigint; readonly nowMs: number }
  readonly view: {
    readonly whole: TimeWindow
    readonly shown: TimeWindow
    readonly isZoomed: boolean
    readonly onlyErrors: boolean
    readonly isFolded: boolean
  }
  readonly onZoom: (window: TimeWindow | undefined) => void
  readonly onOnlyErrors: (on: boolean) => void
  readonly onFold: (on: boolean) => void
  readonly onRefresh: (() => void) | undefined
}

/** What stays in view above the spans: the overview, the phases, and the axis of time. */
export function TimelineHead({ session, overview, clock, view, onZoom, onOnlyErrors, onFold, onRefresh }: TimelineHeadProps) {
  const isWide = useMediaQuery('(min-width: 860px)')
  const { whole, shown, isZoomed, onlyErrors, isFolded } = view
  return (
    <>
      <div className="flex flex-col gap-2 px-3 pt-3 pb-2 sm:px-4">
        <TimelineToolbar
          session={session}
          shown={shown}
          isZoomed={isZoomed}
          idleMs={overview?.idleMs ?? null}
          onlyErrors={onlyErrors}
          isFolded={isFolded}
          onZoom={onZoom}
          onOnlyErrors={onOnlyErrors}
          onFold={onFold}
          onRefresh={onRefresh}
        />
      </div>
      <div className={classes(COLUMNS, 'px-3 pb-2 sm:px-4')}>
        <span className="hidden self-center text-xs text-muted md:block">The whole session; drag over it to zoom</span>
        <div className="col-span-full md:col-span-1">
          {overview ? (
            <OverviewStrip overview={overview} startNs={clock.startNs} whole={whole} shown={shown} onZoom={onZoom} />
          ) : (
            <Skeleton className="h-12" />
          )}
        </div>
      </div>
      <div className="sticky top-[85px] z-10 border-y border-line bg-canvas">
        <div className={classes(COLUMNS, 'items-stretch px-3 text-xs sm:px-4')}>
          <span className="hidden items-end pb-1 font-medium text-muted md:flex">Span</span>
          <div className="col-span-full min-w-0 md:col-span-1">
            <PhaseLanes
              phases={session.phases}
              phaseCount={session.phaseCount}
              startMs={clock.startMs}
              nowMs={clock.nowMs}
              shown={shown}
              onZoom={onZoom}
            />
            <div className="h-6">
              <TimeAxis shown={shown} mostTicks={isWide ? 6 : 3} />
            </div>
          </div>
          <span className="hidden items-end justify-end pb-1 font-medium text-muted md:flex">Duration</span>
          <span className="hidden items-end justify-end pb-1 font-medium text-muted md:flex">Cost</span>
        </div>
      </div>
    </>
  )
}
