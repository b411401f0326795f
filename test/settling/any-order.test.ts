/** The same items give the same rows: in any order, in any grouping, with restarts between, interpreted again, and as the oracle says. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { intToSpanId } from '../../collector/src/domain/id.ts'
import type { SpanItem } from '../../collector/src/domain/span.ts'
import type { PricedRecord } from '../../collector/src/domain/telemetry-writer.ts'
import { canonicalDump, forgottenTables } from '../../collector/src/store/sqlite/canonical-dump.ts'
import { openDatabase, type SqliteDatabase } from '../../collector/src/store/sqlite/database.ts'
import { createSqliteWriter } from '../../collector/src/store/sqlite/write/writer.ts'
import { arbitraryArrival, arbitraryItems } from './arbitrary-items.ts'
import { arrivedDump, arrivedStore, atOnce, batches, derive, drain, dumpAndClose, expectSame, FORGETFUL, LAYERS } from './arrived-store.ts'
import { expectedDump } from './oracle.ts'
import { searchDump } from './search-dump.ts'

const RUNS = Number(process.env.TRACKER_PROPERTY_RUNS ?? 300)
const FEWER_RUNS = Math.ceil(RUNS / 3)

const itemsAndArrival = arbitraryItems.chain((items) => arbitraryArrival(items))

/** As the span was interpreted before the rules knew calls, phases and sessions. */
function deriveByOldRules(item: SpanItem): PricedRecord {
  const { call: _call, phase: _phase, ...record } = derive(item).record
  return { record: { ...record, session: {} } }
}

describe('the rows of a store', () => {
  it('are the same in any order and grouping, with restarts between and hardly any memory', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(itemsAndArrival, async ({ items, transactions }) => {
        const expected = await arrivedDump(atOnce(items), LAYERS)
        expectSame(await arrivedDump(transactions, FORGETFUL), expected)
        expectSame(await arrivedDump(transactions, LAYERS), expected)
      }),
      { numRuns: RUNS },
    )
  })

  it('are what the oracle says of the whole', async () => {
    await fc.assert(
      fc.asyncProperty(itemsAndArrival, async ({ items, transactions }) => {
        const db = await arrivedStore(transactions, FORGETFUL)
        expectSame(settledDump(db), expectedDump(items.map(derive)))
        db.close()
      }),
      { numRuns: RUNS },
    )
  })

  it('stay the same when everything is interpreted again', async () => {
    await fc.assert(
      fc.asyncProperty(itemsAndArrival, async ({ transactions }) => {
        const db = await arrivedStore(transactions, LAYERS)
        const before = canonicalDump(db)
        const writer = createSqliteWriter(db, FORGETFUL)
        writer.rederive('another version', derive)
        await drain(writer)
        expectSame(dumpAndClose(db), before)
      }),
      { numRuns: FEWER_RUNS },
    )
  })

  it('become what new rules make of the spans, while more arrive and the process restarts in the middle', async () => {
    await fc.assert(
      fc.asyncProperty(itemsAndArrival, fc.nat({ max: 6 }), async ({ transactions }, restartAfter) => {
        const db = openDatabase(':memory:')
        const half = Math.ceil(transactions.length / 2)
        const old = createSqliteWriter(db, FORGETFUL)
        for (const { requests } of transactions.slice(0, half)) await old.write(batches(requests, deriveByOldRules))
        let writer = createSqliteWriter(db, FORGETFUL)
        writer.rederive('new rules', derive)
        for (let slice = 0; slice < restartAfter; slice++) await writer.work()
        writer = createSqliteWriter(db, FORGETFUL)
        writer.rederive('new rules', derive)
        for (const { requests } of transactions.slice(half)) {
          await writer.write(batches(requests, derive))
          await writer.work()
        }
        await drain(writer)
        expectSame(dumpAndClose(db), await arrivedDump(transactions, LAYERS))
      }),
      { numRuns: FEWER_RUNS },
    )
  })

  it('are found by the same words in any order, with restarts between, and interpreted again', async () => {
    await fc.assert(
      fc.asyncProperty(itemsAndArrival, async ({ items, transactions }) => {
        const expected = await arrivedStore(atOnce(items), LAYERS)
        const actual = openDatabase(':memory:')
        for (const { requests } of transactions) {
          const writer = createSqliteWriter(actual, FORGETFUL)
          await writer.write(batches(requests, derive))
          await drain(writer)
        }
        expectSame(searchDump(actual), searchDump(expected))
        expectSame(searchDump(await arrivedStore(transactions, FORGETFUL)), searchDump(expected))
        const writer = createSqliteWriter(actual, LAYERS)
        writer.rederive('another version', derive)
        await drain(writer)
        expectSame(searchDump(actual), searchDump(expected))
        actual.close()
        expected.close()
      }),
      { numRuns: FEWER_RUNS },
    )
  })

  it('leaves no table out of the dump without a reason', () => {
    expect(forgottenTables(openDatabase(':memory:'))).toEqual([])
  })
})

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
  const issues = db
    .prepare(`SELECT i.trace_id, i.span_id, f.position, i.fixed, i.fix_iteration FROM issues i JOIN facts f ON f.id = i.issue_id`)
    .raw()
    .all() as unknown[][]
  return [
    ...issues.map(
      ([traceId, spanId, position, fixed, iteration]) => `issue ${traceId} ${spanId} ${position} fixed=${fixed} iteration=${iteration}`,
    ),
    ...spans.map(
      (row) =>
        `span ${row.trace} ${intToSpanId(row.span_id)} phase=${row.phase === null ? '' : intToSpanId(row.phase)} below=${Boolean(row.settled & 4n)} cycle=${Boolean(row.settled & 8n)} repeated=${row.repeated === 1n}`,
    ),
    ...sessions.map((columns) => `session ${columns.join(' | ')}`),
  ].sort()
}
