import { isSpanContextValid, type SpanContext, TraceFlags } from '@opentelemetry/api'
import type { Env } from './config.ts'

/** The session of another process that this one is a part of. */
export interface ParentSession {
  /** What the session is called: mostly its trace id. */
  readonly sessionId: string
  /** The span that started this process; without one, only the session is known. */
  readonly spanContext: SpanContext | undefined
}

const TRACEPARENT = /^[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(?:-.*)?$/
/** What a session is called that records nothing. */
const NO_TRACE = /^0+$/
const VERSION_INVALID = 'ff'
/** A number of our own store says nothing outside of it. */
const STORE_ID = /^\d{1,15}$/

/** The session that the environment names, see `AI_TRACKER_SESSION_ID` and W3C's `TRACEPARENT`. */
export function parentSessionOf({ AI_TRACKER_SESSION_ID: sessionId, TRACEPARENT: traceparent }: Env): ParentSession | undefined {
  if (!sessionId || NO_TRACE.test(sessionId)) return undefined
  const spanContext = parseTraceparent(traceparent)
  return spanContext === undefined && STORE_ID.test(sessionId) ? undefined : { sessionId, spanContext }
}

/** A span context from W3C Trace Context; `undefined` for anything else. */
export function parseTraceparent(value: string | undefined): SpanContext | undefined {
  const [, traceId, spanId, flags] = TRACEPARENT.exec(value?.trim() ?? '') ?? []
  if (traceId === undefined || spanId === undefined || value?.trim().startsWith(VERSION_INVALID)) return undefined
  if (NO_TRACE.test(traceId) || /^0+$/.test(spanId)) return undefined
  return { traceId, spanId, traceFlags: Number.parseInt(`${flags}`, 16) & TraceFlags.SAMPLED, isRemote: true }
}

/** What a child process is told about what it is a part of. */
interface ParentScope {
  readonly spanContext: SpanContext
  readonly workflow: string | undefined
  readonly phase: string | undefined
}

/** Variables that make what a child process records a part of a scope; none for one that records nothing. */
export function environmentOf({ spanContext, workflow, phase }: ParentScope): Record<string, string> {
  if (!isSpanContextValid(spanContext)) return {}
  const { traceId, spanId, traceFlags } = spanContext
  return {
    AI_TRACKER_SESSION_ID: traceId,
    ...(workflow !== undefined && { AI_TRACKER_WORKFLOW: workflow }),
    ...(phase !== undefined && { AI_TRACKER_PHASE: phase }),
    TRACEPARENT: `00-${traceId}-${spanId}-${(traceFlags & 0xff).toString(16).padStart(2, '0')}`,
  }
}
