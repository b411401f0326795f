import type { ErrorInfo, Session, SessionDetail, SessionStatus, TimelineMoment } from '@ai-tracker/collector'
import { elapsed, sessionMs } from './elapsed.ts'
import { type Fact, factLines } from './facts.ts'
import { count, counted, duration, longTime, money, moneySum, UNKNOWN } from './format.ts'
import { type Tone, toneOf } from './paint.ts'
import { type PageCanvas, phaseName } from './phase-table.ts'
import { withoutOperation } from './span-title.ts'
import { type Column, table } from './table.ts'

/** A line of the timeline, and why it failed where that is known. */
export interface Step extends TimelineMoment {
  readonly error: ErrorInfo | null
}

/** A session, with what it has beside its spans. */
export interface ShownSession extends SessionDetail {
  /** In words: `3 logs, 100+ points of metrics`. */
  readonly signals?: string | undefined
}

/** What is true of the whole session. @param steps those that are shown below it */
export function sessionLines(session: ShownSession, steps: readonly Step[], canvas: PageCanvas): readonly string[] {
  const facts: readonly Fact[] = [
    { name: 'session', value: String(session.id), tone: 'strong' },
    { name: 'workflow', value: join(' ', session.workflow, session.workflowVersion) },
    { name: 'title', value: titleOf(session) },
    { name: 'key', value: session.key === session.traceId ? undefined : session.key },
    { name: 'trace', value: session.traceCount > 1 ? `${session.traceId} and ${count(session.traceCount - 1)} more` : session.traceId },
    { name: 'status', value: join(', ', session.status, session.outcome), tone: toneOf(session.status) },
    { name: 'pinned', value: session.pinned ? 'no limit of age or size removes it' : undefined },
    { name: 'started', value: longTime(session.startedAt) },
    { name: 'completed', value: session.completedAt === null ? undefined : longTime(session.completedAt) },
    { name: 'duration', value: took(session, canvas.nowMs) },
    { name: 'tokens', value: tokens(session) },
    { name: 'cost', value: cost(session) },
    { name: 'calls', value: `${counted(session.responseCount, 'response')}, ${counted(session.actionCount, 'action')}` },
    { name: 'signals', value: session.signals },
    { name: 'models', value: session.models.join(', ') || UNKNOWN },
    { name: 'errors', value: errors(session), tone: session.errorCount > 0 ? 'bad' : undefined },
    { name: 'issues', value: issues(session), tone: session.openIssueCount > 0 ? 'warning' : undefined },
    { name: 'error', value: reason(session, steps), tone: 'bad' },
  ]
  return factLines(facts, canvas)
}

/** The title, unless it only says again which workflow it is. */
function titleOf({ title, workflow }: Session): string | undefined {
  return title === null || withoutOperation(title) === workflow ? undefined : title
}

/** Why the session failed; where nobody said so, what failed first. */
function reason({ status, error, phases }: SessionDetail, steps: readonly Step[]): string | undefined {
  const stated = textOf(error)
  if (stated !== undefined || status !== 'failed') return stated
  const first = [...steps, ...phases].find((part) => textOf(part.error) !== undefined)
  return first ? `not stated; first to fail was ${first.name}: ${textOf(first.error)}` : 'not stated'
}

/** `Timeout: tool died` */
function textOf(error: ErrorInfo | null): string | undefined {
  return error === null ? undefined : join(': ', error.type, error.message)
}

function tokens({ tokensInput, tokensOutput, tokensCacheRead, tokensCacheWrite }: Session): string {
  const cached = [
    tokensCacheRead > 0 && `${count(tokensCacheRead)} cached`,
    tokensCacheWrite > 0 && `${count(tokensCacheWrite)} written to cache`,
  ].filter(Boolean)
  const input = `${count(tokensInput)} in${cached.length > 0 ? ` (${cached.join(', ')})` : ''}`
  return `${input}, ${count(tokensOutput)} out`
}

/** The sum, and how much of the session it covers. */
function cost(session: Session): string {
  const { costCoverage, responseCount } = session
  if (costCoverage === null) return money(session.costUsd)
  const priced = Math.round(costCoverage * responseCount)
  return priced === responseCount
    ? moneySum(session)
    : `${moneySum(session)} (${count(priced)} of ${counted(responseCount, 'response')} priced)`
}

