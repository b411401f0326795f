import type { TimeBuckets } from './time-buckets.ts'

/** How a session spent its time. */
export interface StoredOverview extends TimeBuckets {
  /** What started in each bucket; buckets without anything are left out. */
  readonly starts: readonly StoredBucket[]
  /** When a model call ran. */
  readonly calls: Stretches
  /** When an action ran. */
  readonly actions: Stretches
  /** Where in nanoseconds after the start the first call began, and the first action, that have no end yet; absent where none runs. */
  readonly runningFrom: { readonly calls?: number; readonly actions?: number }
}

/** Spans that started in a bucket. What started before the first or after the last one counts there. */
export interface StoredBucket {
  readonly bucket: number
  readonly spans: number
  readonly errors: number
}

/**
 * Stretches of time in order, none touching another: from, to, from, to … in nanoseconds after the start. Numbers, because there
 * may be a hundred thousand; they are exact up to 104 days.
 */
export type Stretches = Float64Array

/** Stretches that overlap or touch, in order of their start, as stretches that do not. */
export function joinStretches(pairs: Iterable<readonly [from: number, to: number]>): Stretches {
  const joined: number[] = []
  for (const [from, to] of pairs) {
    const last = joined.at(-1)
    if (last === undefined || from > last) joined.push(from, to)
    else if (to > last) joined[joined.length - 1] = to
  }
  return Float64Array.from(joined)
}
