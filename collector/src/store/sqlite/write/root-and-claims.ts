/** What a trace says as a whole, kept up to date as its spans are written: root, claims, times. */
import { isEarlier, type SettleNode } from '../../../domain/settling.ts'
import type { SpanItem } from '../../../domain/span.ts'
import type { PricedRecord } from '../../../domain/telemetry-writer.ts'
import { CLAIM_FIELDS, type Claim, type SpanClaims, spanClaims } from '../../../domain/trace-summary.ts'
import { ownCopy } from './own-copy.ts'
import type { TraceState } from './trace-memory.ts'
import { NO_ROOT, type RootColumns, type SummaryRow, summaryOf } from './trace-row.ts'
import type { WriterParts } from './writer-parts.ts'

/** A span that is written: new, or in the place of what its row holds. */
export interface NotedSpan {
  readonly node: SettleNode
  readonly isNew: boolean
  readonly priced: PricedRecord
  readonly receivedNs: bigint
}

interface Place {
  readonly spanId: bigint
  readonly startNs: bigint
}

interface SpanClaiming {
  readonly claims: SpanClaims
  readonly serviceName: () => string
}

/** What spans change of their trace: which of them is the root now, and whether the next best has to be looked for. */
export interface Notes {
  readonly rootRow: number | undefined
  readonly rescan: boolean
}

/** Takes in what the written spans say. To be called before settling moves their nodes. */
export function noteSpans(parts: WriterParts, state: TraceState, spans: Iterable<NotedSpan>): Notes {
  let root: { row: number; spanId: bigint; startNs: bigint } | undefined = state.root
  let rootRow: number | undefined
  let rescan = false
  for (const { node, isNew, priced, receivedNs } of spans) {
    const span = { row: node.row, spanId: node.spanId, startNs: BigInt.asIntN(64, priced.record.item.span.startNs) }
    const isRoot = priced.record.item.span.parentSpanId === ''
    const wasRoot = root?.row === node.row
    if (wasRoot && (!isRoot || (root as typeof span).startNs < span.startNs)) rescan = true
    if (isRoot && (wasRoot || !root || isEarlier(span, root))) {
      root = span
      rootRow = node.row
    }
    if (noteClaims(state, span, claimsOf(parts, priced))) rescan = true
    if (noteBounds(state, priced.record.item, isNew ? undefined : node.startNs)) rescan = true
    if (receivedNs > state.receivedNs) state.receivedNs = receivedNs
  }
  return { rootRow, rescan }
}

function claimsOf(parts: WriterParts, { record }: PricedRecord): SpanClaiming {
  return { claims: spanClaims(record.session, record.dialects[0] ?? ''), serviceName: () => parts.serviceName(record.item.resource) }
}

/** Takes the claims of a span in. @returns whether one was withdrawn, so that the next best has to be looked for */
function noteClaims(state: TraceState, span: Place, { claims, serviceName }: SpanClaiming): boolean {
  let withdrawn = false
  for (const field of CLAIM_FIELDS) {
    const value = claims[field]
    const current = state.claims[field]
    const isOwn = current?.spanId === span.spanId
    if (isOwn && (value === undefined || current.startNs < span.startNs)) withdrawn = true
    if (value === undefined || (current && !isOwn && !isEarlier(span, current))) continue
    state.claims[field] = { spanId: span.spanId, startNs: span.startNs, value: ownCopy(value), serviceName: ownCopy(serviceName()) }
  }
  return withdrawn
}

/** Widens the trace's times. @returns whether they may have shrunk */
function noteBounds(state: TraceState, { span }: SpanItem, oldStartNs: bigint | undefined): boolean {
  const startNs = BigInt.asIntN(64, span.startNs)
  const endNs = BigInt.asIntN(64, span.endNs)
  if (startNs > 0n && (state.startNs === 0n || startNs < state.startNs)) state.startNs = startNs
  if (endNs > state.endNs) state.endNs = endNs
  return oldStartNs !== undefined && ((oldStartNs === state.startNs && startNs !== oldStartNs) || endNs < 0n)
}

/** Finds root, claims and times of a trace again from its rows: a pass over the trace, needed when a copy withdrew what it had claimed. */
export function rescan(parts: WriterParts, state: TraceState): RootColumns {
  const { start_ns, end_ns } = parts.traces.summaries.bounds(state.id)
  state.startNs = start_ns
  state.endNs = end_ns
  for (const field of CLAIM_FIELDS) delete state.claims[field]
  let root: SummaryRow | undefined
  for (const row of parts.traces.summaries.candidates(state.id)) {
    if (row.parent_span_id === 0n && (!root || isEarlier(keyOf(row), keyOf(root)))) root = row
    const { claims, serviceName } = summaryOf(row).root
    for (const field of CLAIM_FIELDS) {
      const value = claims[field]
      const current: Claim | undefined = state.claims[field]
      if (value !== undefined && (!current || isEarlier(keyOf(row), current))) state.claims[field] = { ...keyOf(row), value, serviceName }
    }
  }
  return setRoot(state, root)
}

function keyOf(row: SummaryRow): { spanId: bigint; startNs: bigint } {
  return { spanId: row.span_id, startNs: row.start_ns }
}

/** Makes a stored span the trace's root; `undefined` = it has none. @returns what the trace shows of it */
export function setRoot(state: TraceState, row: SummaryRow | undefined): RootColumns {
  const summary = row && summaryOf(row)
  state.root = summary?.root
  return summary?.columns ?? NO_ROOT
}
