import { expect, it } from 'vitest'
import type { LogItem } from '../../../domain/log.ts'
import { beginContentRules } from '../content-rules.ts'
import { openDatabase } from '../database.ts'
import { createContents } from '../long-texts.ts'
import { LAYERS } from '../testing/make.ts'
import { logItem } from '../testing/signals.ts'
import { createRedactedLogs } from './redacted-logs.ts'
import { createSqliteWriter } from './writer.ts'

/** A store of what came redacted, to which things come as they were sent now. */
async function redactedStore(...logs: readonly LogItem[]) {
  const db = openDatabase(':memory:')
  beginContentRules(db, { version: 'redacted-1', nowNs: 1n })
  await createSqliteWriter(db, LAYERS).write([{ records: [], logs, arrival: { receivedNs: 2n, workspaceId: 1 } }])
  beginContentRules(db, { version: '', nowNs: 3n })
  const writer = createSqliteWriter(db, LAYERS)
  return {
    db,
    resend: (...sent: readonly LogItem[]) => writer.write([{ records: [], logs: sent, arrival: { receivedNs: 4n, workspaceId: 1 } }]),
  }
}

it('a record is known that is stored redacted, and another one of the same moment is not', async () => {
  const { resend } = await redactedStore(logItem({ body: 'login of [redacted:email] failed' }))
  expect(await resend(logItem({ body: 'login of a@b.example failed' }))).toMatchObject({ accepted: 0, duplicates: 1 })
  expect(await resend(logItem({ body: 'disk /dev/sda1 is full, nothing was saved' }))).toMatchObject({ accepted: 1, duplicates: 0 })
})

it('the stored records of a moment are read once for a whole request', async () => {
  const long = `${'so that it is stored apart, '.repeat(100)}[redacted:email]`
  const { db } = await redactedStore(logItem({ body: long }))
  const contents = createContents(db)
  let reads = 0
  const redacted = createRedactedLogs(db, {
    textOf(path) {
      reads++
      return contents.textOf(path)
    },
  })
  const found = () =>
    Array.from({ length: 10 }, (_, at) => redacted.find(logItem({ body: long.replace('[redacted:email]', `a${at}@b.example`) }), 1))
  expect(found()).toEqual(Array.from({ length: 10 }, () => 1))
  expect(reads).toBe(1)
  expect(redacted.find(logItem({ body: 'another' }), 1)).toBeUndefined()
  redacted.forget()
  found()
  expect(reads).toBe(2)
})
