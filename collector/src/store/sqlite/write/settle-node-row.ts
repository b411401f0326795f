import { BELOW, type SettleNode } from '../../../domain/settling.ts'
import { ownCopy } from './own-copy.ts'

/** Bits of `spans.settled`. */
export const SETTLED = {
  phase: 1,
  usage: 2,
  below: 4,
  cycle: 8,
  repeated: 16,
  call: 32,
  action: 64,
  facts: 128,
  modelCall: 256,
  callBelow: 512,
} as const

/** A node as the tables hold it, read with safe integers. */
export interface NodeRow {
  readonly id: bigint
  readonly span_id: bigint
  readonly parent_span_id: bigint
  readonly start_ns: bigint
  readonly phase_id: bigint | null
  readonly settled: bigint
  readonly provider: string | null
  readonly response_id: string | null
  readonly has_usage: bigint | null
}

/** The node of a stored span. */
export function nodeFromRow(row: NodeRow): SettleNode {
  const bits = Number(row.settled)
  const bearsUsage = (bits & SETTLED.usage) !== 0
  return {
    row: Number(row.id),
    spanId: row.span_id,
    parentSpanId: row.parent_span_id,
    startNs: row.start_ns,
    isPhase: (bits & SETTLED.phase) !== 0,
    isCall: (bits & SETTLED.call) !== 0,
    isModelCall: (bits & SETTLED.modelCall) !== 0,
    bearsUsage,
    responseKey: responseKey(bearsUsage, row.provider, row.response_id),
    phaseRow: Number(row.phase_id ?? 0),
    below: (bits & SETTLED.below ? BELOW.usage : 0) | (bits & SETTLED.callBelow ? BELOW.modelCall : 0),
    onCycle: (bits & SETTLED.cycle) !== 0,
    repeated: (bits & SETTLED.repeated) !== 0,
    shortcut: undefined,
  }
}

/** The bits of a node, without those for actions and facts, which settling does not know. */
export function settledBits(node: SettleNode): number {
  return (
    (node.isPhase ? SETTLED.phase : 0) |
    (node.bearsUsage ? SETTLED.usage : 0) |
    (node.below & BELOW.usage ? SETTLED.below : 0) |
    (node.below & BELOW.modelCall ? SETTLED.callBelow : 0) |
    (node.isModelCall ? SETTLED.modelCall : 0) |
    (node.onCycle ? SETTLED.cycle : 0) |
    (node.repeated ? SETTLED.repeated : 0) |
    (node.isCall ? SETTLED.call : 0)
  )
}

/** What twins share: provider and response id. The provider holds no space. */
export function responseKey(
  bearsUsage: boolean,
  provider: string | null | undefined,
  responseId: string | null | undefined,
): string | undefined {
  return bearsUsage && responseId ? ownCopy(`${(provider ?? '').replaceAll(' ', '_')} ${responseId}`) : undefined
}
