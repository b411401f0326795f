import type { Phase } from '@ai-tracker/collector/contract'
import { describe, expect, it } from 'vitest'
import { newPhases, phasePaths } from './phase-paths.ts'

const phase = (id: number, parentId: number | null, attempt: number | null = null) =>
  ({ id, parentId, name: `p${id}`, iteration: null, attempt }) as Phase

describe('the phases around an item', () => {
  const pathOf = phasePaths([phase(1, null), phase(2, 1), phase(3, 2, 2), phase(8, 9), phase(9, 8)])
  it.each([
    { name: 'outermost first, each with its attempt', phaseId: 3, names: ['p1', 'p2', 'p3, attempt 2'] },
    { name: 'none', phaseId: null, names: [] },
    { name: 'one that did not come with the session', phaseId: 77, names: ['its name'] },
    { name: 'that are in each other', phaseId: 8, names: ['p9', 'p8'] },
  ])('are $name', ({ phaseId, names }) => expect(pathOf({ phaseId, phase: 'its name' }).map(({ name }) => name)).toEqual(names))
})

describe('phases that begin', () => {
  const path = (...ids: number[]) => ids.map((id) => ({ id, name: `p${id}` }))
  it.each([
    { name: 'all at first', path: path(1, 2), before: [], ids: [1, 2] },
    { name: 'none when they are the same', path: path(1, 2), before: path(1, 2), ids: [] },
    { name: 'the inner one', path: path(1, 3), before: path(1, 2), ids: [3] },
    { name: 'none when an inner one ends', path: path(1), before: path(1, 2), ids: [] },
    { name: 'also below the next outer one', path: path(4, 2), before: path(1, 2), ids: [4, 2] },
  ])('are $name', ({ path, before, ids }) => expect(newPhases(path, before).map(({ id }) => id)).toEqual(ids))
})
