import type { Phase, Session, SessionDetail, TimelineItem } from '@ai-tracker/collector'
import { type Fact, factLines } from './facts.ts'
import { count, counted, duration, longTime, money, moneySum, UNKNOWN } from './format.ts'
import { toneOf } from './paint.ts'
import { type Canvas, type Column, table } from './table.ts'

/** What is true of the whole session. */
export function sessionLines(session: SessionDetail, canvas: Canvas): readonly string[] {
  const facts: readonly Fact[] = [
    { name: 'session', value: String(session.id), tone: 'strong' },
    { name: 'workflow', value: join(' ', session.workflow, session.workflowVersion) },
    { name: 'title', value: session.title ?? undefined },
    { name: 'key', value: session.key === session.traceId ? undefined : session.key },
    { name: 'trace', value: session.traceCount > 1 ? `${session.traceId} and ${count(session.traceCount - 1)} more` : session.traceId },
    { name: 'status', value: join(', ', session.status, session.outcome), tone: toneOf(session.status) },
    { name: 'started', value: longTime(session.startedAt) },
    { name: 'completed', value: longTime(session.completedAt) },
    { name: 'duration', value: duration(session.durationMs) },
    { name: 'tokens', value: tokens(session) },
    { name: 'cost', value: cost(session) },
    { name: 'calls', value: `${counted(session.responseCount, 'response')}, ${counted(session.actionCount, 'action')}` },
    { name: 'models', value: session.models.join(', ') || UNKNOWN },
    { name: 'errors', value: errors(session), tone: session.errorCount > 0 ? 'bad' : undefined },
    { name: 'error', value: session.error ? join(': ', session.error.type, session.error.message) : undefined, tone: 'bad' },
  ]
  return factLines(facts, canvas)
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
  { title: 'DURATION', align: 'right', cell: ({ durationMs }) => duration(durationMs) },
  { title: 'CALLS', align: 'right', cell: ({ responseCount }) => count(responseCount) },
  { title: 'TOKENS', align: 'right', cell: ({ tokensTotal }) => count(tokensTotal) },
  { title: 'COST', align: 'decimal', cell: moneySum },
]

/** Deeper ones are shown at this depth: the name matters more. */
const MAX_INDENT = 6

function phaseName({ depth, name, iteration, attempt, implicit }: PlacedPhase): string {
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

/** Responses, actions and what came of them, in order of time. */
export function stepLines(steps: readonly TimelineItem[], { startedAt }: Session, canvas: Canvas): readonly string[] {
  const columns: readonly Column<TimelineItem>[] = [
    { title: 'AT', align: 'right', cell: ({ at }) => offset(at, startedAt) },
    { title: 'STEP', cell: stepName, minWidth: 18, tone: ({ failed }) => (failed ? 'bad' : undefined) },
    { title: 'TOOK', align: 'right', cell: ({ durationMs }) => duration(durationMs) },
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

function detailOf({ failed, detail }: TimelineItem): string {
  return join(': ', failed ? 'failed' : null, detail) ?? ''
}

/** What is there, joined; `undefined` when nothing is. */
function join(separator: string, ...parts: readonly (string | null)[]): string | undefined {
  return parts.filter((part) => part !== null && part !== '').join(separator) || undefined
}
