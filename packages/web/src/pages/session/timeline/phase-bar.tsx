import { counted, duration, NEVER_ENDED, runningFor, shortMoney } from '../../../trace/format.ts'
import { phaseName } from '../../../trace/phase-name.ts'
import { SafeText } from '../../../trace/safe-text.tsx'
import { visibleLine } from '../../../trace/visible-text.ts'
import { classes } from '../../../ui/classes.ts'
import type { LanePhase } from './lanes.ts'
import { barIn } from './time-window.ts'
import { useTimelineView } from './timeline-view.ts'

export const LANE_PX = 24
/** Share of the width below which a phase is a mark without a name. */
const LEAST_WITH_NAME = 0.03

/** A phase on its lane: a button that zooms to it. */
export function PhaseBar({ lanePhase }: { readonly lanePhase: LanePhase }) {
  const { session, shown, zoom } = useTimelineView()
  const { phase, lane, fromMs, toMs } = lanePhase
  const place = barIn(shown, lanePhase)
  if (!place) return null
  const isFailed = phase.status === 'failed'
  const hasRoom = place.width > LEAST_WITH_NAME
  return (
    <button
      type="button"
      title={titleOf(lanePhase, session.status === 'running')}
      aria-label={visibleLine(phaseName(phase))}
      onClick={() => zoom({ fromMs, toMs })}
      className={classes(
        'absolute flex min-w-[3px] items-center overflow-hidden rounded-sm text-left text-xs whitespace-nowrap hover:brightness-95',
        hasRoom && 'border px-1.5',
        !hasRoom && (isFailed ? 'bg-danger-fill' : 'bg-kind-phase'),
        hasRoom && (isFailed ? 'border-danger-fill bg-danger-soft text-danger' : 'border-line-strong bg-surface text-ink'),
        phase.status === 'running' && 'border-r-0 border-dashed',
      )}
      style={{ left: `${place.left * 100}%`, width: `calc(${place.width * 100}% - 2px)`, top: lane * LANE_PX, height: LANE_PX - 4 }}
    >
      {hasRoom && (
        <span className="one-line">
          <SafeText text={phaseName(phase)} oneLine />
        </span>
      )}
    </button>
  )
}

/** How long it took, or has been running, and what it used. */
function titleOf({ phase, fromMs, toMs }: LanePhase, isLive: boolean): string {
  const { status, durationMs, responseCount, costUsd } = phase
  const facts = [
    durationMs === null ? (isLive ? runningFor(toMs - fromMs) : NEVER_ENDED) : `${duration(durationMs)}, ${status}`,
    counted(responseCount, 'model call'),
    costUsd === null ? '' : shortMoney(costUsd),
  ]
  return `${visibleLine(phaseName(phase))}: ${facts.filter(Boolean).join(', ')}. Click to zoom.`
}
