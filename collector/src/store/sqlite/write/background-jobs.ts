/** Work that does not fit one transaction: written down with the transaction that causes it, worked off in slices, resumed after a stop. */
import type { SettleNode } from '../../../domain/settling.ts'
import type { SpanItem } from '../../../domain/span.ts'
import { zeroSums } from '../../../domain/sums.ts'
import type { PricedRecord } from '../../../domain/telemetry-writer.ts'
import type { SqliteDatabase } from '../database.ts'
import { lacksIndexes, makeLateIndex } from '../late-indexes.ts'
import { createSignalSlices, SIGNAL_PARTS } from './rederive-signals.ts'
import { createDeltas, type RollupDelta } from './sums-and-rollups.ts'
import { beginTraceWrite, reinterpret, resettle, type TraceWrite } from './trace-changes.ts'
import type { WriterParts } from './writer-parts.ts'

/** Interprets and prices a stored item again. */
export type Rederive = (item: SpanItem) => PricedRecord

/** Text that one slice of interpreting again holds in memory, in UTF-16 units: spans of one conversation share megabytes. */
const SLICE_TEXT = 16_000_000
const BEFORE_ALL_IDS = -(2n ** 63n)

/** As read with safe integers: the cursor is a span id or a row. */
interface Job {
  readonly id: bigint
  readonly kind: string
  readonly trace: bigint
  readonly cursor: bigint
  readonly dirty: bigint
}

/** Opens the jobs over the writing connection. @param commitTraces writes changes of traces within the transaction */
export function createJobs(db: SqliteDatabase, parts: WriterParts, commitTraces: (writes: Iterable<TraceWrite>) => unknown) {
  const sql = prepareStatements(db)
  const signalSlice = createSignalSlices(db, parts)
  let settling = settlingTraces()
  let rederive: Rederive | undefined

  function settlingTraces(): Set<number> {
    return new Set(sql.settling.all() as number[])
  }

  /** One slice of the phases of a large trace, each found by walking up: what is stored of other spans may itself be out of date. */
  function refreshSlice(job: Job): void {
    const state = traceState(Number(job.trace))
    const spanIds = sql.spanIds.all(job.trace, job.cursor, parts.slice) as bigint[]
    const rollups = new Map<string, RollupDelta>()
    const deltas = createDeltas(zeroSums(), rollups)
    for (const spanId of spanIds) {
      const node = state.skeleton.node(spanId) as SettleNode
      const phaseRow = parts.settler.phaseOf(state.skeleton, node)
      if (phaseRow === node.phaseRow) continue
      node.phaseRow = phaseRow
      resettle(parts, deltas, node)
    }
    parts.rollups(state.id, rollups.values())
    finishSlice(job, spanIds)
  }

  function finishSlice(job: Job, spanIds: readonly bigint[]): void {
    const last = spanIds.at(-1)
    if (spanIds.length === parts.slice && last !== undefined) {
      sql.advance.run(last, job.id)
      return
    }
    sql.remove.run(job.id)
    // Edges changed among spans that the pass had behind it: once more, behind the other jobs.
    if (job.dirty) sql.enqueue.run('phases', job.trace, BEFORE_ALL_IDS)
    else settling.delete(Number(job.trace))
  }

  function traceState(trace: number) {
    const { workspace_id, hex } = sql.traceKey.get(trace) as { workspace_id: number; hex: string }
    const state = parts.memory.get(workspace_id, hex) ?? parts.traces.load(workspace_id, hex)
    if (!state) throw new Error(`trace ${hex} of a job has no row`)
    parts.memory.put(state)
    return state
  }

  function rederiveSlice(job: Job, interpretAgain: Rederive): void {
    const rows = sql.rowsAfter.all(job.cursor, parts.slice) as { id: bigint; trace: bigint; span_id: bigint; isRemoved: bigint }[]
    const writes = new Map<number, TraceWrite>()
    let text = 0
    let last: number | undefined
    for (const { id, trace, span_id, isRemoved } of rows) {
      if (text > SLICE_TEXT) break
      last = Number(id)
      if (isRemoved) continue
      const write = writes.get(Number(trace)) ?? beginTraceWrite(traceState(Number(trace)))
      writes.set(Number(trace), write)
      const { item, receivedNs } = parts.reader.item(Number(id))
      text += textLength(item)
      reinterpret(write, { node: write.state.skeleton.node(span_id) as SettleNode, priced: interpretAgain(item), receivedNs })
    }
    commitTraces(writes.values())
    if (last !== undefined) sql.advance.run(last, job.id)
    else finishRederive(job)
  }

  function finishRederive(job: Job): void {
    sql.remove.run(job.id)
    sql.set.run('derived_version', (sql.get.get('deriving_version') as string | undefined) ?? '')
  }

  function signalsSlice(job: Job): void {
    const last = signalSlice(Number(job.trace), job.cursor)
    if (last === undefined) sql.remove.run(job.id)
    else sql.advance.run(last, job.id)
  }

  /** In a new database there is nothing to wait for. An older one lacks what has been added since. */
  function prepareIndexes(): void {
    if (sql.anySpan.get() !== undefined) {
      if (lacksIndexes(db)) sql.enqueue.run('indexes', 0, 0)
      return
    }
    while (makeLateIndex(db, parts.log));
    sql.removeKind.run('indexes')
  }

  function makeIndex(job: Job): void {
    if (!makeLateIndex(db, parts.log)) sql.remove.run(job.id)
  }

  const workOne = db.transaction((): boolean => {
    const job = sql.next.get(Number(rederive === undefined)) as Job | undefined
    if (!job) return false
    if (job.kind === 'phases') refreshSlice(job)
    else if (job.kind === 'indexes') makeIndex(job)
    else if (job.kind === 'signals') signalsSlice(job)
    else if (rederive) rederiveSlice(job, rederive)
    return true
  })
  db.transaction(prepareIndexes).immediate()

  return {
    isSettling: (trace: number): boolean => settling.has(trace),
    /** Has the phases of a trace found again, as settling them would have changed too many rows. */
    refreshPhases(trace: number): void {
      sql.enqueue.run('phases', trace, BEFORE_ALL_IDS)
      settling.add(trace)
    },
    /** Says that edges or phases among the spans of a trace have changed, which a job may have behind it. */
    noteRestructured(trace: number): void {
      if (settling.has(trace)) sql.markDirty.run(trace)
    },
    /** Works off one slice. @returns whether there was one */
    work(): boolean {
      const worked = workOne.immediate()
      parts.memory.trim()
      return worked
    },
    /** Has every span interpreted again unless the rows are of this version; goes on where an interrupted run of the same version stopped. */
    rederive(version: string, again: Rederive): void {
      rederive = again
      db.transaction(() => {
        beginRederive(version)
        beginSignals(version)
      }).immediate()
    },
    /** Reads again which traces are settling: jobs may have gone with what was removed, or with a failed transaction. */
    reload(): void {
      settling = settlingTraces()
    },
  }

  /** The jobs of a version stay until they are done, whoever works them off. */
  function beginSignals(version: string): void {
    if (sql.get.get('signals_version') === version) return
    sql.set.run('signals_version', version)
    sql.removeKind.run('signals')
    if (sql.lastSignal.get() !== null) for (const part of SIGNAL_PARTS) sql.enqueue.run('signals', part, 0)
  }

  function beginRederive(version: string): void {
    const isEmpty = sql.anySpan.get() === undefined
    if (isEmpty) sql.set.run('derived_version', version)
    const isDerived = sql.get.get('derived_version') === version
    const isUnderWay = sql.get.get('deriving_version') === version && sql.anyJob.get('rederive') !== undefined
    sql.set.run('deriving_version', version)
    if (isUnderWay) return
    sql.removeKind.run('rederive')
    if (isDerived) return
    // From the first slice on the rows are of two versions: whoever comes back to the old one has to begin again too.
    sql.unset.run('derived_version')
    sql.enqueue.run('rederive', 0, 0)
  }
}

