import type { CostGroup, CostLine, CostReport, CostSums } from '../contract.ts'
import { addCostLines, type StoredCostLine } from '../domain/stored-report.ts'
import { coverage, iso, pricedUsd } from './values.ts'

/** What a report was asked for. */
export interface CostScope {
  readonly by: CostGroup
  readonly afterNs?: bigint
  readonly beforeNs?: bigint
  readonly timeZone: string
}

/** The report: days by date, everything else dearest first, then by tokens and name, so that the order is always the same. */
export function costReport(lines: readonly StoredCostLine[], { by, afterNs, beforeNs, timeZone }: CostScope): CostReport {
  const total = totalOf(lines)
  const ordered = lines.toSorted(by === 'day' ? (a, b) => compare(a.name, b.name) : dearestFirst)
  return {
    by,
    after: afterNs === undefined ? null : iso(afterNs),
    before: beforeNs === undefined ? null : iso(beforeNs),
    timeZone,
    items: ordered.map((line) => costLine(line, total)),
    total: costSums(total),
  }
}

/** The sum of lines. */
export function totalOf(lines: readonly StoredCostLine[]): StoredCostLine {
  return lines.reduce(addCostLines, ZERO)
}

/** One line of a report. */
export function costLine(line: StoredCostLine, total: StoredCostLine): CostLine {
  return { name: line.name || null, share: share(line, total), ...costSums(line) }
}

const ZERO: StoredCostLine = {
  name: '',
  responseCount: 0,
  pricedCount: 0,
  tokensInput: 0,
  tokensOutput: 0,
  tokensCacheRead: 0,
  tokensCacheWrite: 0,
  tokensReasoning: 0,
  costNanos: 0n,
}

/** Sums in the form of the contract. */
export function costSums(line: StoredCostLine): CostSums {
  return {
    responseCount: line.responseCount,
    tokensInput: line.tokensInput,
    tokensOutput: line.tokensOutput,
    tokensCacheRead: line.tokensCacheRead,
    tokensCacheWrite: line.tokensCacheWrite,
    tokensReasoning: line.tokensReasoning,
    tokensTotal: line.tokensInput + line.tokensOutput,
    costUsd: pricedUsd(line),
    costCoverage: coverage(line),
  }
}

/** Share of the priced money; a line without a price has none. */
function share(line: StoredCostLine, total: StoredCostLine): number | null {
  if (line.pricedCount === 0 || total.costNanos === 0n) return null
  return Number(line.costNanos) / Number(total.costNanos)
}

/** Order of lines: by money, then by tokens and name. */
export function dearestFirst(a: StoredCostLine, b: StoredCostLine): number {
  return compare(b.costNanos, a.costNanos) || b.tokensInput + b.tokensOutput - a.tokensInput - a.tokensOutput || compare(a.name, b.name)
}

function compare<T extends string | bigint>(a: T, b: T): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
