import type { Phase, Session, SessionDetail, Trace, Workflow } from '../contract.ts'
import type { StoredPhase, StoredSession, StoredSessionDetail, StoredWorkflow } from '../domain/stored.ts'
import type { StoredTrace } from '../domain/stored-span.ts'
import { beginning } from '../domain/text.ts'
import { durationMs } from '../domain/time.ts'
import { shownStatus } from './status.ts'
import { coverage, errorInfo, iso, json, lasted, nsText, pricedUsd } from './values.ts'

/** A session in a list. @param nowNs the clock, by which a silent session is abandoned */
export function sessionView(session: StoredSession, nowNs: bigint): Session {
  return {
    id: session.id,
    key: session.key,
    traceId: session.traceId,
    workflow: session.workflow ?? null,
    workflowVersion: session.workflowVersion ?? null,
    title: session.title ?? null,
    rootName: session.rootName ?? null,
    service: session.service ?? null,
    preview: preview(session.promptStart),
    status: shownStatus(session, nowNs),
    outcome: session.outcome ?? null,
    startedAt: iso(session.startNs),
    completedAt: session.status === 'running' ? null : iso(session.endNs),
    durationMs: durationMs(session.startNs, session.endNs),
    tokensInput: session.tokensInput,
    tokensOutput: session.tokensOutput,
    tokensCacheRead: session.tokensCacheRead,
    tokensCacheWrite: session.tokensCacheWrite,
    tokensTotal: session.tokensInput + session.tokensOutput,
    costUsd: pricedUsd(session),
    costCoverage: coverage(session),
    responseCount: session.responseCount,
    actionCount: session.actionCount,
    issueCount: session.issueCount,
    openIssueCount: session.openIssueCount,
    errorCount: session.errorCount,
    spanCount: session.spanCount,
    traceCount: session.traceCount,
    models: session.models,
    source: session.source,
    receivedAt: iso(session.receivedNs),
    pinned: session.pinned,
  }
}

const PREVIEW_CHARS = 200

/** The beginning of a text as one line. */
function preview(text: string | undefined): string | null {
  const line = text?.replace(/\s+/g, ' ').trim() ?? ''
  return beginning(line, PREVIEW_CHARS) || null
}

/** A session with what only its own page shows. */
export function sessionDetailView(session: StoredSessionDetail, nowNs: bigint): SessionDetail {
  return {
    ...sessionView(session, nowNs),
    phases: session.phases.map(phaseView),
    phaseCount: session.phaseCount,
    traceIds: session.traceIds,
    settling: session.settling,
    rootSpanId: session.rootSpanId ?? null,
    conversationId: session.conversationId ?? null,
    userId: session.userId ?? null,
    inputs: json(session.inputs),
    outputs: json(session.outputs),
    metadata: json(session.metadata),
    error: errorInfo(session),
  }
}

/** A step of a session. */
export function phaseView(phase: StoredPhase): Phase {
  return {
    id: phase.id,
    spanId: phase.spanId,
    traceId: phase.traceId,
    parentId: phase.parentId ?? null,
    name: phase.name,
    number: phase.number ?? null,
    iteration: phase.iteration ?? null,
    attempt: phase.attempt ?? null,
    implicit: false,
    status: phase.status,
    startedAt: iso(phase.startNs),
    completedAt: iso(phase.endNs),
    durationMs: lasted(phase.startNs, phase.endNs),
    responseCount: phase.responseCount,
    tokensTotal: phase.tokensTotal,
    costUsd: pricedUsd(phase),
    costCoverage: coverage(phase),
    error: errorInfo(phase, phase.status === 'failed'),
    metadata: json(phase.metadata),
  }
}

/** One trace without its spans. */
export function traceView(trace: StoredTrace, nowNs: bigint): Trace {
  return {
    traceId: trace.traceId,
    sessionId: trace.sessionId,
    rootSpanId: trace.rootSpanId ?? null,
    status: shownStatus(trace, nowNs),
    workflow: trace.workflow ?? null,
    title: trace.title ?? null,
    startedAt: iso(trace.startNs),
    startNs: nsText(trace.startNs),
    endNs: nsText(trace.endNs),
    durationMs: durationMs(trace.startNs, trace.endNs),
    spanCount: trace.spanCount,
    runningCount: trace.runningCount,
    errorCount: trace.errorCount,
    responseCount: trace.responseCount,
    tokensTotal: trace.tokensInput + trace.tokensOutput,
    costUsd: pricedUsd(trace),
    costCoverage: coverage(trace),
  }
}

/** A workflow that sessions name. */
export function workflowView(workflow: StoredWorkflow): Workflow {
  return {
    name: workflow.name,
    version: workflow.version ?? null,
    sessionCount: workflow.sessionCount,
    runningCount: workflow.runningCount,
    failedCount: workflow.failedCount,
    costUsd: pricedUsd(workflow),
    lastStartedAt: iso(workflow.lastStartNs),
  }
}
