import type { Phase } from '@ai-tracker/collector/contract'
import { useMemo } from 'react'
import { count, counted, duration, shortMoney } from '../../../trace/format.ts'
import { SafeText } from '../../../trace/safe-text.tsx'
import { visibleLine } from '../../../trace/visible-text.ts'
import { classes } from '../../../ui/classes.ts'
import { type LanePhase, lanesOf } from './lanes.ts'
import { barIn, type TimeWindow } from './time-window.ts'

/** Above this, only phases that are in no other one have a place. */
const MAX_PHASES = 200
/** More lanes would push the spans out of view; what is nested deeper is among them. */
const MAX_LANES = 4
const LANE_PX = 24
/** Share of the width below which a phase is a mark without a name. */
const LEAST_WITH_NAME = 0.03

interface PhaseLanesProps {
  readonly phases: readonly Phase[]
  /** Phases that the session has; more than `phases` when those are only the first ones. */
  readonly phaseCount: number
  readonly startMs: number
  readonly nowMs: number
  readonly shown: TimeWindow
  readonly onZoom: (window: TimeWindow) => void
}

/** The phases of a session on lanes: each is a button that zooms to it. */
export function PhaseLanes({ phases, phaseCount, startMs, nowMs, shown, onZoom }: PhaseLanesProps) {
  const isPartial = phaseCount > phases.length
  const lanes = useMemo(() => lanesOf(outermost(phases), { startMs, nowMs }), [phases, startMs, nowMs])
  const height = Math.min(MAX_LANES, 1 + Math.max(...lanes.map(({ lane }) => lane), 0)) * LANE_PX
  if (lanes.length === 0) return null
  return (
    <>
      {isPartial && (
        <p className="py-1 text-2xs text-muted">
          The first {count(phases.length)} of {count(phaseCount)} phases; fold to phases to see the others among the spans
        </p>
      )}
      <fieldset aria-label="Phases" className="relative m-0 overflow-hidden border-0 p-0" style={{ height }}>
        {lanes
          .filter(({ lane }) => lane < MAX_LANES)
          .map((each) => (
            <PhaseBar key={each.phase.id} lanePhase={each} shown={shown} onZoom={onZoom} />
          ))}
      </fieldset>
    </>
  )
}

function outermost(phases: readonly Phase[]): readonly Phase[] {
  return phases.length <= MAX_PHASES ? phases : phases.filter(({ parentId }) => parentId === null)
}

interface PhaseBarProps {
  readonly lanePhase: LanePhase
  readonly shown: TimeWindow
  readonly onZoom: (window: TimeWindow) => void
}

function PhaseBar({ lanePhase, shown, onZoom }: PhaseBarProps) {
  const { phase, lane } = lanePhase
  const place = barIn(shown, lanePhase)
  if (!place) return null
  const isFailed = phase.status === 'failed'
  const hasRoom = place.width > LEAST_WITH_NAME
  return (
    <button
      type="button"
      title={titleOf(phase)}
      aria-label={visibleLine(nameOf(phase))}
      onClick={() => onZoom(lanePhase)}
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
          <SafeText text={nameOf(phase)} oneLine />
        </span>
      )}
    </button>
  )
}

/** Which time it is: of a review that is done over, of a step that is tried again. */
function nameOf({ name, iteration, attempt }: Phase): string {
  const round = iteration !== null && iteration > 1 ? ` #${iteration}` : ''
  return attempt !== null && attempt > 1 ? `${name}${round}, attempt ${attempt}` : `${name}${round}`
}

function titleOf(phase: Phase): string {
  const sums = [
    duration(phase.durationMs),
    counted(phase.responseCount, 'model call'),
    phase.costUsd === null ? '' : shortMoney(phase.costUsd),
  ]
  return `${visibleLine(nameOf(phase))}: ${phase.status}, ${sums.filter(Boolean).join(', ')}. Click to zoom.`
}
