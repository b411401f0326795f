import type { Phase } from '@ai-tracker/collector/contract'
import { useMemo } from 'react'
import { count } from '../../../trace/format.ts'
import { lanesOf } from './lanes.ts'
import { LANE_PX, PhaseBar } from './phase-bar.tsx'
import { useTimelineView } from './timeline-view.ts'

/** Above this, only phases that are in no other one have a place. */
const MAX_PHASES = 200
/** More lanes would push the spans out of view; what is nested deeper is among them. */
const MAX_LANES = 4

/** The phases of a session on lanes: each is a button that zooms to it. */
export function PhaseLanes() {
  const { session, clock } = useTimelineView()
  const { phases, phaseCount } = session
  const { startMs, nowMs } = clock
  const lanes = useMemo(() => lanesOf(outermost(phases), { startMs, nowMs }), [phases, startMs, nowMs])
  const height = Math.min(MAX_LANES, 1 + Math.max(...lanes.map(({ lane }) => lane), 0)) * LANE_PX
  if (lanes.length === 0) return null
  return (
    <>
      {phaseCount > phases.length && (
        <p className="py-1 text-2xs text-muted">
          The first {count(phases.length)} of {count(phaseCount)} phases; fold to phases to see the others among the spans
        </p>
      )}
      <fieldset aria-label="Phases" className="relative m-0 overflow-hidden border-0 p-0" style={{ height }}>
        {lanes
          .filter(({ lane }) => lane < MAX_LANES)
          .map((each) => (
            <PhaseBar key={each.phase.id} lanePhase={each} />
          ))}
      </fieldset>
    </>
  )
}

/** Where there are many phases, only those that are in no other one. */
function outermost(phases: readonly Phase[]): readonly Phase[] {
  return phases.length <= MAX_PHASES ? phases : phases.filter(({ parentId }) => parentId === null)
}
