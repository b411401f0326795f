import { describe, expect, it } from 'vitest'
import { statsReport } from './stats-report.ts'

const lines = [
  { name: 'failed', sessionCount: 1, valueCount: 1, sum: 5_000_000n, min: 5_000_000n, max: 5_000_000n },
  { name: 'completed', sessionCount: 3, valueCount: 2, sum: 3_000_001n, min: 1n, max: 3_000_000n },
  { name: 'running', sessionCount: 1, valueCount: 0 },
]

describe('statsReport', () => {
  it.each([
    ['issues', { sum: 3_000_001, average: 1_500_000.5, min: 1, max: 3_000_000 }],
    ['duration_ms', { sum: 3.000001, average: 1.5, min: 0.000001, max: 3 }],
    ['cost_usd', { sum: '0.003000001', average: '0.0015', min: '0.000000001', max: '0.003' }],
  ] as const)('shows %s in its unit', (metric, expected) => {
    expect(statsReport(lines, { by: 'status', metric }).items[0]).toEqual({
      name: 'completed',
      sessionCount: 3,
      valueCount: 2,
      ...expected,
    })
  })

  it('lists most sessions first, and what has no value without one', () => {
    const { items, total } = statsReport(lines, { by: 'status', metric: 'issues' })
    expect(items.map(({ name }) => name)).toEqual(['completed', 'failed', 'running'])
    expect(items[2]).toMatchObject({ sum: null, average: null, min: null, max: null })
    expect(total).toEqual({ name: null, sessionCount: 5, valueCount: 3, sum: 8_000_001, average: 8_000_001 / 3, min: 1, max: 5_000_000 })
  })

  it('is empty without sessions', () => {
    expect(statsReport([], { by: 'status', metric: 'issues' })).toMatchObject({ items: [], total: { sessionCount: 0, sum: null } })
  })
})
