/** Real telemetry gives the same rows however it arrives: shuffled, split, interleaved, with restarts between; and interpreted again. */
import fc from 'fast-check'
import { describe, it } from 'vitest'
import type { SpanItem } from '../../collector/src/domain/span.ts'
import { canonicalDump } from '../../collector/src/store/sqlite/canonical-dump.ts'
import type { SqliteDatabase } from '../../collector/src/store/sqlite/database.ts'
import { createSqliteWriter } from '../../collector/src/store/sqlite/write/writer.ts'
import { CLIENTS } from '../clients/clients.ts'
import { type Arrival, arbitraryArrival } from '../settling/arbitrary-items.ts'
import { arrivedStore, atOnce, derive, drain, expectSame, FORGETFUL, LAYERS } from '../settling/arrived-store.ts'
import { allRecordedItems, recordedItems } from './recorded-items.ts'

const RUNS_OF_ONE = 6
const RUNS_OF_ALL = 12

/** Holds random arrivals of the items against their arrival at once. */
async function check(items: readonly SpanItem[], runs: number): Promise<void> {
  const expected = canonicalDump(await arrivedStore(atOnce(items), LAYERS))
  let isForgetful = false
  const property = async ({ transactions }: Arrival) => {
    isForgetful = !isForgetful
    const db = await arrivedStore(transactions, isForgetful ? FORGETFUL : LAYERS)
    expectSame(canonicalDump(db), expected)
    expectSame(await rederivedDump(db), expected)
    db.close()
  }
  await fc.assert(fc.asyncProperty(arbitraryArrival(items), property), { numRuns: runs })
}

async function rederivedDump(db: SqliteDatabase): Promise<readonly string[]> {
  const writer = createSqliteWriter(db, LAYERS)
  writer.rederive('another version', derive)
  await drain(writer)
  return canonicalDump(db)
}

describe('the order of arrival makes no difference', () => {
  it.each(CLIENTS)('to $name', async ({ name }) => check(await recordedItems(name), RUNS_OF_ONE))

  it('to all of them at once, as the traces of one session', async () => check(await allRecordedItems(), RUNS_OF_ALL), 60_000)
})
