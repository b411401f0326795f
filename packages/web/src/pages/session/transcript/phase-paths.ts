import type { Phase, TranscriptItem } from '@ai-tracker/collector/contract'
import { phaseName } from '../../../trace/phase-name.ts'

/** A phase that is around an item. */
export interface AroundPhase {
  readonly id: number
  readonly name: string
}

/** Gives the phases around an item, outermost first. A phase that did not come with the session is known by its name only. */
export function phasePaths(phases: readonly Phase[]): (item: Pick<TranscriptItem, 'phaseId' | 'phase'>) => readonly AroundPhase[] {
  const byId = new Map(phases.map((phase) => [phase.id, phase]))
  return ({ phaseId, phase }) => {
    if (phaseId === null) return []
    if (!byId.has(phaseId)) return [{ id: phaseId, name: phase ?? '' }]
    const path: AroundPhase[] = []
    const seen = new Set<number>()
    for (let around = byId.get(phaseId); around && !seen.has(around.id); around = byId.get(around.parentId ?? Number.NaN)) {
      seen.add(around.id)
      path.unshift({ id: around.id, name: phaseName(around) })
    }
    return path
  }
}

/** Those of a path that were not around what came before. */
export function newPhases(path: readonly AroundPhase[], before: readonly AroundPhase[]): readonly AroundPhase[] {
  const first = path.findIndex(({ id }, index) => before[index]?.id !== id)
  return first === -1 ? [] : path.slice(first)
}
