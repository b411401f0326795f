import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { chat, openTestStore } from './api/testing/test-store.ts'
import { openLocalApi } from './local-api.ts'

/** Path of a database with one session, which nobody has open. */
async function file(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'local-api-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const path = join(folder, 'tracker.db')
  const store = await openTestStore({ file: path })
  await store.write(chat({ id: '1' }))
  await store.writer.close()
  return path
}

describe('openLocalApi', () => {
  it('answers what a server would answer', async () => {
    const path = await file()
    const api = openLocalApi(path)
    onTestFinished(api.close)
    const sessions = await (await api.request('/api/v1/sessions')).json()
    expect(sessions).toMatchObject({ items: [{ id: 1, costUsd: '0.0012' }] })
    expect(await (await api.request('/api/v1/info')).json()).toMatchObject({ file: path })
    expect((await api.request('/api/v1/sessions/7')).status).toBe(404)
    expect((await api.request('/api/v1/live')).status).toBe(501)
    expect(await (await api.request('/api/v1/export')).text()).toMatch(/^\{"resourceSpans":.*\}\n$/)
  })

  it('owns the file until it is closed', async () => {
    const path = await file()
    const api = openLocalApi(path)
    expect(() => openLocalApi(path)).toThrow(/is in use/)
    api.close()
    api.close()
    openLocalApi(path).close()
  })

  it('says so when there is no file, and makes none', async () => {
    const path = `${await file()}.other`
    expect(() => openLocalApi(path)).toThrow(/no database at .*\.other: nothing was recorded yet/)
    expect(() => openLocalApi(path)).toThrow(/no database/)
  })

  it.each(['', '.owner'])('says so when the file is empty, and leaves it so, also with a lock beside it: "%s"', async (lock) => {
    const path = `${await file()}.other`
    writeFileSync(path, '')
    writeFileSync(`${path}${lock}`, '')
    const before = readdirSync(dirname(path))
    expect(() => openLocalApi(path)).toThrow(/no database at .*\.other: the file is empty; start a collector/)
    expect(readdirSync(dirname(path))).toEqual(before)
    expect(statSync(path).size).toBe(0)
  })
})
