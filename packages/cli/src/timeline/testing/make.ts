import type { Log, Phase, SessionOverview, Span } from '@ai-tracker/collector'

/** Sessions of these tests start here. */
const START_NS = 1_760_000_000_000_000_000n

/** A moment so many seconds after the start. */
export const at = (seconds: number): string => String(START_NS + BigInt(Math.round(seconds * 1e9)))

export function span(id: number, depth: number, rest: Partial<Span> = {}): Span {
  return {
    id,
    traceId: 't',
    spanId: String(id),
    parentSpanId: null,
    depth,
    hasChildren: false,
    name: `span ${id}`,
    kind: 'generic',
    spanKind: 1,
    status: 'ok',
    startedAt: null,
    startNs: at(0),
    endNs: at(1),
    durationMs: null,
    service: null,
    scope: '',
    dialects: [],
    phaseId: null,
    model: null,
    tokensTotal: null,
    costUsd: null,
    repeated: false,
    errorType: null,
    warnings: [],
    ...rest,
  }
}

export function phase(spanId: number, rest: Partial<Phase> = {}): Phase {
  return {
    id: spanId,
    spanId: String(spanId),
    traceId: 't',
    parentId: null,
    name: `phase ${spanId}`,
    number: null,
    iteration: null,
    attempt: null,
    implicit: false,
    status: 'completed',
    startedAt: null,
    completedAt: null,
    durationMs: null,
    responseCount: 0,
    tokensTotal: 0,
    costUsd: null,
    costCoverage: null,
    error: null,
    metadata: null,
    ...rest,
  }
}

/** A session of so many seconds that was idle from … to … */
export function overview(seconds: number, idle: readonly (readonly [from: number, to: number])[] = []): SessionOverview {
  const ranges = idle.map(([from, to]) => ({ startNs: at(from), endNs: at(to) }))
  return {
    startNs: at(0),
    endNs: at(seconds),
    bucketNs: '1',
    buckets: [],
    idleMs: 0,
    idle: ranges,
    runningSince: { calls: null, actions: null },
  }
}

export function log(id: number, rest: Partial<Log> = {}): Log {
  return {
    id,
    at: null,
    atNs: at(0),
    observedAt: null,
    severity: 'info',
    severityNumber: 9,
    severityText: null,
    event: null,
    body: null,
    attributes: [],
    droppedAttributesCount: 0,
    flags: 0,
    traceId: 't',
    spanId: null,
    sessionId: 1,
    service: null,
    scope: '',
    receivedAt: null,
    ...rest,
  }
}
