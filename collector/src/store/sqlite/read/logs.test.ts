import { expect, it } from 'vitest'
import { openDatabase } from '../database.ts'
import { item, LAYERS, record, TRACE } from '../testing/make.ts'
import { attributes, logItem } from '../testing/signals.ts'
import { createSqliteWriter } from '../write/writer.ts'
import { listLogs, streamLogs } from './logs.ts'

const KEY = { 'session.id': 'a-key-that-is-long-enough' }
const COUNT = 331

/** A session whose logs are found by trace, by key, or by both, in turn. */
async function manyLogs() {
  const db = openDatabase(':memory:')
  const writer = createSqliteWriter(db, LAYERS)
  const logs = Array.from({ length: COUNT }, (_, i) =>
    logItem({
      timeNs: BigInt(1 + (i >> 1)),
      body: BigInt(i),
      traceId: i % 3 === 0 ? '' : TRACE,
      attributes: i % 3 === 1 ? [] : attributes(KEY),
    }),
  )
  const arrival = { receivedNs: 1n, workspaceId: 1 }
  await writer.write([{ records: [record(item({ id: '1', attributes: KEY }))], logs, arrival }])
  return db
}

it.each([1, 7, 100, 500])('a session has each of its logs once, in pages of %i', async (limit) => {
  const db = await manyLogs()
  for (const order of ['earliest', 'latest'] as const) {
    const found: unknown[] = []
    let cursor: string | undefined
    do {
      const page = listLogs(db, { workspaceId: 1, sessionId: 1, order, limit, ...(cursor !== undefined && { cursor }) })
      found.push(...page.items.map((log) => log.item.log.body))
      cursor = page.nextCursor
    } while (cursor !== undefined)
    const expected = Array.from({ length: COUNT }, (_, i) => BigInt(i))
    expect(found).toEqual(order === 'earliest' ? expected : expected.toReversed())
  }
  db.close()
})

it('a session is streamed with each of its logs once', async () => {
  const db = await manyLogs()
  const bodies = [...streamLogs(db, { workspaceId: 1, sessionId: 1 })].flat().map(({ log }) => Number(log.body))
  expect(bodies.toSorted((a, b) => a - b)).toEqual(Array.from({ length: COUNT }, (_, i) => i))
  db.close()
})
