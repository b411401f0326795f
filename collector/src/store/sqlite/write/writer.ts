import { AppError } from '../../../domain/app-error.ts'
import type { SessionKeeper } from '../../../domain/removal.ts'
import type { RetentionPolicy } from '../../../domain/retention.ts'
import type { RecordBatch, TelemetryWriter, WriteOutcome } from '../../../domain/telemetry-writer.ts'
import type { TraceDescription } from '../../../domain/trace-summary.ts'
import { asDamageError, isDamage } from '../care/damage.ts'
import type { SqliteDatabase } from '../database.ts'
import { isPassing } from '../passing-error.ts'
import { createRemover } from '../remove/remover.ts'
import { createJobs, type Rederive } from './background-jobs.ts'
import type { TraceVoice } from './sessions.ts'
import { addCopy, beginTraceWrite, type TraceWrite, writeTrace } from './trace-changes.ts'
import { newTraceState, type TraceState } from './trace-memory.ts'
import type { RootColumns } from './trace-row.ts'
import { createWriterParts, type SqliteWriterOptions, type WriterParts } from './writer-parts.ts'

/** Free pages that a stop gives back to the disk at most, which takes milliseconds; `tracker db compact` gives back all. */
const MAX_GIVEN_BACK = 4_096

/** The writing half of the store in SQLite. */
export interface SqliteWriter extends TelemetryWriter, SessionKeeper {
  /**
   * Has every stored span interpreted again, in slices by `work()`, when `version` (of rules and prices) is not the one that the
   * rows were made with. What a person wrote and every id stay.
   */
  rederive(version: string, rederive: Rederive): void
  /** Has `work()` keep the store within limits from now on. */
  retain(policy: RetentionPolicy): void
  /** Changes what is stored already, in one transaction. */
  change<T>(work: (inside: WriterInside) => T): T
}

/** What works inside the writer's transaction. */
export interface WriterInside {
  readonly parts: WriterParts
  /** Writes the collected changes of traces, and the counts of texts. To be called once, at the end. */
  commitTraces(writes: Iterable<TraceWrite>): readonly number[]
}

/** Opens the writer over the one writing connection. */
export function createSqliteWriter(db: SqliteDatabase, options: SqliteWriterOptions): SqliteWriter {
  const parts = createWriterParts(db, options)
  const jobs = createJobs(db, parts, commitTraces)
  const remover = createRemover(db, parts, jobs.reload)

  const writeAll = db.transaction((batches: readonly RecordBatch[]): WriteOutcome => {
    const writes = new Map<string, TraceWrite>()
    const total = { traces: 0, logs: 0, metrics: 0 }
    let [duplicates, deleted] = [0, 0]
    for (const batch of batches) {
      const spans = addSpans(batch, writes)
      const items = parts.signals.write(batch)
      total.traces += spans.kept
      total.logs += items.logs
      total.metrics += items.points
      const counts = {
        accepted: spans.kept + items.logs + items.points,
        duplicates: batch.records.length - spans.kept - spans.deleted + items.duplicates,
        deleted: spans.deleted + items.deleted,
      }
      duplicates += counts.duplicates
      deleted += counts.deleted
      if (batch.receipt) parts.receipts.write(batch.receipt, batch.arrival, counts)
    }
    return {
      accepted: total.traces + total.logs + total.metrics,
      duplicates,
      deleted,
      acceptedOf: total,
      changedSessions: commitTraces(writes.values()),
    }
  })

  /** @returns how many of the spans are kept, and how many are not as their trace was removed */
  function addSpans({ records, arrival }: RecordBatch, writes: Map<string, TraceWrite>): { kept: number; deleted: number } {
    const counts = { kept: 0, deleted: 0 }
    for (const priced of records) {
      const write = traceWriteOf(parts, writes, { workspaceId: arrival.workspaceId, traceId: priced.record.item.span.traceId })
      if (!write) counts.deleted++
      else if (addCopy(parts, write, { priced, receivedNs: arrival.receivedNs })) counts.kept++
    }
    return counts
  }

  /** Writes the collected changes: spans, traces, then the sessions that they and the logs belong to. @returns the changed sessions */
  function commitTraces(writes: Iterable<TraceWrite>): readonly number[] {
    const changed = [...writes].filter((write) => write.pending.size > 0 || write.variants.length > 0)
    for (const write of changed) {
      write.state.skeleton.isSettling = jobs.isSettling(write.state.id)
      const { complete, restructured, root } = writeTrace(parts, write)
      if (!complete) jobs.refreshPhases(write.state.id)
      else if (restructured) jobs.noteRestructured(write.state.id)
      saveTrace(parts, write, root)
    }
    const sessions = [...new Set([...parts.sessions.flush(), ...parts.signals.flush(parts.sessions.noteReceived)])]
    parts.contents.flush()
    return sessions
  }

  function run<T>(transaction: () => T): T {
    try {
      return transaction()
    } catch (error) {
      rollback(parts)
      jobs.reload()
      remover.rollback()
      throw asWriteError(error)
    }
  }

  return {
    async write(batches) {
      const outcome = run(() => writeAll.immediate(batches))
      parts.memory.trim()
      return outcome
    },
    async work() {
      return run(() => {
        const isRemoving = remover.work()
        const isIndexing = (): boolean => !remover.isMergingSearch() && parts.search.work()
        return jobs.work() || isIndexing() || parts.receipts.work() || isRemoving
      })
    },
    async removeSession(sessionId) {
      return run(() => remover.remove(sessionId))
    },
    async setPinned(sessionId, pinned) {
      return run(() => {
        const current = parts.sessions.current(sessionId)
        remover.setPinned(current, pinned)
        return current
      })
    },
    retain: (policy) => run(() => remover.retain(policy)),
    rederive: (version, rederive) => run(() => jobs.rederive(version, rederive)),
    change(work) {
      const result = run(() => db.transaction(() => work({ parts, commitTraces })).immediate())
      parts.memory.trim()
      return result
    },
    async close() {
      if (!db.open) return
      try {
        db.pragma(`incremental_vacuum(${MAX_GIVEN_BACK})`)
      } catch (error) {
        options.log?.(`free pages of the database stay in it: ${error instanceof Error ? error.message : String(error)}`)
      }
      db.close()
    },
  }
}