/** Text of a span, roughly: what makes some spans a thousand times as large as others. */
export function textLength({ span }: SpanItem): number {
  const lists = [span.attributes, ...span.events.map(({ attributes }) => attributes)]
  return lists.flat().reduce((sum, { value }) => sum + (typeof value === 'string' ? value.length : 64), 0)
}

function prepareStatements(db: SqliteDatabase) {
  return {
    settling: db.prepare("SELECT trace FROM jobs WHERE kind = 'phases'").pluck(),
    // A removal knows its logs and series by the key that they had when it began.
    next: db
      .prepare(
        `SELECT id, kind, trace, cursor, dirty FROM jobs WHERE NOT (? AND kind = 'rederive')
        AND NOT (kind = 'signals' AND EXISTS (SELECT 1 FROM removals)) ORDER BY id LIMIT 1`,
      )
      .safeIntegers(),
    enqueue: db.prepare('INSERT INTO jobs (kind, trace, cursor) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET dirty = 1'),
    markDirty: db.prepare("UPDATE jobs SET dirty = 1 WHERE kind = 'phases' AND trace = ?"),
    advance: db.prepare('UPDATE jobs SET cursor = ? WHERE id = ?'),
    removeKind: db.prepare('DELETE FROM jobs WHERE kind = ?'),
    anyJob: db.prepare('SELECT id FROM jobs WHERE kind = ?'),
    anySpan: db.prepare('SELECT id FROM spans LIMIT 1'),
    lastSignal: db.prepare('SELECT coalesce((SELECT max(id) FROM log_records), (SELECT max(id) FROM metric_series))').pluck(),
    remove: db.prepare('DELETE FROM jobs WHERE id = ?'),
    spanIds: db.prepare('SELECT span_id FROM spans WHERE trace = ? AND span_id > ? ORDER BY span_id LIMIT ?').pluck().safeIntegers(),
    rowsAfter: db
      .prepare(
        `SELECT id, trace, span_id, EXISTS (SELECT 1 FROM removed_traces r WHERE r.trace = spans.trace) AS isRemoved
        FROM spans WHERE id > ? ORDER BY id LIMIT ?`,
      )
      .safeIntegers(),
    traceKey: db.prepare('SELECT workspace_id, lower(hex(trace_id)) AS hex FROM traces WHERE id = ?'),
    get: db.prepare('SELECT value FROM settings WHERE key = ?').pluck(),
    unset: db.prepare('DELETE FROM settings WHERE key = ?'),
    set: db.prepare('INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value'),
  }
}
