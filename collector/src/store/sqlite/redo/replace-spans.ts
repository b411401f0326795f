/** Puts other spans in the place of stored ones, whatever the rule for copies says. Works inside the writer's transaction. */
import { spanIdToInt } from '../../../domain/id.ts'
import type { SettleNode } from '../../../domain/settling.ts'
import type { SpanItem } from '../../../domain/span.ts'
import type { PricedRecord } from '../../../domain/telemetry-writer.ts'
import type { SqliteDatabase } from '../database.ts'
import { beginTraceWrite, reinterpret, type TraceWrite } from '../write/trace-changes.ts'
import type { TraceState } from '../write/trace-memory.ts'
import type { WriterInside } from '../write/writer.ts'
import type { SpanChange } from './changed-spans.ts'

/** Interprets and prices an item. */
type Derive = (item: SpanItem) => PricedRecord

/** Opens the replacement over the writing connection. */
export function createSpanReplacer(db: SqliteDatabase, derive: Derive): (inside: WriterInside, changes: readonly SpanChange[]) => void {
  const removeVariants = db.prepare('DELETE FROM span_variants WHERE span = ?')

  function replaceVariants({ parts }: WriterInside, row: number, variants: readonly SpanItem[]): void {
    removeVariants.run(row)
    for (const variant of variants) parts.writeVariant(row, parts.hashItem(variant), parts.encodeItem(variant))
  }

  return (inside, changes) => {
    const writes = new Map<number, TraceWrite>()
    for (const { stored, item, variants } of changes) {
      if (variants) replaceVariants(inside, stored.row, variants)
      if (!item) continue
      const state = traceState(inside, stored.workspaceId, item.span.traceId)
      const write = writes.get(state.id) ?? beginTraceWrite(state)
      writes.set(state.id, write)
      const node = state.skeleton.node(spanIdToInt(item.span.spanId)) as SettleNode
      reinterpret(write, { node, priced: derive(item), receivedNs: stored.receivedNs })
    }
    inside.commitTraces(writes.values())
  }
}

function traceState({ parts }: WriterInside, workspaceId: number, traceId: string): TraceState {
  const state = parts.memory.get(workspaceId, traceId) ?? parts.traces.load(workspaceId, traceId)
  if (!state) throw new Error(`trace ${traceId} of a span has no row`)
  parts.memory.put(state)
  return state
}
