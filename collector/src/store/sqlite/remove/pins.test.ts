import { describe, expect, it } from 'vitest'
import { interpret } from '../../../interpret/interpret.ts'
import { rebuild } from '../care/rebuild.ts'
import type { SqliteDatabase } from '../database.ts'
import { listSessions } from '../read/sessions.ts'
import { batchOf, KEY, newFile, openStore, settle, TRACE_A, TRACE_B, TRACE_C } from '../testing/conversation.ts'
import { LAYERS } from '../testing/make.ts'

const pinnedIn = (db: SqliteDatabase) =>
  listSessions(db, { workspaceId: 1, sort: 'started', descending: false, limit: 10 })
    .items.filter(({ pinned }) => pinned)
    .map(({ key }) => key)
const child = (traceId: string) => batchOf([{ traceId, id: '2', parent: '1' }])
const named = (traceId: string, key: string) => batchOf([{ traceId, id: '1', attributes: { 'session.id': key } }])

describe('a pin', () => {
  it('follows a session that gets its name later', async () => {
    const { db, writer } = openStore()
    await writer.write([child(TRACE_A)])
    await writer.setPinned(1, true)
    await writer.setPinned(1, true)
    expect(pinnedIn(db)).toEqual([TRACE_A])
    await writer.write([named(TRACE_A, KEY)])
    expect(pinnedIn(db)).toEqual([KEY])
    await writer.setPinned(1, false)
    expect(pinnedIn(db)).toEqual([])
  })

  it.each(['in one transaction', 'one after the other'])('follows the traces into the session that they are joined to, %s', async (how) => {
    const { db, writer } = openStore()
    await writer.write([named(TRACE_C, KEY)])
    await writer.write([child(TRACE_A), child(TRACE_B)])
    await writer.setPinned(2, true)
    const joining = [named(TRACE_A, KEY), named(TRACE_B, KEY)]
    if (how === 'in one transaction') await writer.write(joining)
    else for (const batch of joining) await writer.write([batch])
    expect(pinnedIn(db)).toEqual([KEY])
    expect(db.prepare('SELECT count(*) FROM pins').pluck().get()).toBe(1)
  })

  it('stays when everything is interpreted anew, and goes with the session', async () => {
    const { db, writer } = openStore()
    await writer.write([named(TRACE_A, KEY)])
    await writer.setPinned(1, true)
    writer.rederive('another version', (item) => ({ record: interpret(item) }))
    await settle(writer)
    expect(pinnedIn(db)).toEqual([KEY])
    expect(await writer.removeSession(1)).toMatchObject({ wasPinned: true })
    await writer.write([named(TRACE_B, KEY)])
    expect(pinnedIn(db)).toEqual([])
  })
})

describe('a database that is made anew', () => {
  it('has the pins, keeps away what was removed, and goes on with removals', async () => {
    const [source, target, stage] = [newFile(), newFile(), newFile()]
    const { db, writer } = openStore(source)
    await writer.write([
      named(TRACE_A, KEY),
      child(TRACE_A),
      named(TRACE_B, 'a-key-of-the-other-one'),
      child(TRACE_B),
      named(TRACE_C, 'and-one-that-is-half-gone'),
    ])
    await writer.setPinned(1, true)
    await writer.removeSession(2)
    await settle(writer)
    await writer.removeSession(3)
    db.close()
    const needs = {
      options: LAYERS,
      derive: (item: Parameters<typeof interpret>[0]) => ({ record: interpret(item) }),
      version: 'v',
      progress: () => undefined,
    }
    expect(await rebuild({ ...needs, source, target, stage })).toMatchObject({ spans: 2, lostSpans: 0, lostTexts: 0 })
    const next = openStore(target)
    expect(pinnedIn(next.db)).toEqual([KEY])
    expect(await next.writer.write([child(TRACE_B), named(TRACE_C, KEY)])).toMatchObject({ accepted: 0, deleted: 2 })
    await settle(next.writer)
    const left = (table: string) => next.db.prepare(`SELECT count(*) FROM ${table}`).pluck().get()
    expect(['removals', 'removed_traces', 'spans', 'session_rows', 'tombstones'].map(left)).toEqual([0, 0, 2, 1, 2])
  })
})