/** `undefined` where the trace was removed. */
function traceWriteOf(parts: WriterParts, writes: Map<string, TraceWrite>, identity: TraceIdentity): TraceWrite | undefined {
  const key = `${identity.workspaceId} ${identity.traceId}`
  let write = writes.get(key)
  if (!write) {
    const state = traceStateOf(parts, identity)
    if (!state) return undefined
    write = beginTraceWrite(state)
    writes.set(key, write)
  }
  return write
}

interface TraceIdentity {
  readonly workspaceId: number
  readonly traceId: string
}

/** The trace from memory, else from its row, else a new one unless it was removed. */
function traceStateOf(parts: WriterParts, { workspaceId, traceId }: TraceIdentity): TraceState | undefined {
  const known = parts.memory.get(workspaceId, traceId) ?? parts.traces.load(workspaceId, traceId)
  if (!known && parts.tombstones.hasTrace(workspaceId, Buffer.from(traceId, 'hex'))) return undefined
  const state = known ?? newTraceState(parts.traces.queries, parts.nextTraceRow(), { workspaceId, traceId })
  parts.memory.put(state)
  return state
}

/** Describes the trace, finds its session, writes its row and moves its share to the session. */
function saveTrace(parts: WriterParts, { state, before }: TraceWrite, root: RootColumns | undefined): void {
  const description = parts.describe(state.traceId, state.root, state.claims)
  const { key, keyScope, status } = description
  state.sessionId = parts.sessions.resolve({ workspaceId: state.workspaceId, key, keyScope }, state.sessionId)
  state.running = status === 'running'
  parts.traces.save(state, description, root)
  state.isNew = false
  parts.sessions.moveShare(before && { id: before.sessionId, share: before }, {
    id: state.sessionId,
    share: state,
    voice: voiceOf(state, description),
  })
}

function voiceOf(state: TraceState, d: TraceDescription): TraceVoice {
  return {
    id: state.id,
    start_ns: state.startNs,
    end_ns: state.endNs,
    status: d.status,
    source: d.source,
    workflow: d.workflow ?? null,
    workflow_version: d.workflowVersion ?? null,
    title: d.title ?? null,
    outcome: d.outcome ?? null,
  }
}

function rollback(parts: WriterParts): void {
  parts.memory.forgetAll()
  parts.contributions.rollback()
  parts.contents.rollback()
  parts.interned.rollback()
  parts.sessions.rollback()
  parts.search.rollback()
  parts.signals.rollback()
}

function asWriteError(error: unknown): unknown {
  if (isDamage(error)) return asDamageError(error)
  if (!isPassing(error)) return error
  return new AppError(
    'unavailable',
    `the store cannot write now (${error.code}: ${error.message}); it is tried again when the sender retries`,
    {
      cause: error,
    },
  )
}
