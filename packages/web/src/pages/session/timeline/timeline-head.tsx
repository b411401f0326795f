import type { SessionOverview } from '@ai-tracker/collector/contract'
import { classes } from '../../../ui/classes.ts'
import { Skeleton } from '../../../ui/skeleton.tsx'
import { useMediaQuery } from '../../../ui/use-media-query.ts'
import { OverviewStrip } from './overview-strip.tsx'
import { PhaseLanes } from './phase-lanes.tsx'
import { COLUMNS } from './span-line.tsx'
import { TimeAxis } from './time-axis.tsx'
import { useTimelineView } from './timeline-view.ts'

interface TimelineHeadProps {
  /** `undefined` while it is on its way. */
  readonly overview: SessionOverview | undefined
}

/** What stands above the spans in their columns: the overview, and what stays in view, the phases and the axis of time. */
export function TimelineHead({ overview }: TimelineHeadProps) {
  return (
    <>
      <div className={classes(COLUMNS, 'px-3 pb-2 sm:px-4')}>
        <span className="hidden self-center text-xs text-muted md:block">The whole session; drag over it to zoom</span>
        <div className="col-span-full md:col-span-1">
          {overview ? <OverviewStrip overview={overview} /> : <Skeleton className="h-12" />}
        </div>
      </div>
      <ColumnHeads />
    </>
  )
}

function ColumnHeads() {
  const isWide = useMediaQuery('(min-width: 860px)')
  const { shown } = useTimelineView()
  return (
    <div className="sticky top-[85px] z-10 border-y border-line bg-canvas">
      <div className={classes(COLUMNS, 'items-stretch px-3 text-xs sm:px-4')}>
        <span className="hidden items-end pb-1 font-medium text-muted md:flex">Span</span>
        <div className="col-span-full min-w-0 md:col-span-1">
          <PhaseLanes />
          <div className="h-6">
            <TimeAxis shown={shown} mostTicks={isWide ? 6 : 3} />
          </div>
        </div>
        <span className="hidden items-end justify-end pb-1 font-medium text-muted md:flex">Duration</span>
        <span className="hidden items-end justify-end pb-1 font-medium text-muted md:flex">Cost</span>
      </div>
    </div>
  )
}
