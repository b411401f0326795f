import type { HrTime } from '@opentelemetry/api'

/**
 * Tells the time: seconds and nanoseconds since 1970. Every answer is later than the one before, so that what is recorded after
 * something also sorts after it; only when the clock of the system is set back is it followed.
 */
export type Clock = () => HrTime

/** What the time is made of. */
export interface ClockSources {
  /** The clock of the system, in milliseconds since 1970: coarse, and it may jump. */
  readonly wallMs: () => number
  /** Milliseconds since a fixed moment: fine, and never back; may stand still while the computer sleeps. */
  readonly steadyMs: () => number
  /** That moment, in milliseconds since 1970. */
  readonly originMs: number
}

const MS_PER_S = 1000
const NS_PER_MS = 1_000_000
const NS_PER_S = 1_000_000_000
/** More than rounding and a slow answer explain: the computer has slept, or its clock was set. */
const MAX_DRIFT_MS = 4
/** What is less is waited out, so that a clock that is corrected little by little mixes up no order. */
const MAX_WAITED_OUT_MS = 10

const SYSTEM: ClockSources = { wallMs: () => Date.now(), steadyMs: () => performance.now(), originMs: performance.timeOrigin }

/** A clock of sources; by default of the process. */
export function createClock({ wallMs, steadyMs, originMs }: ClockSources = SYSTEM): Clock {
  let offsetMs = originMs
  let last: HrTime = [0, 0]
  const isAdrift = () => Math.abs(offsetMs + steadyMs() - wallMs()) > MAX_DRIFT_MS
  return () => {
    // Asked twice: the program may have been interrupted between the two sources.
    if (isAdrift() && isAdrift()) offsetMs = wallMs() - steadyMs()
    const time = hrTimeOf(offsetMs + steadyMs())
    const aheadMs = msBetween(time, last)
    last = aheadMs >= 0 && aheadMs <= MAX_WAITED_OUT_MS ? justAfter(last) : time
    return last
  }
}

/** Milliseconds since 1970 as seconds and nanoseconds. */
export function hrTimeOf(ms: number): HrTime {
  const seconds = Math.floor(ms / MS_PER_S)
  return [seconds, Math.floor((ms - seconds * MS_PER_S) * NS_PER_MS)]
}

/** The time so many milliseconds before another. */
export function before([seconds, nanos]: HrTime, ms: number): HrTime {
  const [takenSeconds, takenNanos] = hrTimeOf(ms)
  return nanos >= takenNanos ? [seconds - takenSeconds, nanos - takenNanos] : [seconds - takenSeconds - 1, nanos - takenNanos + NS_PER_S]
}

/** The later of two times. */
export function laterOf(one: HrTime, other: HrTime): HrTime {
  return msBetween(one, other) > 0 ? other : one
}

/** How much later the second is. */
function msBetween(first: HrTime, second: HrTime): number {
  return (second[0] - first[0]) * MS_PER_S + (second[1] - first[1]) / NS_PER_MS
}

function justAfter([seconds, nanos]: HrTime): HrTime {
  return nanos + 1 < NS_PER_S ? [seconds, nanos + 1] : [seconds + 1, 0]
}