/** One that runs is not done. */
function took(session: Session, nowMs: number): string {
  const length = duration(sessionMs(session, nowMs))
  return session.status === 'running' ? `${length}, running` : length
}

function errors({ errorCount, spanCount }: Session): string {
  return errorCount === 0 ? 'none' : `${count(errorCount)} of ${counted(spanCount, 'span')} failed`
}

/** An issue is about the quality of what was made: an open one is no failure. */
function issues({ issueCount, openIssueCount: openCount }: Session): string | undefined {
  if (issueCount === 0) return undefined
  return `${count(issueCount)}, ${openCount === 0 ? 'all fixed' : openCount === issueCount ? 'all open' : `${count(openCount)} of them open`}`
}

/** Cells from which on a step has its phase beside it: in fewer, what went wrong needs them. */
const WIDE = 100

/** Responses, actions and what came of them, in order of time. */
export function stepLines(steps: readonly Step[], { startedAt, status, phases }: SessionDetail, canvas: PageCanvas): readonly string[] {
  const moment = { status, nowMs: canvas.nowMs }
  const names = new Map(phases.map((phase) => [phase.id, phaseName({ ...phase, depth: 0 })]))
  const phase: Column<Step> = { title: 'PHASE', minWidth: 12, cell: ({ phaseId }) => (phaseId === null ? '' : (names.get(phaseId) ?? '')) }
  const columns: readonly Column<Step>[] = [
    { title: 'AT', align: 'right', cell: ({ at }) => offset(at, startedAt) },
    { title: 'STEP', cell: stepName, minWidth: 18, tone: (step) => STATE_TONES[stateOf(step, status)] },
    ...(canvas.columns >= WIDE && names.size > 0 ? [phase] : []),
    { title: 'TOOK', align: 'right', cell: (step) => (isWork(step) ? elapsed({ ...step, startedAt: step.at }, moment) : '') },
    { title: 'TOKENS', align: 'right', cell: ({ tokensTotal }) => (tokensTotal === null ? '' : count(tokensTotal)) },
    { title: 'COST', align: 'decimal', cell: ({ kind, costUsd }) => (kind === 'response' ? money(costUsd) : '') },
    {
      title: 'DETAIL',
      minWidth: 12,
      isOptional: true,
      cell: (step) => detailOf(step, status),
      tone: (step) => STATE_TONES[stateOf(step, status)] ?? 'faint',
    },
  ]
  return table(columns, steps, canvas)
}

function offset(at: string | null, startedAt: string | null): string {
  if (at === null || startedAt === null) return UNKNOWN
  const ms = Date.parse(at) - Date.parse(startedAt)
  return ms < 0 ? `-${duration(-ms)}` : `+${duration(ms)}`
}

/** Model calls and actions take time; an artifact or an issue is a moment. */
function isWork({ kind }: TimelineMoment): boolean {
  return kind === 'response' || kind === 'action'
}

/** Models and tools are known by their names; an artifact or an issue would not be. */
function stepName(step: TimelineMoment): string {
  return isWork(step) ? step.name : `${step.kind} ${step.name}`
}

type StepState = 'failed' | 'open' | 'fixed' | 'running' | 'done'

const STATE_TONES: Readonly<Partial<Record<StepState, Tone>>> = { failed: 'bad', open: 'warning', running: 'busy' }

/** An issue that is not fixed is open, which is no failure. */
function stateOf(step: TimelineMoment, session: SessionStatus): StepState {
  if (step.kind === 'issue') return step.failed ? 'open' : 'fixed'
  if (step.failed) return 'failed'
  return isWork(step) && step.durationMs === null && session === 'running' ? 'running' : 'done'
}

/** How it stands, and what it is about; of what failed, why. */
function detailOf(step: Step, session: SessionStatus): string {
  const state = stateOf(step, session)
  return join(': ', state === 'done' ? null : state, textOf(step.error) ?? step.detail) ?? ''
}

/** What is there, joined; `undefined` when nothing is. */
function join(separator: string, ...parts: readonly (string | null)[]): string | undefined {
  return parts.filter((part) => part !== null && part !== '').join(separator) || undefined
}
