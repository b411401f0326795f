import type { CostDerivation, CostLine, CostPart, PriceCall } from '../domain/cost.ts'
import { MAX_CALL_NANOS, splitPicos } from '../domain/money.ts'
import type { CallFields, Usage, UsagePart } from '../domain/record.ts'
import { USAGE_PARTS } from '../domain/record.ts'
import type { CallModel, FoundPrice, FoundPrices } from './find-price.ts'
import { findPrices } from './find-price.ts'
import type { PriceBook, PriceEntry, Rate, Rates } from './price-book.ts'
import { entryAt } from './price-book.ts'

/** Where a part without a price of its own gets one: the more general price, as the data package does it. */
const FALLBACK: Readonly<Partial<Record<UsagePart, { readonly part: UsagePart; readonly rule: string }>>> = {
  cacheRead: { part: 'inputUncached', rule: 'as_input' },
  cacheWrite5m: { part: 'inputUncached', rule: 'as_input' },
  cacheWrite1h: { part: 'cacheWrite5m', rule: 'as_cache_write_5m' },
  inputAudio: { part: 'inputUncached', rule: 'as_input' },
  reasoning: { part: 'output', rule: 'as_output' },
  outputAudio: { part: 'output', rule: 'as_output' },
}
const INPUT_PARTS = ['inputUncached', 'cacheRead', 'cacheWrite5m', 'cacheWrite1h', 'inputAudio'] as const satisfies readonly UsagePart[]

/** Programs use a few dozen models; a sender that invents names must not fill the memory. */
const MAX_REMEMBERED = 2_000
const MAX_KEY_LENGTH = 1_000

/**
 * Makes the function that says what a call cost. The same call, time and book give the same answer; what is remembered
 * between calls only saves looking up. A cost that the sender reports counts before a computed one, except 0 for a call with
 * tokens, which means that the sender's own price table did not know the model.
 */
export function createPricer(book: PriceBook): PriceCall {
  const find = rememberedPrices(book)
  return (call, atNs) => {
    const computed = compute(find, call, atNs)
    const reported = call.reportedCostNanos
    const isReported =
      reported !== undefined && reported <= MAX_CALL_NANOS && (reported > 0n || (reported === 0n && !hasTokens(call.usage)))
    const given = reported === undefined ? {} : { reportedNanos: reported }
    if (isReported) return { ...computed, ...given, nanos: reported, source: 'reported' }
    if (computed.computedNanos === undefined) return { ...computed, ...given, source: 'unknown' }
    return { ...computed, ...given, nanos: computed.computedNanos, source: call.usage?.estimated ? 'estimated' : 'computed' }
  }
}

type Computed = Omit<CostDerivation, 'nanos' | 'source' | 'reportedNanos'>

function compute(find: (call: CallModel) => FoundPrices, call: CallFields, atNs: bigint): Computed {
  if (!call.usage) return { reason: 'no_usage' }
  if (call.usage.gap) return { reason: call.usage.gap }
  if (!call.responseModel && !call.requestModel) return { reason: 'no_model' }
  const { own, listed } = find(call)
  const { usage } = call
  const costs = (prices: readonly FoundPrice[]) => prices.map((found) => cost(usage, found, atNs)).filter((result) => result !== undefined)
  const [first, ...others] = own && entryAt(own.price, atNs) ? costs([own]) : costs(listed)
  if (!first) return { reason: 'no_price' }
  return others.every((other) => other.computedNanos === first.computedNanos) ? first : { reason: 'ambiguous_price' }
}

/** The amount by one price; `undefined` when it does not hold at that time. */
function cost(usage: Usage, found: FoundPrice, atNs: bigint): Computed | undefined {
  const entry = entryAt(found.price, atNs)
  if (!entry) return undefined
  if (entry.basis === 'other') return { reason: 'not_priced_by_token' }
  const charges = entry.basis === 'free' ? freeCharges(usage) : chargesOf(usage, entry.rates)
  const { totalNanos, shares } = splitPicos(charges.map(({ quantity, unitPicos }) => quantity * unitPicos))
  if (totalNanos > MAX_CALL_NANOS) return { reason: 'too_large' }
  const lines = charges.map((charge, index) => toLine(charge, shares[index] ?? 0n))
  const tierAbove = charges.findLast(({ above }) => above !== undefined)?.above
  const notes = [...found.notes, ...(entry.basis === 'free' ? ['free'] : []), ...(lines.some(isUnpriced) ? ['part_without_price'] : [])]
  return {
    computedNanos: totalNanos,
    parts: Object.fromEntries(lines.map(({ part, nanos }) => [part, nanos])),
    lines,
    priceId: priceId(found.price, entry),
    pricedAs: found.name,
    ...(tierAbove !== undefined && { tierAbove: Number(tierAbove) }),
    ...(notes.length > 0 && { notes }),
  }
}

