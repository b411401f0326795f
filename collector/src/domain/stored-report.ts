import type { CostPart, CostSource } from './cost.ts'

/** Sums over what is stored, in the units of stored.ts. */

/** Usage and money over many calls. `costNanos` is the sum of what is priced. */
export interface UsageSums {
  readonly responseCount: number
  readonly pricedCount: number
  readonly tokensInput: number
  readonly tokensOutput: number
  readonly tokensCacheRead: number
  readonly tokensCacheWrite: number
  readonly costNanos: bigint
}

/** One line of a cost report: the sums of one name, `''` = not known. */
export interface StoredCostLine extends UsageSums {
  readonly name: string
  readonly tokensReasoning: number
}

/** What a session cost, by everything that it can be broken down by. In no particular order. */
export interface StoredSessionCost {
  /** By phase without the phases in it; no `phaseId` = outside of any phase. */
  readonly phases: readonly (StoredCostLine & { readonly phaseId?: number })[]
  readonly models: readonly StoredCostLine[]
  /** Parts that were used. `costNanos` is what the price list says, missing where nothing with the part was priced by it. */
  readonly parts: readonly { readonly part: CostPart; readonly quantity: number; readonly costNanos?: bigint }[]
  /** Responses without a cost, by the code for the reason. */
  readonly unpriced: readonly { readonly reason?: string; readonly model?: string; readonly responseCount: number }[]
  readonly sources: readonly { readonly source: CostSource; readonly responseCount: number; readonly costNanos?: bigint }[]
}

/** Two lines as one, which keeps the first one's name. */
export function addCostLines(a: StoredCostLine, b: StoredCostLine): StoredCostLine {
  return {
    name: a.name,
    responseCount: a.responseCount + b.responseCount,
    pricedCount: a.pricedCount + b.pricedCount,
    tokensInput: a.tokensInput + b.tokensInput,
    tokensOutput: a.tokensOutput + b.tokensOutput,
    tokensCacheRead: a.tokensCacheRead + b.tokensCacheRead,
    tokensCacheWrite: a.tokensCacheWrite + b.tokensCacheWrite,
    tokensReasoning: a.tokensReasoning + b.tokensReasoning,
    costNanos: a.costNanos + b.costNanos,
  }
}

/** One measure over the sessions of a group; `''` = no name. Sums are over the sessions that have a value. */
export interface StoredStatsLine {
  readonly name: string
  readonly sessionCount: number
  readonly valueCount: number
  readonly sum?: bigint
  readonly min?: bigint
  readonly max?: bigint
}
