import type { Phase, Session } from '@ai-tracker/collector'
import { elapsed } from './elapsed.ts'
import { count, moneySum } from './format.ts'
import { toneOf } from './paint.ts'
import { type Canvas, type Column, table } from './table.ts'

/** A canvas that knows what time it is: what runs goes on until then. */
export interface PageCanvas extends Canvas {
  readonly nowMs: number
}

/** A phase at its place in the tree. */
interface PlacedPhase extends Phase {
  readonly depth: number
}

/** The phases of a session as an indented table. */
export function phaseLines(phases: readonly Phase[], { status }: Pick<Session, 'status'>, canvas: PageCanvas): readonly string[] {
  const moment = { status, nowMs: canvas.nowMs }
  const columns: readonly Column<PlacedPhase>[] = [
    { title: 'PHASE', cell: phaseName, minWidth: 16, tone: ({ implicit }) => (implicit ? 'faint' : undefined) },
    { title: 'STATUS', cell: (phase) => phase.status, tone: (phase) => toneOf(phase.status) },
    { title: 'DURATION', align: 'right', cell: (phase) => elapsed(phase, moment) },
    { title: 'CALLS', align: 'right', cell: ({ responseCount }) => count(responseCount) },
    { title: 'TOKENS', align: 'right', cell: ({ tokensTotal, responseCount }) => (responseCount === 0 ? '' : count(tokensTotal)) },
    { title: 'COST', align: 'decimal', cell: (phase) => (phase.responseCount === 0 ? '' : moneySum(phase)) },
  ]
  return table(columns, placed(phases), canvas)
}

/** Deeper ones are shown at this depth: the name matters more. */
const MAX_INDENT = 6

/** A phase as people name it, indented by its depth. */
export function phaseName({ depth, name, iteration, attempt, implicit }: PlacedPhase): string {
  const marks = [
    iteration !== null && iteration > 1 && ` #${iteration}`,
    attempt !== null && attempt > 1 && `, attempt ${attempt}`,
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
