import type { Phase } from '@ai-tracker/collector/contract'
import { describe, expect, it } from 'vitest'
import { lanesOf } from './lanes.ts'

const START = Date.parse('2026-01-04T10:00:00.000Z')

function phase(id: number, [fromMs, durationMs]: readonly [number | null, number | null], parentId: number | null = null): Phase {
  return {
    id,
    spanId: String(id),
    traceId: 't',
    parentId,
    name: `p${id}`,
    number: null,
    iteration: null,
    attempt: null,
    implicit: false,
    status: durationMs === null ? 'running' : 'completed',
    startedAt: fromMs === null ? null : new Date(START + fromMs).toISOString(),
    completedAt: null,
    durationMs,
    responseCount: 0,
    tokensTotal: 0,
    costUsd: null,
    costCoverage: null,
    error: null,
    metadata: null,
  }
}

const lanes = (...phases: Phase[]) =>
  Object.fromEntries(lanesOf(phases, { startMs: START, nowMs: START + 1000 }).map(({ phase, lane }) => [phase.name, lane]))

describe('lanes', () => {
  it('put phases that follow each other on one', () => expect(lanes(phase(1, [0, 100]), phase(2, [100, 50]))).toEqual({ p1: 0, p2: 0 }))
  it('put phases at the same time below each other', () => expect(lanes(phase(1, [0, 100]), phase(2, [50, 100]))).toEqual({ p1: 0, p2: 1 }))
  it('put a nested phase below the one around it', () =>
    expect(lanes(phase(1, [0, 100]), phase(2, [0, 100], 1), phase(3, [20, 10], 2))).toEqual({ p1: 0, p2: 1, p3: 2 }))
  it('use a lane again that has become free', () =>
    expect(lanes(phase(1, [0, 50]), phase(2, [10, 20]), phase(3, [40, 100]))).toEqual({ p1: 0, p2: 1, p3: 1 }))
  it('let a running phase go on until now', () => expect(lanes(phase(1, [0, null]), phase(2, [900, 50]))).toEqual({ p1: 0, p2: 1 }))
  it('leave out phases without a start', () => expect(lanes(phase(1, [null, 5]))).toEqual({}))
})
