/** What the writer remembers of traces: a bounded skeleton. What it has forgotten is read from the tables. */
import type { NodeFacts, SettleNode, Skeleton } from '../../../domain/settling.ts'
import { type Sums, zeroSums } from '../../../domain/sums.ts'
import type { Claim, ClaimField, TraceRoot } from '../../../domain/trace-summary.ts'
import type { SqliteDatabase } from '../database.ts'
import { ownCopy } from './own-copy.ts'
import { type NodeRow, nodeFromRow } from './settle-node-row.ts'

/** One trace as the writer knows it. */
export interface TraceState {
  readonly id: number
  readonly workspaceId: number
  /** 32 hex digits. */
  readonly traceId: string
  /** Whether it has no row yet. */
  isNew: boolean
  sessionId: number
  /** Whether it counts as running: its root has not ended, or was not received. */
  running: boolean
  root: TraceRoot | undefined
  readonly claims: Partial<Record<ClaimField, Claim>>
  readonly sums: Sums
  startNs: bigint
  endNs: bigint
  receivedNs: bigint
  readonly skeleton: TraceSkeleton
}

/** A skeleton that may know only a part of its trace. */
export interface TraceSkeleton extends Skeleton {
  readonly size: number
  /** Forgets all nodes; they are in the tables. */
  forget(): void
}

/** Bounds of the memory, in nodes of about 450 bytes. */
export interface MemoryLimits {
  /** Over all traces. */
  readonly nodes: number
  /** A larger trace is forgotten after each transaction. */
  readonly nodesPerTrace: number
}

export const DEFAULT_MEMORY_LIMITS: MemoryLimits = { nodes: 100_000, nodesPerTrace: 50_000 }

/** Statements that find nodes in the tables. */
export function createNodeQueries(db: SqliteDatabase) {
  const columns = `s.id, s.span_id, s.parent_span_id, s.start_ns, s.phase_id, s.settled, c.provider, c.response_id, c.has_usage
    FROM spans s LEFT JOIN calls c ON c.id = s.id`
  const one = db.prepare(`SELECT ${columns} WHERE s.trace = +? AND s.span_id = +?`).safeIntegers()
  const children = db.prepare(`SELECT ${columns} WHERE s.trace = +? AND s.parent_span_id = +?`).safeIntegers()
  const twins = db
    .prepare(
      `SELECT ${columns.replace('spans s LEFT JOIN calls c ON c.id = s.id', 'calls c JOIN spans s ON s.id = c.id')} WHERE c.trace = +? AND c.response_id = +?`,
    )
    .safeIntegers()
  return {
    one: (trace: number, spanId: bigint) => one.get(trace, spanId) as NodeRow | undefined,
    children: (trace: number, spanId: bigint) => children.all(trace, spanId) as NodeRow[],
    twins: (trace: number, responseId: string) => twins.all(trace, responseId) as NodeRow[],
  }
}
export type NodeQueries = ReturnType<typeof createNodeQueries>

/** The skeleton of one trace. @param complete whether nothing of the trace is in the tables yet */
export function createSkeleton(queries: NodeQueries, trace: number, complete: boolean): TraceSkeleton {
  let isComplete = complete
  const nodes = new Map<bigint, SettleNode>()
  const byParent = new Map<bigint, Set<SettleNode>>()
  const byResponse = new Map<string, Set<SettleNode>>()
  const loadedChildren = new Set<bigint>()
  const loadedTwins = new Set<string>()

  /** A node in memory is newer than its row: the row is passed over. */
  function take(row: NodeRow): SettleNode {
    const known = nodes.get(row.span_id)
    if (known) return known
    const node = nodeFromRow(row)
    index(node)
    return node
  }

  function index(node: SettleNode): void {
    nodes.set(node.spanId, node)
    addTo(byParent, node.parentSpanId, node)
    if (node.responseKey !== undefined) addTo(byResponse, `${node.parentSpanId} ${node.responseKey}`, node)
  }

  function children(spanId: bigint): Iterable<SettleNode> {
    if (!isComplete && !loadedChildren.has(spanId)) {
      for (const row of queries.children(trace, spanId)) take(row)
      loadedChildren.add(spanId)
    }
    return byParent.get(spanId) ?? []
  }

  return {
    detachments: 0,
    isSettling: false,
    get size() {
      return nodes.size
    },
    node(spanId) {
      const known = nodes.get(spanId)
      if (known || isComplete) return known
      const row = queries.one(trace, spanId)
      return row && take(row)
    },
    children,
    hasChildren(spanId) {
      for (const _ of children(spanId)) return true
      return false
    },
    twins(parentSpanId, responseKey) {
      if (!isComplete && !loadedTwins.has(responseKey)) {
        for (const row of queries.twins(trace, responseKey.slice(responseKey.indexOf(' ') + 1))) take(row)
        loadedTwins.add(responseKey)
      }
      return byResponse.get(`${parentSpanId} ${responseKey}`) ?? []
    },
    place(node, facts: NodeFacts) {
      byParent.get(node.parentSpanId)?.delete(node)
      if (node.responseKey !== undefined) byResponse.get(`${node.parentSpanId} ${node.responseKey}`)?.delete(node)
      Object.assign(node, facts)
      index(node)
    },
    forget() {
      isComplete = false
      nodes.clear()
      byParent.clear()
      byResponse.clear()
      loadedChildren.clear()
      loadedTwins.clear()
    },
  }
}

function addTo<K>(map: Map<K, Set<SettleNode>>, key: K, node: SettleNode): void {
  const set = map.get(key)
  if (set) set.add(node)
  else map.set(key, new Set([node]))
}

/** A trace that nothing is known of yet. */
export function newTraceState(queries: NodeQueries, id: number, identity: { workspaceId: number; traceId: string }): TraceState {
  return {
    id,
    workspaceId: identity.workspaceId,
    traceId: ownCopy(identity.traceId),
    isNew: true,
    sessionId: 0,
    running: true,
    root: undefined,
    claims: {},
    sums: zeroSums(),
    startNs: 0n,
    endNs: 0n,
    receivedNs: 0n,
    skeleton: createSkeleton(queries, id, true),
  }
}

/** Recent traces, least recently used first out. */
export function createTraceMemory(limits: MemoryLimits) {
  const traces = new Map<string, TraceState>()
  const keyOf = (workspaceId: number, traceId: string) => `${workspaceId} ${traceId}`
  return {
    get: (workspaceId: number, traceId: string): TraceState | undefined => traces.get(keyOf(workspaceId, traceId)),
    /** Remembers a trace as the most recently used one. */
    put(state: TraceState): void {
      const key = keyOf(state.workspaceId, state.traceId)
      traces.delete(key)
      traces.set(key, state)
    },
    /** Forgets what is over the limits. Only between transactions, when the tables know everything. */
    trim(): void {
      let nodes = 0
      for (const { skeleton } of traces.values()) {
        if (skeleton.size > limits.nodesPerTrace) skeleton.forget()
        nodes += skeleton.size + NODES_PER_TRACE_STATE
      }
      for (const [key, { skeleton }] of traces) {
        if (nodes <= limits.nodes) break
        nodes -= skeleton.size + NODES_PER_TRACE_STATE
        traces.delete(key)
      }
    },
    /** Forgets the traces of a session that was removed. */
    forgetSession(sessionId: number): void {
      for (const [key, state] of traces) if (state.sessionId === sessionId) traces.delete(key)
    },
    forgetAll: () => traces.clear(),
  }
}

/** The weight of a trace's own state, in nodes. */
const NODES_PER_TRACE_STATE = 8
