/** Stores in memory that received the same spans in different ways, and their comparison. */
import type { SpanItem } from '../../collector/src/domain/span.ts'
import type { PricedRecord, RecordBatch } from '../../collector/src/domain/telemetry-writer.ts'
import { interpret } from '../../collector/src/interpret/interpret.ts'
import { loadPriceBook } from '../../collector/src/price/load-price-book.ts'
import { createPricer } from '../../collector/src/price/pricer.ts'
import { canonicalDump } from '../../collector/src/store/sqlite/canonical-dump.ts'
import { openDatabase, type SqliteDatabase } from '../../collector/src/store/sqlite/database.ts'
import { LAYERS } from '../../collector/src/store/sqlite/testing/make.ts'
import { createSqliteWriter, type SqliteWriter } from '../../collector/src/store/sqlite/write/writer.ts'
import type { SqliteWriterOptions } from '../../collector/src/store/sqlite/write/writer-parts.ts'
import type { Arrival } from './arbitrary-items.ts'

const price = createPricer(await loadPriceBook())

/** What the writer thread makes of a span. */
export function derive(item: SpanItem): PricedRecord {
  const record = interpret(item)
  return record.call ? { record, cost: price(record.call, item.span.startNs) } : { record }
}

export { LAYERS }
/** So small that nearly everything has to be read back from the tables, that phases become jobs, and that jobs need many slices. */
export const FORGETFUL: SqliteWriterOptions = { ...LAYERS, memory: { nodes: 12, nodesPerTrace: 2 }, maxChanges: 0, slice: 1 }

/** Everything in one request. */
export function atOnce(items: readonly SpanItem[]): Arrival['transactions'] {
  return [{ requests: [items], afterwards: 'nothing' }]
}

/** A store after an arrival, with no work left to do. */
export async function arrivedStore(arrival: Arrival['transactions'], options: SqliteWriterOptions): Promise<SqliteDatabase> {
  const db = openDatabase(':memory:')
  let writer = createSqliteWriter(db, options)
  let receivedNs = 1n
  for (const { requests, afterwards } of arrival) {
    await writer.write(batches(requests, derive, receivedNs++))
    if (afterwards === 'restart') writer = createSqliteWriter(db, options)
    if (afterwards === 'work') await writer.work()
  }
  await drain(writer)
  return db
}

/** Requests as the writer takes them. */
export function batches(
  requests: readonly (readonly SpanItem[])[],
  of: (item: SpanItem) => PricedRecord,
  receivedNs = 1n,
): readonly RecordBatch[] {
  return requests.map((items) => ({ records: items.map(of), arrival: { receivedNs, workspaceId: 1 } }))
}

/** The dump of a store after an arrival. */
export async function arrivedDump(arrival: Arrival['transactions'], options: SqliteWriterOptions): Promise<readonly string[]> {
  return dumpAndClose(await arrivedStore(arrival, options))
}

/** The dump of a store that is not needed any more. (Thousands of open ones fill the memory faster than they are collected.) */
export function dumpAndClose(db: SqliteDatabase): readonly string[] {
  const dump = canonicalDump(db)
  db.close()
  return dump
}

/** Works off everything that was put off. */
export async function drain(writer: SqliteWriter): Promise<void> {
  while (await writer.work()) {
    // Each call works off one slice.
  }
}

/** Fails with the first lines that differ. (A diff of the whole would take minutes for each counter-example that is tried.) */
export function expectSame(actual: readonly string[], expected: readonly string[]): void {
  const inActual = new Set(actual)
  const inExpected = new Set(expected)
  const unexpected = actual.filter((line) => !inExpected.has(line)).map((line) => `+ ${line}`)
  const missing = expected.filter((line) => !inActual.has(line)).map((line) => `- ${line}`)
  if (unexpected.length > 0 || missing.length > 0 || actual.length !== expected.length)
    throw new Error(['stores differ', ...unexpected.slice(0, 3), ...missing.slice(0, 3)].join('\n'))
}
