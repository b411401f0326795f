import type { Phase } from '@ai-tracker/collector/contract'
import type { TimeWindow } from './time-window.ts'

/** A phase on its lane. */
export interface LanePhase extends TimeWindow {
  readonly phase: Phase
  /** 0 = the topmost. */
  readonly lane: number
}

/** What phases are placed by: where the session begins and where running phases end for now, in milliseconds since 1970. */
export interface LaneClock {
  readonly startMs: number
  readonly nowMs: number
}

/**
 * Phases on lanes: each as high as it fits, below the phase around it, and never over one that runs at the same time. Phases without a
 * start have no place.
 */
export function lanesOf(phases: readonly Phase[], { startMs, nowMs }: LaneClock): readonly LanePhase[] {
  const ends: number[] = []
  const laneById = new Map<number, number>()
  const placed = phases.flatMap((phase) => {
    if (phase.startedAt === null) return []
    const fromMs = Date.parse(phase.startedAt) - startMs
    const toMs = phase.durationMs === null ? Math.max(fromMs, nowMs - startMs) : fromMs + phase.durationMs
    return [{ phase, fromMs, toMs }]
  })
  return placed
    .toSorted((a, b) => a.fromMs - b.fromMs || b.toMs - a.toMs)
    .map((each) => {
      const around = each.phase.parentId === null ? undefined : laneById.get(each.phase.parentId)
      let lane = around === undefined ? 0 : around + 1
      while ((ends[lane] ?? Number.NEGATIVE_INFINITY) > each.fromMs) lane++
      ends[lane] = each.toMs
      laneById.set(each.phase.id, lane)
      return { ...each, lane }
    })
}
