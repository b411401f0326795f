import type { ErrorInfo, Phase, Session, SessionDetail, TimelineItem } from '@ai-tracker/collector'
import { type Fact, factLines } from './facts.ts'
import { count, counted, duration, lasted, longTime, money, moneySum, UNKNOWN } from './format.ts'
import { toneOf } from './paint.ts'
import { type Canvas, type Column, table } from './table.ts'

/** A line of the timeline, and why it failed where that is known. */
export interface Step extends TimelineItem {
  readonly error: ErrorInfo | null
}

/** What is true of the whole session. @param steps those that are shown below it */
export function sessionLines(session: SessionDetail, steps: readonly Step[], canvas: Canvas): readonly string[] {
  const facts: readonly Fact[] = [
    { name: 'session', value: String(session.id), tone: 'strong' },
    { name: 'workflow', value: join(' ', session.workflow, session.workflowVersion) },
    { name: 'title', value: titleOf(session) },
    { name: 'key', value: session.key === session.traceId ? undefined : session.key },
    { name: 'trace', value: session.traceCount > 1 ? `${session.traceId} and ${count(session.traceCount - 1)} more` : session.traceId },
    { name: 'status', value: join(', ', session.status, session.outcome), tone: toneOf(session.status) },
    { name: 'started', value: longTime(session.startedAt) },
    { name: 'completed', value: longTime(session.completedAt) },
    { name: 'duration', value: lasted(session) },
    { name: 'tokens', value: tokens(session) },
    { name: 'cost', value: cost(session) },
    { name: 'calls', value: `${counted(session.responseCount, 'response')}, ${counted(session.actionCount, 'action')}` },
    { name: 'models', value: session.models.join(', ') || UNKNOWN },
    { name: 'errors', value: errors(session), tone: session.errorCount > 0 ? 'bad' : undefined },
    { name: 'error', value: reason(session, steps), tone: 'bad' },
  ]
  return factLines(facts, canvas)
}

/** Titles of spans by convention are an operation and its object. */
const OPERATIONS = ['invoke_workflow', 'invoke_agent', 'create_agent']

/** The title, unless it only says again which workflow it is. */
function titleOf({ title, workflow }: Session): string | undefined {
  const repeats = workflow === null ? [] : [workflow, ...OPERATIONS.map((operation) => `${operation} ${workflow}`)]
  return title === null || repeats.includes(title) ? undefined : title
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

function errors({ errorCount, issueCount, spanCount }: Session): string {
  const failed = errorCount === 0 ? 'none' : `${count(errorCount)} of ${counted(spanCount, 'span')} failed`
  return issueCount === 0 ? failed : `${failed}, ${counted(issueCount, 'issue')}`
}

/** A phase at its place in the tree. */
interface PlacedPhase extends Phase {
  readonly depth: number
}

/** The phases as an indented table. */
export function phaseLines(phases: readonly Phase[], canvas: Canvas): readonly string[] {
  return table(PHASE_COLUMNS, placed(phases), canvas)
}

const PHASE_COLUMNS: readonly Column<PlacedPhase>[] = [
  { title: 'PHASE', cell: phaseName, minWidth: 16, tone: ({ implicit }) => (implicit ? 'faint' : undefined) },
  { title: 'STATUS', cell: ({ status }) => status, tone: ({ status }) => toneOf(status) },
  { title: 'DURATION', align: 'right', cell: lasted },
  { title: 'CALLS', align: 'right', cell: ({ responseCount }) => count(responseCount) },
  { title: 'TOKENS', align: 'right', cell: ({ tokensTotal }) => count(tokensTotal) },
  { title: 'COST', align: 'decimal', cell: moneySum },
]

/** Deeper ones are shown at this depth: the name matters more. */
const MAX_INDENT = 6

/** A phase as people name it, indented by its depth. */
export function phaseName({ depth, name, iteration, attempt, implicit }: PlacedPhase): string {
  const marks = [
    iteration !== null && iteration > 1 && ` #${iteration}`,
    attempt !== null && attempt > 1 && ` (attempt ${attempt})`,
    implicit && ' (outside of phases)',
  ].filter(Boolean)
  return `${'  '.repeat(Math.min(depth, MAX_INDENT))}${name}${marks.join('')}`
}

/** Depth-first, in the order of the list. A phase whose parent is not in the list, or below itself, is at the top. */
export function placed(phases: readonly Phase[]): readonly PlacedPhase[] {
  const known = new Set(phases.map(({ id }) => id))
  const children = Map.groupBy(phases, ({ parentId }) => (parentId !== null && known.has(parentId) ? parentId : 'top'))
  const done = new Map<number, PlacedPhase>()
  const place = (first: readonly Phase[]): void => {
    const waiting = first.map((phase) => ({ ...phase, depth: 0 })).reverse()
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      if (done.has(next.id)) continue
      done.set(next.id, next)
      const depth = next.depth + 1
      waiting.push(...(children.get(next.id) ?? []).map((phase) => ({ ...phase, depth })).reverse())
    }
  }
  place(children.get('top') ?? [])
  place(phases)
  return [...done.values()]
}

/** Cells from which on a step has its phase beside it: in fewer, what went wrong needs them. */
const WIDE = 100

/** Responses, actions and what came of them, in order of time. */
export function stepLines(steps: readonly Step[], { startedAt, phases }: SessionDetail, canvas: Canvas): readonly string[] {
  const names = new Map(phases.map((phase) => [phase.id, phaseName({ ...phase, depth: 0 })]))
  const phase: Column<Step> = { title: 'PHASE', minWidth: 12, cell: ({ phaseId }) => (phaseId === null ? '' : (names.get(phaseId) ?? '')) }
  const columns: readonly Column<Step>[] = [
    { title: 'AT', align: 'right', cell: ({ at }) => offset(at, startedAt) },
    { title: 'STEP', cell: stepName, minWidth: 18, tone: ({ failed }) => (failed ? 'bad' : undefined) },
    ...(canvas.columns >= WIDE && names.size > 0 ? [phase] : []),
    { title: 'TOOK', align: 'right', cell: ({ at, durationMs }) => lasted({ startedAt: at, durationMs }) },
    { title: 'TOKENS', align: 'right', cell: ({ tokensTotal }) => (tokensTotal === null ? '' : count(tokensTotal)) },
    { title: 'COST', align: 'decimal', cell: ({ kind, costUsd }) => (kind === 'response' ? money(costUsd) : '') },
    { title: 'DETAIL', minWidth: 12, isOptional: true, cell: detailOf, tone: ({ failed }) => (failed ? 'bad' : 'faint') },
  ]
  return table(columns, steps, canvas)
}

function offset(at: string | null, startedAt: string | null): string {
  if (at === null || startedAt === null) return UNKNOWN
  const ms = Date.parse(at) - Date.parse(startedAt)
  return ms < 0 ? `-${duration(-ms)}` : `+${duration(ms)}`
}

/** Models and tools are known by their names; an artifact or an issue would not be. */
function stepName({ kind, name }: TimelineItem): string {
  return kind === 'response' || kind === 'action' ? name : `${kind} ${name}`
}

/** Of what failed, why. */
function detailOf({ failed, detail, error }: Step): string {
  return join(': ', failed ? 'failed' : null, textOf(error) ?? detail) ?? ''
}

/** What is there, joined; `undefined` when nothing is. */
function join(separator: string, ...parts: readonly (string | null)[]): string | undefined {
  return parts.filter((part) => part !== null && part !== '').join(separator) || undefined
}
