/** Work that does not fit one transaction: written down with the transaction that causes it, worked off in slices, resumed after a stop. */
import type { SettleNode, Skeleton } from '../../../domain/settling.ts'
import type { SpanItem } from '../../../domain/span.ts'
import { zeroSums } from '../../../domain/sums.ts'
import type { PricedRecord } from '../../../domain/telemetry-writer.ts'
import type { SqliteDatabase } from '../database.ts'
import { createDeltas, type RollupDelta } from './contributions.ts'
import { beginTraceWrite, reinterpret, resettle, type TraceWrite } from './trace-write.ts'
import type { WriterParts } from './writer-parts.ts'

/** Interprets and prices a stored item again. */
export type Rederive = (item: SpanItem) => PricedRecord

const SLICE = 1000
const BEFORE_ALL_IDS = -(2n ** 63n)

interface Job {
  readonly id: number
  readonly kind: string
  readonly trace: number
  readonly cursor: bigint
  readonly dirty: number
}

/** Opens the jobs over the writing connection. @param commitTraces writes changes of traces within the transaction */
export function createJobs(db: SqliteDatabase, parts: WriterParts, commitTraces: (writes: Iterable<TraceWrite>) => unknown) {
  const sql = prepareStatements(db)
  let settling = settlingTraces()
  let rederive: Rederive | undefined

  function settlingTraces(): Set<number> {
    return new Set(sql.settling.all() as number[])
  }

  /** One slice of the phases of a large trace, each found by walking up: what is stored of other spans may itself be out of date. */
  function refreshSlice(job: Job): void {
    const state = traceState(job.trace)
    const spanIds = sql.spanIds.all(job.trace, job.cursor, SLICE) as bigint[]
    const rollups = new Map<string, RollupDelta>()
    const deltas = createDeltas(zeroSums(), rollups)
    for (const spanId of spanIds) {
      const node = state.skeleton.node(spanId) as SettleNode
      const phaseRow = nearestPhase(state.skeleton, node)
      if (phaseRow === node.phaseRow) continue
      node.phaseRow = phaseRow
      resettle(parts, deltas, node)
    }
    parts.rollups(state.id, rollups.values())
    finishSlice(job, spanIds)
  }

  function finishSlice(job: Job, spanIds: readonly bigint[]): void {
    const last = spanIds.at(-1)
    if (spanIds.length === SLICE && last !== undefined) sql.advance.run(last, job.id)
    // Spans that came meanwhile were settled against unfinished relatives: once more from the start.
    else if (job.dirty) sql.restart.run(BEFORE_ALL_IDS, job.id)
    else {
      sql.remove.run(job.id)
      settling.delete(job.trace)
    }
  }

  function traceState(trace: number) {
    const { workspace_id, hex } = sql.traceKey.get(trace) as { workspace_id: number; hex: string }
    const state = parts.memory.get(workspace_id, hex) ?? parts.traces.load(workspace_id, hex)
    if (!state) throw new Error(`trace ${hex} of a job has no row`)
    parts.memory.put(state)
    return state
  }

  function rederiveSlice(job: Job, interpretAgain: Rederive): void {
    const items = parts.reader.itemsAfter(Number(job.cursor), SLICE)
    const writes = new Map<number, TraceWrite>()
    for (const { row, item, receivedNs } of items) {
      const { trace, span_id } = sql.spanKey.get(row) as { trace: bigint; span_id: bigint }
      const id = Number(trace)
      const write = writes.get(id) ?? beginTraceWrite(traceState(id))
      writes.set(id, write)
      reinterpret(write, { node: write.state.skeleton.node(span_id) as SettleNode, priced: interpretAgain(item), receivedNs })
    }
    commitTraces(writes.values())
    const last = items.at(-1)
    if (items.length === SLICE && last) sql.advance.run(last.row, job.id)
    else {
      sql.remove.run(job.id)
      sql.set.run('derived_version', (sql.get.get('deriving_version') as string | undefined) ?? '')
    }
  }

  const workOne = db.transaction((): boolean => {
    const job = sql.next.get(Number(rederive === undefined)) as Job | undefined
    if (!job) return false
    if (job.kind === 'phases') refreshSlice(job)
    else if (rederive) rederiveSlice(job, rederive)
    return true
  })

  return {
    /** Has the phases of a trace found again, as settling them would have changed too many rows. */
    refreshPhases(trace: number): void {
      sql.enqueue.run('phases', trace, BEFORE_ALL_IDS)
      settling.add(trace)
    },
    /** Says that a trace has changed. */
    noteChange(trace: number): void {
      if (settling.has(trace)) sql.markDirty.run(trace)
    },
    /** Works off one slice. @returns whether there was one */
    work(): boolean {
      const worked = workOne.immediate()
      parts.memory.trim()
      return worked
    },
    rederive: (version: string, again: Rederive) => {
      rederive = again
      const derived = sql.get.get('derived_version') as string | undefined
      const deriving = sql.get.get('deriving_version') as string | undefined
      if (derived === version && deriving === version) return
      db.transaction(() => {
        sql.set.run('deriving_version', version)
        sql.enqueue.run('rederive', 0, 0n)
        sql.restartKind.run('rederive')
      }).immediate()
    },
    rollback(): void {
      settling = settlingTraces()
    },
  }
}

function nearestPhase(skeleton: Skeleton, node: SettleNode): number {
  let above = parentOf(skeleton, node)
  while (above && !above.isPhase) above = parentOf(skeleton, above)
  return above?.row ?? 0
}

function parentOf(skeleton: Skeleton, node: SettleNode): SettleNode | undefined {
  return node.onCycle || node.parentSpanId === 0n ? undefined : skeleton.node(node.parentSpanId)
}

function prepareStatements(db: SqliteDatabase) {
  return {
    settling: db.prepare("SELECT trace FROM jobs WHERE kind = 'phases'").pluck(),
    next: db.prepare("SELECT id, kind, trace, cursor, dirty FROM jobs WHERE NOT (? AND kind = 'rederive') ORDER BY id LIMIT 1"),
    enqueue: db.prepare('INSERT INTO jobs (kind, trace, cursor) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET dirty = 1'),
    markDirty: db.prepare("UPDATE jobs SET dirty = 1 WHERE kind = 'phases' AND trace = ?"),
    advance: db.prepare('UPDATE jobs SET cursor = ? WHERE id = ?'),
    restart: db.prepare('UPDATE jobs SET cursor = ?, dirty = 0 WHERE id = ?'),
    restartKind: db.prepare('UPDATE jobs SET cursor = 0, dirty = 0 WHERE kind = ?'),
    remove: db.prepare('DELETE FROM jobs WHERE id = ?'),
    spanIds: db.prepare('SELECT span_id FROM spans WHERE trace = ? AND span_id > ? ORDER BY span_id LIMIT ?').pluck().safeIntegers(),
    spanKey: db.prepare('SELECT trace, span_id FROM spans WHERE id = ?').safeIntegers(),
    traceKey: db.prepare('SELECT workspace_id, lower(hex(trace_id)) AS hex FROM traces WHERE id = ?'),
    get: db.prepare('SELECT value FROM settings WHERE key = ?').pluck(),
    set: db.prepare('INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value'),
  }
}
