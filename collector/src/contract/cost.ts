/** Where a cost comes from: the sender, our price list, our price list over estimated tokens; `unknown` has no cost. */
export type CostSource = 'reported' | 'computed' | 'estimated' | 'unknown'

/** What a call can be charged for: its tokens by part, and a fee for the request itself. */
export type CostPartName =
  | 'inputUncached'
  | 'cacheRead'
  | 'cacheWrite5m'
  | 'cacheWrite1h'
  | 'inputAudio'
  | 'output'
  | 'reasoning'
  | 'outputAudio'
  | 'request'

/** How a cost was found. Money as decimal strings in US dollars. */
export interface CostDerivation {
  /** One line per part that was used: `quantity × unitUsd`, rounded, is `costUsd`. Empty where nothing was computed. */
  readonly lines: readonly CostDerivationLine[]
  /** The price that was used: `genai-prices:provider/model@valid-from` or `own:provider/model@valid-from`. */
  readonly priceId: string | null
  /** The name under which the price is listed, when it is not the one that was sent. */
  readonly pricedAs: string | null
  /** Above so many input tokens a dearer price applies, and it did. */
  readonly tierAbove: number | null
  /** Codes for what a person should know about the amount: `request_model`, `part_without_price` … */
  readonly notes: readonly string[]
  /** Code for why there is no computed amount: `no_usage`, `no_price`, `no_model` … */
  readonly reason: string | null
}

/** One line of the calculation. */
export interface CostDerivationLine {
  readonly part: CostPartName
  /** Tokens, or 1 request. */
  readonly quantity: number
  /** Price of one, exact. */
  readonly unitUsd: string
  readonly costUsd: string
  /** Set when the price list has no price of its own for the part: `as_input`, `twice_input`, `no_price` … */
  readonly rule: string | null
}

/** What a cost report can be broken down by. */
export type CostGroup = 'workflow' | 'model' | 'provider' | 'day' | 'phase'

/** Usage and money of one group, or of all of them. */
export interface CostSums {
  readonly responseCount: number
  /** Cached ones included. */
  readonly tokensInput: number
  readonly tokensOutput: number
  readonly tokensCacheRead: number
  readonly tokensCacheWrite: number
  readonly tokensReasoning: number
  readonly tokensTotal: number
  /** Sum of what is priced; null where nothing is. */
  readonly costUsd: string | null
  /** Share of responses that are priced, 0 to 1; null without responses. */
  readonly costCoverage: number | null
}

/** One line of a cost report. */
export interface CostLine extends CostSums {
  /** Workflow, model, provider or phase by name, or the day as `YYYY-MM-DD`; null = not known. */
  readonly name: string | null
  /** Share of the report's cost, 0 to 1; null when nothing is priced. */
  readonly share: number | null
}

/** Money and tokens over a span of time. Days are listed by date, everything else dearest first. */
export interface CostReport {
  readonly by: CostGroup
  /** First moment that counts, if one was asked for. */
  readonly after: string | null
  /** First moment that no longer counts, if one was asked for. */
  readonly before: string | null
  /** Time zone of the days. */
  readonly timeZone: string
  readonly items: readonly CostLine[]
  readonly total: CostSums
}

/** What a session cost, by everything that a person asks for. */
export interface SessionCost {
  readonly total: CostSums
  /** By phase, the 1,000 dearest first, work of nested phases not included; id null = outside of any phase. */
  readonly phases: readonly (CostLine & { readonly phaseId: number | null })[]
  /** By model, dearest first. */
  readonly models: readonly CostLine[]
  /** By token part, in the order of `CostPartName`; only what was used. */
  readonly parts: readonly CostPartLine[]
  /** Responses without a price, by reason, most first. */
  readonly unpriced: readonly { readonly reason: string; readonly model: string | null; readonly responseCount: number }[]
  /** Amounts by where they come from. */
  readonly sources: readonly { readonly source: CostSource; readonly responseCount: number; readonly costUsd: string | null }[]
}

/** Tokens of one part and what they cost. */
export interface CostPartLine {
  readonly part: CostPartName
  readonly quantity: number
  /** What the price list says that they cost; null where no response with this part was priced by it. */
  readonly costUsd: string | null
}
