import type { CostPart } from '../domain/cost.ts'

/**
 * Prices as exact integers, the form that everything in this folder computes with. A book is a value: it is loaded once,
 * never changes, and names itself (`version`) so that a stored amount can say what it was computed from.
 */
export interface PriceBook {
  /** Names the data, our rules and the own prices; equal versions give equal amounts. Stored with derived rows. */
  readonly version: string
  /** Ids of the providers that list prices. */
  readonly providers: readonly string[]
  /** The book's id of a provider as telemetry names it (`aws.bedrock` → `aws`); `undefined` for one without prices. */
  readonly providerId: (name: string) => string | undefined
  /** Providers whose prices hold where `providerId` lists none of its own (Azure sells OpenAI's models). */
  readonly fallbacks: (providerId: string) => readonly string[]
  /** The price that a provider lists under exactly this lower-case name or alias. */
  readonly listed: (providerId: string, name: string) => ModelPrice | undefined
  /** The user's own price for exactly this lower-case name; `provider` as telemetry names it. */
  readonly own: (provider: string | undefined, name: string) => ModelPrice | undefined
}

/** Every price that one model ever had at one provider. */
export interface ModelPrice {
  readonly source: 'genai-prices' | 'own'
  readonly provider: string
  readonly model: string
  /** The later entry wins where several hold. */
  readonly entries: readonly PriceEntry[]
}

/** The prices of a model for some time. */
export interface PriceEntry {
  /** Holds from then on; `undefined` = since ever. */
  readonly validFromNs?: bigint
  /** Holds only within this part of every UTC day; `toNs` below `fromNs` spans midnight. */
  readonly daily?: { readonly fromNs: bigint; readonly toNs: bigint }
  /** When it holds, as text for people: `2026-03-13`, `00:30:00Z-16:30:00Z`, or empty. */
  readonly label: string
  readonly rates: Rates
  /** `free` = the provider charges nothing; `other` = it charges, but not by tokens (hours of audio, pages). */
  readonly basis: 'tokens' | 'free' | 'other'
}

/** Prices by part, those that are listed. */
export type Rates = Readonly<Partial<Record<CostPart, Rate>>>

/** Pico-dollars for one token (or one request), which may depend on the size of the request. */
export interface Rate {
  readonly picos: bigint
  /** Ascending. The last one whose `above` the request's input tokens exceed replaces `picos` for the whole request. */
  readonly tiers: readonly { readonly above: bigint; readonly picos: bigint }[]
  /** How the rate was derived, when it is not listed; see `CostLine.rule`. */
  readonly rule?: string
}

const NS_PER_DAY = 86_400_000_000_000n

/** The entry that holds at a time: the last that matches; `undefined` when none does (an own price that starts later). */
export function entryAt(price: ModelPrice, atNs: bigint): PriceEntry | undefined {
  return price.entries.findLast((entry) => (entry.validFromNs ?? 0n) <= atNs && isInWindow(entry, atNs))
}

function isInWindow({ daily }: PriceEntry, atNs: bigint): boolean {
  if (!daily) return true
  const timeOfDay = atNs % NS_PER_DAY
  if (daily.toNs < daily.fromNs) return timeOfDay >= daily.fromNs || timeOfDay < daily.toNs
  return timeOfDay >= daily.fromNs && timeOfDay < daily.toNs
}

/**
 * Adds the price of a one-hour cache write to Claude's rates where only the five-minute one is listed: twice the price of
 * uncached input, on every platform (https://platform.claude.com/docs/en/build-with-claude/prompt-caching#pricing).
 * Other makers state no such rule; their one-hour writes cost what the listed write costs.
 */
export function withOneHourWrites(rates: Rates, owner: { readonly provider: string; readonly model: string }): Rates {
  const isClaude = owner.provider === 'anthropic' || owner.model.toLowerCase().includes('claude')
  const input = rates.inputUncached
  if (!isClaude || !input || !rates.cacheWrite5m || rates.cacheWrite1h) return rates
  const tiers = input.tiers.map(({ above, picos }) => ({ above, picos: picos * 2n }))
  return { ...rates, cacheWrite1h: { picos: input.picos * 2n, tiers, rule: 'twice_input' } }
}
