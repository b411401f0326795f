const NS_PER_MS = 1_000_000n
const NS_PER_S = 1_000_000_000n

/** Usage is summed by quarters of an hour: every time zone's days are made of whole ones. */
const ROLLUP_BUCKET_S = 15 * 60

/** Start of the quarter of an hour that a moment lies in, in seconds since 1970. */
export function bucketOf(startNs: bigint): number {
  const seconds = Number(startNs / NS_PER_S)
  return seconds - (((seconds % ROLLUP_BUCKET_S) + ROLLUP_BUCKET_S) % ROLLUP_BUCKET_S)
}

/** Nanoseconds since 1970 as ISO-8601 UTC with milliseconds, cut off, not rounded; `undefined` for 0 (unknown). */
export function nsToIso(ns: bigint): string | undefined {
  if (ns <= 0n) return undefined
  return new Date(Number(ns / NS_PER_MS)).toISOString()
}

/** A duration in milliseconds with fractions, exact to the nanosecond for durations below 104 days. 0 when the end is before the start. */
export function durationMs(startNs: bigint, endNs: bigint): number {
  return endNs <= startNs ? 0 : Number(endNs - startNs) / 1e6
}
