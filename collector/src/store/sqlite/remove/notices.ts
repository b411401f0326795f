/** What is known of a clock that somebody may set: on it depends for how long a notice has stood. */

/** Clocks of retention. */
export interface RetentionClock {
  /** Nanoseconds since 1970. */
  readonly nowNs: () => bigint
  /** Milliseconds of a clock that nobody sets. */
  readonly uptimeMs: () => number
}

/** The clocks at a look. */
export interface ClockLook {
  readonly nowNs: bigint
  /** For how long this process has watched them. */
  readonly ranMs: number
  /** When the clock had leapt last; `null` = not while this process watched, nor since one did before. */
  readonly leaptNs: bigint | null
}

export const NS_PER_DAY = 86_400_000_000_000n
const NS_PER_MS = 1_000_000n

/** Watches the clocks of one process. */
export function createClockWatch({ uptimeMs, nowNs }: RetentionClock) {
  const beganMs = uptimeMs()
  let last: { readonly ns: bigint; readonly ms: number } | undefined
  let leaptNs: bigint | null = null

  /** Whether the clock went more than a day further than time did. A machine that slept, or was off, looks the same. */
  function hasLeapt(ns: bigint, ms: number, seenNs: bigint | null): boolean {
    if (last) return ns - last.ns - BigInt(Math.round(ms - last.ms)) * NS_PER_MS > NS_PER_DAY
    return seenNs === null || ns - seenNs > NS_PER_DAY
  }

  return {
    /** Looks at the clocks. @param seenNs what the clock showed when a process watched it before; `null` = nobody knows */
    tick(seenNs: bigint | null): ClockLook {
      const [ns, ms] = [nowNs(), uptimeMs()]
      // A leap that was taken back is none; what was given notice of in between has to be again.
      if (hasLeapt(ns, ms, seenNs) || (leaptNs !== null && leaptNs > ns)) leaptNs = ns
      last = { ns, ms }
      return { nowNs: ns, ranMs: ms - beganMs, leaptNs }
    },
  }
}