interface Charge {
  readonly part: CostPart
  readonly quantity: bigint
  readonly unitPicos: bigint
  readonly rule?: string
  /** Set when a tier applied. */
  readonly above?: bigint
}

/** What is charged: the parts that were used, at the rate for a request of this size, and the request itself where it has a fee. */
function chargesOf(usage: Usage, rates: Rates): readonly Charge[] {
  const input = INPUT_PARTS.reduce((sum, part) => sum + wholeTokens(usage[part]), 0n)
  const charges = usedParts(usage).map((part) => ({ part, quantity: wholeTokens(usage[part]), ...unitPrice(rates, part, input) }))
  return rates.request ? [...charges, { part: 'request', quantity: 1n, unitPicos: rates.request.picos }] : charges
}

/** What is given away costs nothing, which is known: 0 for each part that was used. */
function freeCharges(usage: Usage): readonly Charge[] {
  return usedParts(usage).map((part) => ({ part, quantity: wholeTokens(usage[part]), unitPicos: 0n, rule: 'free' }))
}

function usedParts(usage: Usage): readonly UsagePart[] {
  return USAGE_PARTS.filter((part) => wholeTokens(usage[part]) > 0n)
}

function unitPrice(rates: Rates, part: UsagePart, input: bigint): Pick<Charge, 'unitPicos' | 'rule' | 'above'> {
  const { rate, rule } = rateFor(rates, part)
  if (!rate) return { unitPicos: 0n, rule: 'no_price' }
  const tier = rate.tiers.findLast(({ above }) => input > above)
  return { unitPicos: tier?.picos ?? rate.picos, ...(rule && { rule }), ...(tier && { above: tier.above }) }
}

/** A part's own rate, else the more general one's, with the rule that names the one taken. */
function rateFor(rates: Rates, part: UsagePart): { readonly rate?: Rate; readonly rule?: string } {
  const own = rates[part]
  if (own) return own.rule ? { rate: own, rule: own.rule } : { rate: own }
  const general = FALLBACK[part]
  if (!general) return {}
  return { rule: general.rule, ...rateFor(rates, general.part) }
}

/** Counts come from outside: what is not a positive number counts as none. */
function wholeTokens(count: number): bigint {
  return Number.isFinite(count) && count > 0 ? BigInt(Math.trunc(count)) : 0n
}

function hasTokens(usage: Usage | undefined): boolean {
  return usage !== undefined && USAGE_PARTS.some((part) => wholeTokens(usage[part]) > 0n)
}

function toLine({ part, quantity, unitPicos, rule }: Charge, nanos: bigint): CostLine {
  return { part, quantity: Number(quantity), unitPicos, nanos, ...(rule && { rule }) }
}

function isUnpriced({ rule }: CostLine): boolean {
  return rule === 'no_price'
}

function priceId({ source, provider, model }: FoundPrice['price'], { label }: PriceEntry): string {
  return `${source}:${provider}/${model}${label && `@${label}`}`
}

/** Looking a name up costs far more than the arithmetic. When full, everything is forgotten: the names in use come back at once. */
function rememberedPrices(book: PriceBook): (call: CallModel) => FoundPrices {
  const remembered = new Map<string, FoundPrices>()
  return ({ provider, responseModel, requestModel }) => {
    const call = { ...(provider && { provider }), ...(responseModel && { responseModel }), ...(requestModel && { requestModel }) }
    const key = JSON.stringify([provider, responseModel, requestModel])
    const known = remembered.get(key)
    if (known) return known
    const found = findPrices(book, call)
    if (key.length > MAX_KEY_LENGTH) return found
    if (remembered.size >= MAX_REMEMBERED) remembered.clear()
    remembered.set(key, found)
    return found
  }
}
