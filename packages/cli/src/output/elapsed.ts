import type { Phase, Session, SessionStatus } from '@ai-tracker/collector'
import { duration, UNKNOWN } from './format.ts'

/** When a session is looked at: one that runs goes on until now, one that was abandoned does not. */
export interface Moment {
  readonly status: SessionStatus
  readonly nowMs: number
}

/** How long a session has taken, or takes so far. By another clock it may begin later than now: then up to its latest sign of life. */
export function sessionMs(
  { status, startedAt, durationMs }: Pick<Session, 'status' | 'startedAt' | 'durationMs'>,
  nowMs: number,
): number | null {
  if (startedAt === null) return null
  return status === 'running' ? Math.max(durationMs, nowMs - Date.parse(startedAt)) : durationMs
}

/** How long a part of a session took, or takes so far; `—` for what never ended. */
export function elapsed({ startedAt, durationMs }: Pick<Phase, 'startedAt' | 'durationMs'>, { status, nowMs }: Moment): string {
  if (startedAt === null) return UNKNOWN
  if (durationMs !== null) return duration(durationMs)
  return status === 'running' ? duration(Math.max(0, nowMs - Date.parse(startedAt))) : UNKNOWN
}
