/** Equal stretches of a span of time, without gaps. */
export interface TimeBuckets {
  readonly startNs: bigint
  /** At least `startNs`. */
  readonly endNs: bigint
  readonly bucketNs: bigint
  /** At least 1. The last bucket may reach beyond the end. */
  readonly count: number
}

/** More are not told apart on a screen. */
const MAX_BUCKETS = 240n

/** At most 240 buckets of whole nanoseconds that cover the time from start to end; one where there is no time between them. */
export function timeBuckets(startNs: bigint, endNs: bigint): TimeBuckets {
  const lengthNs = endNs > startNs ? endNs - startNs : 0n
  const bucketNs = lengthNs === 0n ? 1n : ceilDivide(lengthNs, MAX_BUCKETS)
  return { startNs, endNs: startNs + lengthNs, bucketNs, count: lengthNs === 0n ? 1 : Number(ceilDivide(lengthNs, bucketNs)) }
}

function ceilDivide(a: bigint, b: bigint): bigint {
  return (a + b - 1n) / b
}
