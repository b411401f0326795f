import { types } from 'node:util'
import type { HrTime } from '@opentelemetry/api'
import { before, type Clock, hrTimeOf } from './clock.ts'
import { tellOdd } from './odd-value.ts'

/** Later times than 2262 do not fit into 64 bits of nanoseconds. */
const MAX_TIME_MS = 2 ** 63 / 1e6

/** When something that is over is said to have ended, and how long it took. */
interface PastSpan {
  readonly endedAt: Date | undefined
  readonly durationMs: number | undefined
}

/** When something that is over began and ended. What is no date is now, what is no duration 0. */
export function pastTimes({ endedAt, durationMs }: PastSpan, now: Clock): { readonly startTime: HrTime; readonly endTime: HrTime } {
  const endMs = types.isDate(endedAt) ? endedAt.getTime() : Number.NaN
  const isDate = endMs >= 0 && endMs < MAX_TIME_MS
  if (!isDate && endedAt !== undefined) tellOdd('endedAt', types.isDate(endedAt) ? endMs : endedAt, 'the present moment is recorded')
  const endTime = isDate ? hrTimeOf(endMs) : now()
  const isDuration = typeof durationMs === 'number' && durationMs >= 0 && durationMs <= endTime[0] * 1000
  if (!isDuration && durationMs !== undefined) tellOdd('the duration of what is over', durationMs, '0 is recorded')
  return { startTime: isDuration ? before(endTime, durationMs) : endTime, endTime }
}
