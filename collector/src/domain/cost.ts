import { type CallFields, USAGE_PARTS } from './record.ts'

/** What a call can be charged for: its tokens by part, and a fee for the request itself. */
export const COST_PARTS = [...USAGE_PARTS, 'request'] as const
export type CostPart = (typeof COST_PARTS)[number]

/** What a call cost and how that was found. Amounts in nano-dollars. */
export interface CostDerivation {
  /** The amount that counts; `undefined` = unknown, which is never shown as zero. */
  readonly nanos?: bigint
  readonly source: CostSource
  readonly reportedNanos?: bigint
  readonly computedNanos?: bigint
  /** The computed amount by part; the parts add up to `computedNanos` exactly. */
  readonly parts?: Readonly<Partial<Record<CostPart, bigint>>>
  /** How the computed amount came about, one line per part that was used, in the order of `USAGE_PARTS`, the request last. */
  readonly lines?: readonly CostLine[]
  /** The price that was used, for `cost explain`: `genai-prices:provider/model@valid-from` or `own:provider/model@valid-from`. */
  readonly priceId?: string
  /** The name under which the price is listed, when it is not the one that was sent. */
  readonly pricedAs?: string
  /** Set when a dearer price for large requests applied: it holds above so many input tokens, for the whole request. */
  readonly tierAbove?: number
  /**
   * What a person should know about the computed amount: `request_model`, `bedrock_name`, `provider_from_name`,
   * `providers_agree`, `free`, `part_without_price`.
   */
  readonly notes?: readonly string[]
  /**
   * Why there is no computed amount: `no_usage`, `invalid_usage`, `partial_usage`, `no_model`, `no_price`, `ambiguous_price`,
   * `not_priced_by_token`, `too_large`.
   */
  readonly reason?: string
}

/** One line of the calculation: `quantity × unitPicos`, which is `nanos` after rounding. */
export interface CostLine {
  readonly part: CostPart
  /** Tokens, or 1 request. */
  readonly quantity: number
  /** Pico-dollars for one. */
  readonly unitPicos: bigint
  readonly nanos: bigint
  /**
   * Set when the price book has no price of its own for the part: `as_input`, `as_output`, `as_cache_write_5m` (that price was
   * taken), `twice_input` (Anthropic's published price of a one-hour cache write), `no_price` (counted as 0), `free` (costs 0).
   */
  readonly rule?: string
}

/** Where a cost comes from; every call has one of them. */
export const ALL_COST_SOURCES = ['reported', 'computed', 'estimated', 'unknown'] as const
export type CostSource = (typeof ALL_COST_SOURCES)[number]

/** Turns a call into money. Pure: prices are inside, the clock is `atNs` (the span's start). */
export type PriceCall = (call: CallFields, atNs: bigint) => CostDerivation
