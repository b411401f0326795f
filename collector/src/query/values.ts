import type { ErrorInfo, Json } from '../contract.ts'
import { nanosToUsd } from '../domain/money.ts'
import { durationMs, nsToIso } from '../domain/time.ts'

/** A time in the form of the contract. */
export function iso(ns: bigint): string | null {
  return nsToIso(ns) ?? null
}

/** Nanoseconds in the form of the contract: unsigned, as they were sent. */
export function nsText(ns: bigint): string {
  return BigInt.asUintN(64, ns).toString()
}

/** Milliseconds from start to end; null while there is no end. */
export function lasted(startNs: bigint, endNs: bigint): number | null {
  return endNs === 0n ? null : durationMs(startNs, endNs)
}

/** An amount in dollars; null = unknown. */
export function usd(nanos: bigint | undefined): string | null {
  return nanos === undefined ? null : nanosToUsd(nanos)
}

/** The sum of what is priced; null where nothing is, which is not a sum of zero. */
export function pricedUsd({ pricedCount, costNanos }: { readonly pricedCount: number; readonly costNanos: bigint }): string | null {
  return pricedCount === 0 ? null : nanosToUsd(costNanos)
}

/** Share of responses that are priced, 0 to 1; null without responses. */
export function coverage({ responseCount, pricedCount }: { readonly responseCount: number; readonly pricedCount: number }): number | null {
  return responseCount === 0 ? null : pricedCount / responseCount
}

/** Sixteen digits can be more than a double holds. A reviver is slow, so only such texts get it. */
const HAS_LONG_NUMBER = /\d{16}/

declare global {
  /** ES2026, in Node since 21; not yet in TypeScript's library. */
  interface JSON {
    rawJSON(text: string): object
  }
}

function exactInteger(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  const source = context?.source
  return typeof value === 'number' && source !== undefined && /^-?\d+$/.test(source) && !Number.isSafeInteger(value)
    ? JSON.rawJSON(source)
    : value
}

/** JSON text as its value, integers beyond 2^53 as raw JSON, with all digits when they are written; text that is not JSON stays text. */
export function json(text: string | undefined): Json {
  if (text === undefined) return null
  try {
    return HAS_LONG_NUMBER.test(text) ? JSON.parse(text, exactInteger) : JSON.parse(text)
  } catch {
    return text // what a sender put where JSON is expected is shown as it is
  }
}

/** Why work failed; null when nothing says that it did. */
export function errorInfo(
  error: { readonly errorType?: string; readonly errorMessage?: string },
  failed: boolean = false,
): ErrorInfo | null {
  if (!failed && error.errorType === undefined && error.errorMessage === undefined) return null
  return { type: error.errorType ?? null, message: error.errorMessage ?? null }
}

/** Words of a comma-separated list. */
export function words(list: string | undefined): readonly string[] {
  return list ? list.split(',') : []
}

/** A list in the form of the contract. */
export function listView<T, V>(page: { readonly items: readonly T[]; readonly nextCursor?: string }, view: (item: T) => V) {
  return { items: page.items.map(view), nextCursor: page.nextCursor ?? null }
}
