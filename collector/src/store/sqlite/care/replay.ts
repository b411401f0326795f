/** Writes rescued spans again: what is derived from them is made anew, and every row and session keeps its integer. */

import type { SpanItem } from '../../../domain/span.ts'
import type { PricedRecord, RecordBatch } from '../../../domain/telemetry-writer.ts'
import type { SqliteDatabase } from '../database.ts'
import { createSpanReader, type StoredItem } from '../span-reader.ts'
import { createSqliteWriter } from '../write/writer.ts'
import type { SqliteWriterOptions } from '../write/writer-parts.ts'

/** What spans are written with. */
export interface ReplayNeeds {
  readonly options: SqliteWriterOptions
  /** Interprets and prices. */
  readonly derive: (item: SpanItem) => PricedRecord
  /** Of the rules and prices behind `derive`. */
  readonly version: string
  readonly progress: (done: number, total: number) => void
}

/** Spans in one transaction. */
const SLICE = 500

interface Staged {
  readonly id: number
  readonly trace: number
}

/**
 * @param stage has the rescued spans and traces, and the new database attached for everything else
 * @returns how many spans were written, and how many could not be read from their row
 */
export async function replay(
  target: SqliteDatabase,
  stage: SqliteDatabase,
  { options, derive, version, progress }: ReplayNeeds,
): Promise<{ readonly written: number; readonly unreadable: number }> {
  const rows: number[] = []
  const traces: number[] = []
  const writer = createSqliteWriter(target, { ...options, nextSpanRow: () => next(rows), nextTraceRow: () => next(traces) })
  writer.rederive(version, derive)
  const reader = createSpanReader(stage)
  const total = Number(stage.prepare('SELECT count(*) FROM spans').pluck().get())
  const slice = stage.prepare('SELECT s.id, s.trace FROM spans s JOIN main.traces t ON t.id = s.trace WHERE s.id > ? ORDER BY s.id LIMIT ?')
  const seenTraces = new Set<number>()
  let [last, written] = [0, 0]
  for (let found = slice.all(last, SLICE) as Staged[]; found.length > 0; found = slice.all(last, SLICE) as Staged[]) {
    const readable = found.flatMap((row) => itemOf(reader, row) ?? [])
    rows.push(...readable.map(({ row }) => row))
    const traceOf = new Map(found.map(({ id, trace }) => [id, trace]))
    for (const { row } of readable) {
      const trace = traceOf.get(row) ?? 0
      if (!seenTraces.has(trace)) traces.push(trace)
      seenTraces.add(trace)
    }
    await writer.write(batchesOf(readable, derive))
    written += readable.length
    last = found.at(-1)?.id ?? last
    progress(written, total)
  }
  return { written, unreadable: total - written }
}

function next(queue: number[]): number {
  const id = queue.shift()
  if (id === undefined) throw new Error('more rows are written than were staged')
  return id
}

/** A row that was read whole may still hold what no writer of ours has written. */
function itemOf(reader: ReturnType<typeof createSpanReader>, { id }: Staged): StoredItem | undefined {
  try {
    return reader.item(id)
  } catch {
    return undefined // counted by whoever asks
  }
}

/** Spans that came together, in one batch each. */
function batchesOf(items: readonly StoredItem[], derive: ReplayNeeds['derive']): readonly RecordBatch[] {
  const batches: { records: PricedRecord[]; arrival: RecordBatch['arrival'] }[] = []
  for (const { item, workspaceId, receivedNs } of items) {
    const current = batches.at(-1)
    if (current?.arrival.receivedNs === receivedNs && current.arrival.workspaceId === workspaceId) current.records.push(derive(item))
    else batches.push({ records: [derive(item)], arrival: { receivedNs, workspaceId } })
  }
  return batches
}
