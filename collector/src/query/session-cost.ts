import type { SessionCost } from '../contract.ts'
import type { StoredSessionCost } from '../domain/stored-report.ts'
import { costLine, costSums, dearestFirst, totalOf } from './cost-report.ts'
import { usd } from './values.ts'

/** A list that a person reads ends somewhere; the sums do not. */
const MAX_PHASES = 1000

/** What a session cost. Amounts dearest first, counts most first, equal ones by name, so that the order is always the same. */
export function sessionCostView({ phases, models, parts, unpriced, sources }: StoredSessionCost): SessionCost {
  const total = totalOf(models)
  return {
    total: costSums(total),
    phases: phases
      .toSorted((a, b) => dearestFirst(a, b) || (a.phaseId ?? 0) - (b.phaseId ?? 0))
      .slice(0, MAX_PHASES)
      .map((line) => ({ ...costLine(line, total), phaseId: line.phaseId ?? null })),
    models: models.toSorted(dearestFirst).map((line) => costLine(line, total)),
    parts: parts.map(({ part, quantity, costNanos }) => ({ part, quantity, costUsd: usd(costNanos) })),
    unpriced: unpriced
      .map(({ reason = 'unknown', model, responseCount }) => ({ reason, model: model ?? null, responseCount }))
      .toSorted(
        (a, b) => b.responseCount - a.responseCount || compareText(a.reason, b.reason) || compareText(a.model ?? '', b.model ?? ''),
      ),
    sources: sources
      .map(({ source, responseCount, costNanos }) => ({ source, responseCount, costUsd: usd(costNanos) }))
      .toSorted((a, b) => b.responseCount - a.responseCount || compareText(a.source, b.source)),
  }
}

function compareText(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
