import { describe, expect, it } from 'vitest'
import type { StoredCostLine } from '../domain/stored-report.ts'
import { costReport } from './cost-report.ts'

const line = (name: string, costNanos: bigint, pricedCount = 1): StoredCostLine => ({
  name,
  costNanos,
  pricedCount,
  responseCount: 2,
  tokensInput: 10,
  tokensOutput: 1,
  tokensCacheRead: 0,
  tokensCacheWrite: 0,
  tokensReasoning: 0,
})

const names = (lines: readonly StoredCostLine[], by: 'model' | 'day') =>
  costReport(lines, { by, timeZone: 'UTC' }).items.map(({ name }) => name)

describe('costReport', () => {
  it('lists the dearest first, equal ones by name, the nameless as unknown', () => {
    expect(names([line('b', 1n), line('', 0n, 0), line('a', 1n), line('c', 5n)], 'model')).toEqual(['c', 'a', 'b', null])
  })

  it('lists days by date', () => {
    expect(names([line('2026-01-05', 1n), line('2026-01-04', 5n)], 'day')).toEqual(['2026-01-04', '2026-01-05'])
  })

  it('adds up everything and shares it out', () => {
    const report = costReport([line('a', 3_000_000_000n), line('b', 1_000_000_000n), line('c', 0n, 0)], { by: 'model', timeZone: 'UTC' })
    expect(report.total).toMatchObject({ costUsd: '4', responseCount: 6, tokensTotal: 33, costCoverage: 2 / 6 })
    expect(report.items.map(({ share, costUsd }) => [share, costUsd])).toEqual([
      [0.75, '3'],
      [0.25, '1'],
      [null, null],
    ])
  })

  it('knows no cost where nothing is priced', () => {
    const report = costReport([], { by: 'model', timeZone: 'UTC', afterNs: 1_767_520_800_000_000_000n })
    expect(report).toMatchObject({
      items: [],
      after: '2026-01-04T10:00:00.000Z',
      before: null,
      total: { costUsd: null, costCoverage: null },
    })
  })
})
