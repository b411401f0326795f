import { isFailure, type Phase, type SessionOverview, type Span, type TimeRange } from '@ai-tracker/collector'
import { valueText } from '../output/any-value.ts'
import { duration, money, moneySum } from '../output/format.ts'
import { phaseName } from '../output/phase-table.ts'
import { spanTitle, type Work, workOf } from '../output/span-title.ts'
import type { PlacedLog } from './place-logs.ts'

/** How the bar of a row looks: model calls and actions are work, phases group it, the rest is what else is around it. */
export type Mark = Work | 'phase' | 'idle' | 'log'

/** One line of the timeline, before it is drawn. */
export interface Row {
  /** Depth in the tree. */
  readonly depth: number
  /** As it is; it is made safe when it is drawn. */
  readonly label: string
  readonly mark: Mark
  /** Milliseconds after the start of the session; `endMs` is absent where no end was received. */
  readonly startMs: number
  readonly endMs?: number
  /** Milliseconds that it took, or takes so far; null = it never ended, and runs no more. */
  readonly tookMs: number | null
  readonly state: 'ok' | 'failed' | 'running'
  /** Of a phase, the sum of what is below it. */
  readonly tokens: number | null
  /** Cost as text; empty where none belongs. */
  readonly cost: string
  /** Why it failed. */
  readonly reason?: string
}

/** What rows are made of. */
export interface TimelineContent {
  /** Depth-first. */
  readonly spans: readonly Span[]
  readonly phases: readonly Phase[]
  /** In the order of their places. */
  readonly logs: readonly PlacedLog[]
  readonly overview: SessionOverview
  /** Reasons of what failed, by `keyOf`. */
  readonly reasons: ReadonlyMap<string, string>
  /** Tools of spans whose name does not tell, by `keyOf`. */
  readonly tools: ReadonlyMap<string, string>
  /** Milliseconds from the start of the session until now; `undefined` = it runs no more. */
  readonly untilNowMs: number | undefined
  /** Whether spans that follow are not shown. */
  readonly hasMore: boolean
}

/** Tells spans apart. */
export function keyOf({ traceId, spanId }: { readonly traceId: string; readonly spanId: string }): string {
  return `${traceId}-${spanId}`
}

/** The rows of a timeline in their order: spans, with log records and the pauses between them. */
export function timelineRows(content: TimelineContent): readonly Row[] {
  const { spans, overview } = content
  const phases = new Map(content.phases.map((phase) => [keyOf(phase), phase]))
  const waiting = [...overview.idle]
  const logs = [...content.logs]
  const rows: Row[] = []
  const addLogs = (before: number): void => {
    for (let placed = logs[0]; placed && placed.before <= before; placed = logs[0]) {
      rows.push(logRow(placed, overview))
      logs.shift()
    }
  }
  for (const [index, span] of spans.entries()) {
    addLogs(index)
    // A pause stands before the first span that starts after most of it.
    for (let idle = waiting[0]; idle && BigInt(span.startNs) >= middleOf(idle); idle = waiting[0]) {
      rows.push(idleRow(idle, { depth: span.depth, overview }))
      waiting.shift()
    }
    rows.push(spanRow(span, { content, phase: phases.get(keyOf(span)), isTold: isToldBelow(index, content) }))
  }
  addLogs(spans.length)
  const depth = spans.length > 0 ? 1 : 0
  return content.hasMore ? rows : [...rows, ...waiting.map((idle) => idleRow(idle, { depth, overview }))]
}

function middleOf({ startNs, endNs }: TimeRange): bigint {
  return (BigInt(startNs) + BigInt(endNs)) / 2n
}

function idleRow({ startNs, endNs }: TimeRange, { depth, overview }: { readonly depth: number; readonly overview: SessionOverview }): Row {
  const startMs = offsetMs(startNs, overview)
  const endMs = offsetMs(endNs, overview)
  const label = `· ${duration(endMs - startMs)} idle ·`
  return { depth, label, mark: 'idle', startMs, endMs, tookMs: endMs - startMs, state: 'ok', tokens: null, cost: '' }
}

/** A moment: what it says, and how severe it is. */
function logRow({ depth, log }: PlacedLog, overview: SessionOverview): Row {
  const atMs = offsetMs(log.atNs, overview)
  const said = [log.severity ?? log.severityText, log.event, log.body && valueText(log.body)].filter(Boolean).join(' ')
  const state = isFailure(log.severityNumber) ? 'failed' : 'ok'
  return { depth, label: said || 'log', mark: 'log', startMs: atMs, endMs: atMs, tookMs: null, state, tokens: null, cost: '' }
}

interface SpanContext {
  readonly content: TimelineContent
  readonly phase: Phase | undefined
  readonly isTold: boolean
}

function spanRow(span: Span, { content, phase, isTold }: SpanContext): Row {
  const reason = isTold ? undefined : content.reasons.get(keyOf(span))
  const mark = phase ? 'phase' : workOf(span)
  return {
    depth: span.depth,
    label: phase ? phaseName({ ...phase, depth: 0 }) : spanTitle(span, content.tools.get(keyOf(span))),
    mark,
    ...timesOf(span, content),
    state: span.status === 'failed' ? 'failed' : span.endNs === '0' ? 'running' : 'ok',
    ...(phase ? sumsOf(phase) : usageOf(span, mark)),
    ...(reason && { reason }),
  }
}

function timesOf({ startNs, endNs }: Span, { overview, untilNowMs }: TimelineContent): Pick<Row, 'startMs' | 'endMs' | 'tookMs'> {
  const startMs = offsetMs(startNs, overview)
  if (endNs === '0') return { startMs, tookMs: untilNowMs === undefined ? null : Math.max(0, untilNowMs - startMs) }
  const endMs = offsetMs(endNs, overview)
  return { startMs, endMs, tookMs: Math.max(0, endMs - startMs) }
}

function sumsOf(phase: Phase): Pick<Row, 'tokens' | 'cost'> {
  return phase.responseCount === 0 ? { tokens: null, cost: '' } : { tokens: phase.tokensTotal, cost: moneySum(phase) }
}

/** What repeats the usage of another span has none of its own. */
function usageOf({ repeated, tokensTotal, costUsd, endNs }: Span, mark: Mark): Pick<Row, 'tokens' | 'cost'> {
  const isUnknown = tokensTotal === null || (tokensTotal === 0 && endNs === '0')
  if (repeated || isUnknown) return { tokens: null, cost: '' }
  return { tokens: tokensTotal, cost: mark === 'call' || costUsd !== null ? money(costUsd) : '' }
}

/** Levels of a tree in which a reason is looked for again. */
const MAX_LOOK = 1_000

/** Whether something below has failed for the same reason: that is where it is told. */
function isToldBelow(index: number, { spans, reasons }: TimelineContent): boolean {
  const span = spans[index]
  const reason = span && reasons.get(keyOf(span))
  if (!span || reason === undefined) return false
  for (const below of spans.slice(index + 1, index + MAX_LOOK)) {
    if (below.depth <= span.depth) return false
    if (reasons.get(keyOf(below)) === reason) return true
  }
  return false
}

function offsetMs(ns: string, { startNs }: SessionOverview): number {
  return Number(BigInt(ns) - BigInt(startNs)) / 1e6
}
