/** The changes of one transaction to one trace: which copies win, what settling moves, what the trace says and sums up to. */
import { spanIdToInt } from '../../../domain/id.ts'
import type { NodeChange, NodeFacts, SettleNode } from '../../../domain/settling.ts'
import { isRunning, type SpanItem } from '../../../domain/span.ts'
import { compareCopies } from '../../../domain/span-copies.ts'
import type { Sums } from '../../../domain/sums.ts'
import type { PricedRecord } from '../../../domain/telemetry-writer.ts'
import { type NotedSpan, type Notes, noteSpans, rescan, setRoot } from './root-and-claims.ts'
import { responseKey, SETTLED } from './settle-node-row.ts'
import { createDeltas, type Deltas, type RollupDelta } from './sums-and-rollups.ts'
import type { TraceState } from './trace-memory.ts'
import type { RootColumns } from './trace-row.ts'
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
  const loser = order > 0 ? current : item
  if (!isRunning(loser.span)) write.variants.push({ node, item: loser })
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
  const { complete, restructured } = writeSpans(parts, write)
  writeVariants(parts, write)
  return { complete, restructured, root: newRoot(parts, state, notes) }
}

function newRoot(parts: WriterParts, state: TraceState, notes: Notes): RootColumns | undefined {
  if (notes.rescan) return rescan(parts, state)
  return notes.rootRow === undefined ? undefined : setRoot(state, parts.traces.summaries.one(notes.rootRow))
}

function writeSpans(parts: WriterParts, { state, pending }: TraceWrite): Pick<TraceWritten, 'complete' | 'restructured'> {
  const changes: NodeChange[] = [...pending.values()].map(({ node, isNew, priced }) => ({ node, isNew, facts: factsOf(priced) }))
  const { changed, complete, restructured } = parts.settler.settle(state.skeleton, changes, parts.maxChanges + changes.length)
  const rollups = new Map<string, RollupDelta>()
  const deltas = createDeltas(state.sums, rollups)
  for (const node of changed) {
    if (pending.has(node.spanId)) continue
    resettle(parts, deltas, node)
  }
  for (const { node, isNew, priced, receivedNs } of pending.values()) {
    const row = { priced, node, trace: state.id, workspaceId: state.workspaceId, receivedNs }
    if (!isNew) {
      deltas.subtract(parts.contribution(node.row))
      parts.search.outdate(node.row)
    }
    deltas.add(isNew ? parts.spans.insert(row) : parts.spans.replace(row))
  }
  parts.rollups(state.id, rollups.values())
  return { complete, restructured }
}

/** Writes what settling changed of a span that is stored already. */
export function resettle(parts: WriterParts, deltas: Deltas, node: SettleNode): void {
  const before = parts.contribution(node.row)
  if (((Number(before.settled) & SETTLED.repeated) !== 0) !== node.repeated) parts.search.outdate(node.row)
  deltas.subtract(before)
  deltas.add({ ...before, ...parts.spans.resettle(node, Number(before.settled)) })
}

function writeVariants(parts: WriterParts, { variants }: TraceWrite): void {
  for (const { node, item } of variants) parts.writeVariant(node.row, parts.hashItem(item), parts.encodeItem(item))
}
