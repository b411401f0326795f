import { describe, expect, it } from 'vitest'
import { beginContentRules, countContentRules, listContentRules, noteRedone } from './content-rules.ts'
import { openDatabase, type SqliteDatabase } from './database.ts'
import { LAYERS } from './testing/make.ts'
import { logItem, receipt } from './testing/signals.ts'
import { createSqliteWriter } from './write/writer.ts'

/** A database in which log records arrived one by one. */
async function store(): Promise<{ readonly db: SqliteDatabase; readonly arrive: (...times: readonly number[]) => Promise<void> }> {
  const db = openDatabase(':memory:')
  const writer = createSqliteWriter(db, LAYERS)
  let made = 0
  const arrive = async (...times: readonly number[]): Promise<void> => {
    for (const time of times) {
      const logs = [logItem({ body: String(made++) })]
      await writer.write([{ records: [], logs, arrival: { receivedNs: BigInt(time), workspaceId: 1 }, receipt: receipt() }])
    }
  }
  return { db, arrive }
}

function begin(db: SqliteDatabase, version: string, now: number): void {
  beginContentRules(db, { version, nowNs: BigInt(now) })
}

const counts = (db: SqliteDatabase) => countContentRules(db).map(({ version, redone, logs }) => [redone ?? version, logs])

describe('what items were redacted with', () => {
  it('is one row for all starts with the same rules', async () => {
    const { db, arrive } = await store()
    begin(db, 'redacted-1', 10)
    await arrive(11, 12)
    begin(db, 'redacted-1', 20)
    await arrive(21)
    expect(listContentRules(db)).toEqual([{ sinceNs: 10n, untilNs: undefined, version: 'redacted-1', redone: undefined }])
    expect(counts(db)).toEqual([['redacted-1', 3]])
  })

  it('is told by the time of the arrival', async () => {
    const { db, arrive } = await store()
    begin(db, '', 10)
    await arrive(11, 12)
    begin(db, 'off-1', 20)
    begin(db, '', 30)
    await arrive(30)
    expect(listContentRules(db).map(({ sinceNs, untilNs }) => [sinceNs, untilNs])).toEqual([
      [10n, 12n],
      [20n, 20n],
      [30n, undefined],
    ])
    expect(counts(db)).toEqual([
      ['', 2],
      ['off-1', 0],
      ['', 1],
    ])
  })

  it('counts for the less strict rules where a clock was set back', async () => {
    const { db, arrive } = await store()
    begin(db, 'redacted-1', 100)
    await arrive(101, 150)
    begin(db, '', 120)
    await arrive(130, 160)
    begin(db, 'redacted-1', 125)
    await arrive(126, 170)
    expect(counts(db)).toEqual([
      ['redacted-1', 1],
      ['', 4],
      ['redacted-1', 1],
    ])
  })

  it('is unknown for what an older version stored', async () => {
    const { db, arrive } = await store()
    await arrive(5, 6)
    db.exec('INSERT INTO content_rules (since_ns) VALUES (0)')
    begin(db, 'redacted-1', 10)
    await arrive(11)
    expect(counts(db)).toEqual([
      [undefined, 2],
      ['redacted-1', 1],
    ])
  })

  it('names those that all of it was redacted with again, each once', async () => {
    const { db, arrive } = await store()
    begin(db, '', 10)
    await arrive(11)
    for (const [version, now] of [
      ['off-1', 20],
      ['redacted-1', 21],
      ['off-1', 22],
    ] as const)
      noteRedone(db, { version, nowNs: BigInt(now) })
    begin(db, '', 30)
    await arrive(31)
    expect(counts(db)).toEqual([
      ['redacted-1 off-1', 1],
      ['', 1],
    ])
  })
})
