/** The changes of one transaction to one trace: which copies win, what settling moves, what the trace says and sums up to. */
import { spanIdToInt } from '../../../domain/id.ts'
import { isRedactionOf } from '../../../domain/redaction-marks.ts'
import type { NodeChange, NodeFacts, SettleNode } from '../../../domain/settling.ts'
import { isRunning, type SpanItem } from '../../../domain/span.ts'
import { compareCopies } from '../../../domain/span-copies.ts'
import type { Sums } from '../../../domain/sums.ts'
import type { PricedRecord } from '../../../domain/telemetry-writer.ts'
import { type NotedSpan, noteSpans, rescan, setRoot } from './root-and-claims.ts'
import { responseKey, SETTLED } from './settle-node-row.ts'
import type { WrittenSpan } from './span-writer.ts'
import { createDeltas, type Deltas, type RollupDelta } from './sums-and-rollups.ts'
import type { TraceState } from './trace-memory.ts'
import type { RootColumns, SummaryRow } from './trace-row.ts'
import type { WriterParts } from './writer-parts.ts'

/** One trace in one transaction. */
export interface TraceWrite {
  readonly state: TraceState
  /** The share of the trace's session before the transaction; `undefined` for a new trace. */
  readonly before: { readonly sessionId: number; readonly sums: Sums; readonly running: boolean } | undefined
  readonly pending: Map<bigint, NotedSpan>
  readonly variants: { readonly node: SettleNode; readonly item: SpanItem }[]
}

/** Begins the changes to a trace. */
export function beginTraceWrite(state: TraceState): TraceWrite {
  const before = state.isNew ? undefined : { sessionId: state.sessionId, sums: { ...state.sums }, running: state.running }
  return { state, before, pending: new Map(), variants: [] }
}

/** Takes a copy of a span in. @returns whether it is kept; `false` = known already, or a better copy is */
export function addCopy(
  parts: WriterParts,
  write: TraceWrite,
  copy: { readonly priced: PricedRecord; readonly receivedNs: bigint },
): boolean {
  const { priced, receivedNs } = copy
  const { item } = priced.record
  const spanId = spanIdToInt(item.span.spanId)
  const pending = write.pending.get(spanId)
  const node = pending?.node ?? write.state.skeleton.node(spanId)
  if (!node) {
    write.pending.set(spanId, { node: emptyNode(parts.nextSpanRow(), spanId), isNew: true, priced, receivedNs })
    return true
  }
  const current = pending ? pending.priced.record.item : parts.reader.item(node.row).item
  const order = compareCopies(item, current, parts.hashItem)
  if (order === 0) return false
  const [winner, loser] = order > 0 ? [item, current] : [current, item]
  if (!isRunning(loser.span) && !isRedactionOf(winner, loser)) write.variants.push({ node, item: loser })
  if (order > 0) write.pending.set(spanId, { node, isNew: pending?.isNew ?? false, priced, receivedNs })
  return order > 0
}

/** Puts a new interpretation of a stored span in the place of the old one. The span itself stays. */
export function reinterpret(
  write: TraceWrite,
  row: { readonly node: SettleNode; readonly priced: PricedRecord; readonly receivedNs: bigint },
): void {
  write.pending.set(row.node.spanId, { ...row, isNew: false })
}

function emptyNode(row: number, spanId: bigint): SettleNode {
  const facts: NodeFacts = {
    parentSpanId: 0n,
    startNs: 0n,
    isPhase: false,
    isCall: false,
    isModelCall: false,
    bearsUsage: false,
    responseKey: undefined,
  }
  return { row, spanId, ...facts, phaseRow: 0, below: 0, onCycle: false, repeated: false, shortcut: undefined }
}

function factsOf({ record }: PricedRecord): NodeFacts {
  const { span } = record.item
  const bearsUsage = record.call?.usage !== undefined
  return {
    parentSpanId: span.parentSpanId === '' ? 0n : spanIdToInt(span.parentSpanId),
    startNs: BigInt.asIntN(64, span.startNs),
    isPhase: record.phase !== undefined,
    isCall: record.call !== undefined,
    isModelCall: record.call?.isModelCall ?? false,
    bearsUsage,
    responseKey: responseKey(bearsUsage, record.call?.provider, record.call?.responseId),
  }
}

