/** The same items give the same rows: in any order, in any grouping, with restarts between, interpreted again, and as the oracle says. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeSpanItem } from '../../collector/src/decode/protobuf/write-traces.ts'
import { intToSpanId } from '../../collector/src/domain/id.ts'
import type { SpanItem } from '../../collector/src/domain/span.ts'
import type { PricedRecord } from '../../collector/src/domain/telemetry-writer.ts'
import { interpret } from '../../collector/src/interpret/interpret.ts'
import { loadPriceBook } from '../../collector/src/price/load-price-book.ts'
import { createPricer } from '../../collector/src/price/pricer.ts'
import { describeTrace } from '../../collector/src/settle/describe-trace.ts'
import { settleChanges } from '../../collector/src/settle/settle-changes.ts'
import { canonicalDump, forgottenTables } from '../../collector/src/store/sqlite/canonical-dump.ts'
import { openDatabase, type SqliteDatabase } from '../../collector/src/store/sqlite/database.ts'
import { createSqliteWriter, type SqliteWriter } from '../../collector/src/store/sqlite/writer.ts'
import type { SqliteWriterOptions } from '../../collector/src/store/sqlite/writer-parts.ts'
import { type Arrival, arbitraryArrival, arbitraryItems } from './arbitrary-items.ts'
import { expectedDump } from './oracle.ts'

const price = createPricer(await loadPriceBook())
const RUNS = Number(process.env.TRACKER_PROPERTY_RUNS ?? 300)

const derive = (item: SpanItem): PricedRecord => {
  const record = interpret(item)
  return record.call ? { record, cost: price(record.call, item.span.startNs) } : { record }
}

const layers = { encodeItem: encodeSpanItem, settle: settleChanges, describe: describeTrace }
/** So small that nearly everything has to be read back from the tables, and that phases become jobs. */
const FORGETFUL: SqliteWriterOptions = { ...layers, memory: { nodes: 12, nodesPerTrace: 2 }, maxChanges: 0 }

async function drain(writer: SqliteWriter): Promise<void> {
  while (await writer.work()) {
    // Each call works off one slice.
  }
}

async function store(arrival: Arrival['transactions'], options: SqliteWriterOptions): Promise<SqliteDatabase> {
  const db = openDatabase(':memory:')
  let writer = createSqliteWriter(db, options)
  let receivedNs = 1n
  for (const { requests, afterwards } of arrival) {
    await writer.write(requests.map((items) => ({ records: items.map(derive), arrival: { receivedNs: receivedNs++, workspaceId: 1 } })))
    if (afterwards === 'restart') writer = createSqliteWriter(db, options)
    if (afterwards === 'work') await writer.work()
  }
  await drain(writer)
  return db
}

const atOnce = (items: readonly SpanItem[]): Arrival['transactions'] => [{ requests: [items], afterwards: 'nothing' }]
const itemsAndArrival = arbitraryItems.chain((items) => arbitraryArrival(items))

describe('the rows of a store', () => {
  it('are the same in any order and grouping, with restarts between and hardly any memory', async () => {
    await fc.assert(
      fc.asyncProperty(itemsAndArrival, async ({ items, transactions }) => {
        const expected = canonicalDump(await store(atOnce(items), layers))
        expectSame(canonicalDump(await store(transactions, FORGETFUL)), expected)
        expectSame(canonicalDump(await store(transactions, layers)), expected)
      }),
      { numRuns: RUNS },
    )
  })

  it('are what the oracle says of the whole', async () => {
    await fc.assert(
      fc.asyncProperty(itemsAndArrival, async ({ items, transactions }) => {
        const db = await store(transactions, FORGETFUL)
        expectSame(settledDump(db), expectedDump(items.map(derive)))
      }),
      { numRuns: RUNS },
    )
  })

  it('stay the same when everything is interpreted again', async () => {
    await fc.assert(
      fc.asyncProperty(itemsAndArrival, async ({ transactions }) => {
        const db = await store(transactions, layers)
        const before = canonicalDump(db)
        const writer = createSqliteWriter(db, FORGETFUL)
        writer.rederive('another version', derive)
        await drain(writer)
        expectSame(canonicalDump(db), before)
      }),
      { numRuns: RUNS / 3 },
    )
  })

  it('become what new rules make of the spans, as if these had been in force from the start', async () => {
    const stripped = (item: SpanItem): PricedRecord => {
      const { call: _call, phase: _phase, ...record } = derive(item).record
      return { record: { ...record, session: {} } }
    }
    await fc.assert(
      fc.asyncProperty(itemsAndArrival, async ({ transactions }) => {
        const db = openDatabase(':memory:')
        let writer = createSqliteWriter(db, FORGETFUL)
        for (const { requests } of transactions)
          await writer.write(requests.map((items) => ({ records: items.map(stripped), arrival: { receivedNs: 1n, workspaceId: 1 } })))
        writer = createSqliteWriter(db, FORGETFUL)
        writer.rederive('new rules', derive)
        await drain(writer)
        expectSame(canonicalDump(db), canonicalDump(await store(transactions, layers)))
      }),
      { numRuns: RUNS / 3 },
    )
  })

  it('leaves no table out of the dump without a reason', () => {
    expect(forgottenTables(openDatabase(':memory:'))).toEqual([])
  })
})

/** Names the lines that differ. (A diff of the whole would take minutes for each counter-example that is tried.) */
function expectSame(actual: readonly string[], expected: readonly string[]): void {
  const inActual = new Set(actual)
  const inExpected = new Set(expected)
  const unexpected = actual.filter((line) => !inExpected.has(line))
  const missing = expected.filter((line) => !inActual.has(line))
  if (unexpected.length > 0 || missing.length > 0 || actual.length !== expected.length)
    throw new Error(
      ['stores differ', ...unexpected.slice(0, 3).map((line) => `+ ${line}`), ...missing.slice(0, 3).map((line) => `- ${line}`)].join('\n'),
    )
}

/** The settled facts of a store in the oracle's words. */
function settledDump(db: SqliteDatabase): readonly string[] {
  const spans = db
    .prepare(
      `SELECT lower(hex(t.trace_id)) AS trace, s.span_id, p.span_id AS phase, s.settled, c.cost_nanos, c.repeated FROM spans s
       JOIN traces t ON t.id = s.trace LEFT JOIN spans p ON p.id = s.phase_id LEFT JOIN calls c ON c.id = s.id`,
    )
    .safeIntegers()
    .all() as {
    trace: string
    span_id: bigint
    phase: bigint | null
    settled: bigint
    cost_nanos: bigint | null
    repeated: bigint | null
  }[]
  const sessions = db
    .prepare(
      `SELECT key_scope, key, status, coalesce(workflow, '') AS workflow, span_count, response_count, priced_count, tokens_input, tokens_output,
       cost_nanos, error_count, issue_count, action_count, trace_count FROM session_rows`,
    )
    .safeIntegers()
    .raw()
    .all() as unknown[][]
  return [
    ...spans.map(
      (row) =>
        `span ${row.trace} ${intToSpanId(row.span_id)} phase=${row.phase === null ? '' : intToSpanId(row.phase)} below=${Boolean(row.settled & 4n)} cycle=${Boolean(row.settled & 8n)} repeated=${row.repeated === 1n}`,
    ),
    ...sessions.map((columns) => `session ${columns.join(' | ')}`),
  ].sort()
}
