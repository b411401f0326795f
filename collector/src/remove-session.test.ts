import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { pinStoredSession, removeStoredSession } from './remove-session.ts'
import { openDatabase } from './store/sqlite/database.ts'
import { takeOwnership } from './store/sqlite/owner.ts'
import { listSessions } from './store/sqlite/read/sessions.ts'
import { CONVERSATION, newFile, OTHERS, openStore, SECRET, settle, TRACE_C } from './store/sqlite/testing/conversation.ts'

async function stored(): Promise<string> {
  const file = newFile()
  const { db, writer } = openStore(file)
  await writer.write([CONVERSATION, OTHERS])
  await settle(writer)
  db.close()
  return file
}

function sessionsOf(file: string) {
  const db = openDatabase(file, { readonly: true })
  const { items } = listSessions(db, { workspaceId: 1, sort: 'started', descending: false, limit: 10 })
  db.close()
  return items.map(({ traceId, pinned }) => ({ traceId, pinned }))
}

describe('without a collector', () => {
  it('a session is removed with everything that it leaves', async () => {
    const file = await stored()
    expect(readFileSync(file).includes(SECRET)).toBe(true)
    expect(await removeStoredSession(file, 1)).toEqual({
      ...{ sessionId: 1, traces: 2, spans: 4, wasPinned: false },
      left: { sessions: 0, purging: false, bytesToGiveBack: 0 },
    })
    expect(sessionsOf(file)).toEqual([{ traceId: TRACE_C, pinned: false }])
    expect(readFileSync(file).includes(SECRET)).toBe(false)
    expect(existsSync(`${file}-wal`) && readFileSync(`${file}-wal`).includes(SECRET)).toBe(false)
  })

  it('what a reader keeps from being wiped out is told, and is wiped out with the next one', async () => {
    const file = await stored()
    const reader = openDatabase(file, { readonly: true })
    reader.exec('BEGIN')
    reader.prepare('SELECT count(*) FROM spans').get()
    expect(await removeStoredSession(file, 1)).toMatchObject({ sessionId: 1, left: { sessions: 0, purging: true } })
    expect(readFileSync(file).includes(SECRET)).toBe(true)
    reader.close()
    expect(await removeStoredSession(file, 2)).toMatchObject({ left: { purging: false } })
    expect(readFileSync(file).includes(SECRET)).toBe(false)
  })

  it('a session is pinned, and no longer', async () => {
    const file = await stored()
    await pinStoredSession(file, 2, true)
    expect(sessionsOf(file).map(({ pinned }) => pinned)).toEqual([false, true])
    await pinStoredSession(file, 2, false)
    expect(sessionsOf(file).map(({ pinned }) => pinned)).toEqual([false, false])
  })

  it.each([
    ['a session that there is not', (file: string) => removeStoredSession(file, 9), 'not_found'],
    ['a file that there is not', (file: string) => removeStoredSession(`${file}.none`, 1), 'not_found'],
    ['a pin of a session that there is not', (file: string) => pinStoredSession(file, 9, true), 'not_found'],
  ])('%s is told', async (_name, act, code) => {
    await expect(act(await stored())).rejects.toMatchObject({ code })
  })

  it('a file that somebody has is left alone', async () => {
    const file = await stored()
    const ownership = takeOwnership(file)
    await expect(removeStoredSession(file, 1)).rejects.toMatchObject({ code: 'unavailable' })
    ownership.release()
    expect(sessionsOf(file)).toHaveLength(2)
  })
})
