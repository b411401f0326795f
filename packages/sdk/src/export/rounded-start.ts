/**
 * OpenTelemetry's SDKs round the start of a span down to the millisecond, and count its end and its events from there: the call of a
 * model would seem to begin before the phase that it is made in. What such a span lacks is told by our clock, when it starts and when
 * it ends.
 */
import type { HrTime } from '@opentelemetry/api'
import type { RecordedSpan, RecordedTime } from '../recorded-span.ts'

const NS_PER_MS = 1_000_000
const NS_PER_S = 1_000_000_000
/** Rounding takes less than one millisecond; the program may be interrupted, and two clocks differ a little. */
const MAX_BEHIND_NS = 2 * NS_PER_MS

/**
 * How many nanoseconds a span that starts now is behind our clock; `undefined` when its start says microseconds, or another time than
 * now: it is meant as it is.
 */
export function behindAtStart({ startTime }: RecordedSpan, now: HrTime): number | undefined {
  if (startTime[1] % NS_PER_MS !== 0) return undefined
  const behind = nsBetween(startTime, now)
  return Math.abs(behind) < MAX_BEHIND_NS ? behind : undefined
}

/** The same, known better at its end: both times were asked for a little later than the span itself did. */
export function behindAtEnd({ endTime }: RecordedSpan, now: HrTime, atStart: number): number {
  const behind = nsBetween(endTime, now)
  return Math.abs(behind) < MAX_BEHIND_NS ? Math.min(behind, atStart) : atStart
}

function nsBetween([seconds, nanos]: RecordedTime, [laterSeconds, laterNanos]: HrTime): number {
  return (laterSeconds - seconds) * NS_PER_S + laterNanos - nanos
}
