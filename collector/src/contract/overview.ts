/** How a session spent its time, for the head of its timeline. */
export interface SessionOverview {
  readonly startNs: string
  /** Latest end, or latest sign of life while it runs. */
  readonly endNs: string
  /** Width of one bucket in nanoseconds; buckets cover the time from `startNs` on without gaps, at most 240 of them. */
  readonly bucketNs: string
  readonly buckets: readonly OverviewBucket[]
  /** Time in which no model call and no action ran. */
  readonly idleMs: number
  /** The longest stretches of it (a second or more, and at least a hundredth of the whole), in order of time: at most a hundred. */
  readonly idle: readonly TimeRange[]
  /** Since when, in nanoseconds since 1970, a model call and an action run without an end so far: they go on behind `endNs`. null = none does. */
  readonly runningSince: { readonly calls: string | null; readonly actions: string | null }
}

/** What happened in one stretch of time. A span counts where it starts, work counts wherever it runs. */
export interface OverviewBucket {
  readonly spans: number
  /** Spans that failed. */
  readonly errors: number
  /** Share of the bucket in which a model call ran, 0 to 1. */
  readonly calls: number
  /** Share of the bucket in which an action ran, 0 to 1. */
  readonly actions: number
}

/** From and to, nanoseconds since 1970. */
export interface TimeRange {
  readonly startNs: string
  readonly endNs: string
}
