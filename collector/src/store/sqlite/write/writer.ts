import { AppError } from '../../../domain/app-error.ts'
import type { RecordBatch, TelemetryWriter, WriteOutcome } from '../../../domain/telemetry-writer.ts'
import type { TraceDescription } from '../../../domain/trace-summary.ts'
import { asDamageError, isDamage } from '../care/damage.ts'
import type { SqliteDatabase } from '../database.ts'
import { isPassing } from '../passing-error.ts'
import { createJobs, type Rederive } from './background-jobs.ts'
import type { TraceVoice } from './sessions.ts'
import { addCopy, beginTraceWrite, type TraceWrite, writeTrace } from './trace-changes.ts'
import { newTraceState, type TraceState } from './trace-memory.ts'
import type { RootColumns } from './trace-row.ts'
import { createWriterParts, type SqliteWriterOptions, type WriterParts } from './writer-parts.ts'

/** The writing half of the store in SQLite. */
export interface SqliteWriter extends TelemetryWriter {
  /**
   * Has every stored span interpreted again, in slices by `work()`, when `version` (of rules and prices) is not the one that the
   * rows were made with. What a person wrote and every id stay.
   */
  rederive(version: string, rederive: Rederive): void
}

/** Opens the writer over the one writing connection. */
export function createSqliteWriter(db: SqliteDatabase, options: SqliteWriterOptions): SqliteWriter {
  const parts = createWriterParts(db, options)
  const jobs = createJobs(db, parts, commitTraces)

  const writeAll = db.transaction((batches: readonly RecordBatch[]): WriteOutcome => {
    const writes = new Map<string, TraceWrite>()
    const total = { traces: 0, logs: 0, metrics: 0 }
    let duplicates = 0
    for (const batch of batches) {
      const spans = addSpans(batch, writes)
      const { logs, points, duplicates: known } = parts.signals.write(batch)
      total.traces += spans
      total.logs += logs
      total.metrics += points
      const counts = { accepted: spans + logs + points, duplicates: batch.records.length - spans + known }
      duplicates += counts.duplicates
      if (batch.receipt) parts.receipts.write(batch.receipt, batch.arrival, counts)
    }
    return {
      accepted: total.traces + total.logs + total.metrics,
      duplicates,
      acceptedOf: total,
      changedSessions: commitTraces(writes.values()),
    }
  })

  /** @returns how many of the spans are kept */
  function addSpans({ records, arrival }: RecordBatch, writes: Map<string, TraceWrite>): number {
    let kept = 0
    for (const priced of records) {
      const write = traceWriteOf(parts, writes, { workspaceId: arrival.workspaceId, traceId: priced.record.item.span.traceId })
      if (addCopy(parts, write, { priced, receivedNs: arrival.receivedNs })) kept++
    }
    return kept
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
    const sessions = [...new Set([...parts.sessions.flush(), ...parts.signals.flush()])]
    parts.contents.flush()
    return sessions
  }

  function run<T>(transaction: () => T): T {
    try {
      return transaction()
    } catch (error) {
      rollback(parts)
      jobs.rollback()
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
      return run(() => jobs.work() || parts.search.work() || parts.receipts.work())
    },
    rederive: (version, rederive) => run(() => jobs.rederive(version, rederive)),
    async close() {
      if (db.open) db.close()
    },
  }
}

function traceWriteOf(parts: WriterParts, writes: Map<string, TraceWrite>, identity: { workspaceId: number; traceId: string }): TraceWrite {
  const key = `${identity.workspaceId} ${identity.traceId}`
  let write = writes.get(key)
  if (!write) {
    write = beginTraceWrite(traceStateOf(parts, identity))
    writes.set(key, write)
  }
  return write
}

/** The trace from memory, else from its row, else a new one. */
function traceStateOf(parts: WriterParts, { workspaceId, traceId }: { workspaceId: number; traceId: string }): TraceState {
  const known = parts.memory.get(workspaceId, traceId) ?? parts.traces.load(workspaceId, traceId)
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
