import type { StatsLine, StatsReport, StatsValue } from '../contract.ts'
import { nanosToUsd } from '../domain/money.ts'
import type { StoredStatsLine } from '../domain/stored-report.ts'

/** What a report was asked for. */
type StatsScope = Pick<StatsReport, 'by' | 'metric'>

const NS_PER_MS = 1e6

/** The report: most sessions first, then by name. */
export function statsReport(lines: readonly StoredStatsLine[], { by, metric }: StatsScope): StatsReport {
  const view = (line: StoredStatsLine): StatsLine => ({
    name: line.name || null,
    sessionCount: line.sessionCount,
    valueCount: line.valueCount,
    sum: shown(line.sum, metric),
    average: average(line, metric),
    min: shown(line.min, metric),
    max: shown(line.max, metric),
  })
  const ordered = lines.toSorted((a, b) => b.sessionCount - a.sessionCount || (a.name < b.name ? -1 : 1))
  return { by, metric, items: ordered.map(view), total: view(lines.reduce(add, { name: '', sessionCount: 0, valueCount: 0 })) }
}

function shown(value: bigint | undefined, metric: StatsReport['metric']): StatsValue {
  if (value === undefined) return null
  if (metric === 'cost_usd') return nanosToUsd(value)
  return metric === 'duration_ms' ? Number(value) / NS_PER_MS : Number(value)
}

/** Money is rounded to whole nano-dollars, time to nanoseconds. */
function average({ sum, valueCount }: StoredStatsLine, metric: StatsReport['metric']): StatsValue {
  if (sum === undefined || valueCount === 0) return null
  if (metric === 'cost_usd' || metric === 'duration_ms') return shown(sum / BigInt(valueCount), metric)
  return Number(sum) / valueCount
}

function add(a: StoredStatsLine, b: StoredStatsLine): StoredStatsLine {
  const sum = pick(a.sum, b.sum, (x, y) => x + y)
  const min = pick(a.min, b.min, (x, y) => (x < y ? x : y))
  const max = pick(a.max, b.max, (x, y) => (x > y ? x : y))
  return {
    name: '',
    sessionCount: a.sessionCount + b.sessionCount,
    valueCount: a.valueCount + b.valueCount,
    ...(sum !== undefined && { sum }),
    ...(min !== undefined && { min }),
    ...(max !== undefined && { max }),
  }
}

function pick(a: bigint | undefined, b: bigint | undefined, both: (a: bigint, b: bigint) => bigint): bigint | undefined {
  return a === undefined || b === undefined ? (a ?? b) : both(a, b)
}