/** What writing a trace's spans came to. */
export interface TraceWritten {
  /** Whether settling is complete; `false` = phases of further spans are to be found again. */
  readonly complete: boolean
  /** Whether an edge or a phase among the spans that were there before has changed. */
  readonly restructured: boolean
  /** What the trace shows of its root; `undefined` = as before. */
  readonly root: RootColumns | undefined
}

/** Writes the rows of the trace's spans and brings its state up to date. */
export function writeTrace(parts: WriterParts, write: TraceWrite): TraceWritten {
  const { state } = write
  const notes = noteSpans(parts, state, write.pending.values())
  const { complete, restructured, root } = writeSpans(parts, write, notes.rootRow)
  writeVariants(parts, write)
  return { complete, restructured, root: notes.rescan ? rescan(parts, state) : root && setRoot(state, root) }
}

/** What writing a trace's spans came to, before it is asked what the trace says. */
interface SpansWritten extends Pick<TraceWritten, 'complete' | 'restructured'> {
  /** The new root as its row has it, if it was among them. */
  readonly root: SummaryRow | undefined
}

function writeSpans(parts: WriterParts, { state, pending }: TraceWrite, rootRow: number | undefined): SpansWritten {
  const changes: NodeChange[] = [...pending.values()].map(({ node, isNew, priced }) => ({ node, isNew, facts: factsOf(priced) }))
  const { changed, complete, restructured } = parts.settler.settle(state.skeleton, changes, parts.maxChanges + changes.length)
  const rollups = new Map<string, RollupDelta>()
  const deltas = createDeltas(state.sums, rollups)
  for (const node of changed) {
    if (pending.has(node.spanId)) continue
    resettle(parts, deltas, node)
  }
  let root: SummaryRow | undefined
  for (const span of pending.values()) {
    const { node, isNew, priced, receivedNs } = span
    const row = { priced, node, trace: state.id, workspaceId: state.workspaceId, receivedNs }
    if (!isNew) {
      deltas.subtract(parts.contributions.of(node.row))
      parts.search.outdate(node.row)
    }
    const written = isNew ? parts.spans.insert(row) : parts.spans.replace(row)
    parts.contributions.remember(node.row, written.contribution)
    deltas.add(written.contribution)
    if (node.row === rootRow) root = summaryRowOf(parts, span, written)
  }
  parts.rollups(state.id, rollups.values())
  return { complete, restructured, root }
}

/** A written span as `summaries` would read it. */
function summaryRowOf(parts: WriterParts, { node, priced: { record } }: NotedSpan, { contribution, ...columns }: WrittenSpan): SummaryRow {
  const { span, resource } = record.item
  return {
    id: node.row,
    span_id: node.spanId,
    parent_span_id: node.parentSpanId,
    start_ns: node.startNs,
    end_ns: BigInt.asIntN(64, span.endNs),
    name: span.name,
    failed: contribution.failed,
    error_type: record.error?.type ?? null,
    ...columns,
    dialects: record.dialects.join(','),
    service_name: parts.serviceName(resource),
  }
}

/** Writes what settling changed of a span that is stored already. */
export function resettle(parts: WriterParts, deltas: Deltas, node: SettleNode): void {
  const before = parts.contributions.of(node.row)
  if (((Number(before.settled) & SETTLED.repeated) !== 0) !== node.repeated) parts.search.outdate(node.row)
  const after = { ...before, ...parts.spans.resettle(node, Number(before.settled)) }
  parts.contributions.remember(node.row, after)
  deltas.subtract(before)
  deltas.add(after)
}

function writeVariants(parts: WriterParts, { variants }: TraceWrite): void {
  for (const { node, item } of variants)
    if (!parts.keepsRedacted(node.row, item)) parts.writeVariant(node.row, parts.hashItem(item), parts.encodeItem(item))
}
