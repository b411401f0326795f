import { beforeAll, describe, expect, it } from 'vitest'
import { chat, openTestStore } from '../../../api/testing/test-store.ts'
import type { SqliteDatabase } from '../database.ts'
import { createTextReader } from '../long-texts.ts'
import { textEnd, textStart } from './long-text.ts'

let db: SqliteDatabase
let path: number
let whole: string
let sent: string

/** A call whose messages are stored in pieces. */
beforeAll(async () => {
  const messages = Array.from({ length: 40 }, (_, index) => ({ role: 'user', content: `${index} "said"\n${'x'.repeat(1500)}` }))
  sent = JSON.stringify(messages)
  const store = await openTestStore()
  await store.write(chat({ id: '1', attributes: { 'gen_ai.input.messages': sent } }, {}))
  db = store.db
  path = Number(db.prepare("SELECT input_messages FROM calls WHERE typeof(input_messages) = 'integer'").pluck().get())
  whole = String(db.prepare('SELECT text FROM content_texts WHERE id = ?').pluck().get(path))
})

describe('a long text', () => {
  it('is read as it was sent, by our reader and by SQL', () => {
    expect(db.prepare('SELECT count(*) FROM paths WHERE content_id < 0').pluck().get()).toBeGreaterThan(0)
    expect(whole).toBe(sent)
    expect(createTextReader(db)(path)).toBe(sent)
  })

  it.each([1, 100, 5_000, 1_000_000])('is read by %i characters of its ends', (chars) => {
    expect(textStart(db, path, chars)).toBe(whole.slice(0, chars))
    expect(textEnd(db, path, chars)).toBe(whole.slice(-chars))
  })

  it('is looked for with statements that are prepared once', () => {
    const prepared: string[] = []
    const spied: SqliteDatabase = new Proxy(db, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name, target)
        if (name === 'prepare') return (sql: string) => prepared.push(sql) && target.prepare(sql)
        return typeof value === 'function' ? value.bind(target) : value
      },
    })
    for (let round = 0; round < 3; round++) {
      textStart(spied, path, 100)
      textEnd(spied, path, 100)
    }
    expect(prepared).toHaveLength(new Set(prepared).size)
  })
})
