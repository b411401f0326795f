import { describe, expect, it } from 'vitest'
import { openDatabase } from '../database.ts'
import { inBackground, wiping } from './background.ts'

function settingsOf(db: ReturnType<typeof openDatabase>): readonly unknown[] {
  return ['secure_delete', 'synchronous'].map((name) => db.pragma(name, { simple: true }))
}

const [ON, FAST, NORMAL, FULL] = [1, 2, 1, 2]

describe('what deletes', () => {
  it.each([
    ['FAST', FAST],
    ['ON', ON],
    ['OFF', 0],
  ])('wipes, and leaves the connection as it was: secure_delete %s', (name, value) => {
    const db = openDatabase(':memory:')
    db.pragma(`secure_delete = ${name}`)
    expect(wiping(db, () => settingsOf(db))).toEqual([ON, FULL])
    expect(settingsOf(db)).toEqual([value, FULL])
    expect(inBackground(db, () => settingsOf(db))).toEqual([ON, NORMAL])
    expect(settingsOf(db)).toEqual([value, FULL])
    db.close()
  })

  it('leaves it so when it fails, too', () => {
    const db = openDatabase(':memory:')
    const fail = (): never => {
      throw new Error('failed')
    }
    expect(() => inBackground(db, fail)).toThrow('failed')
    expect(settingsOf(db)).toEqual([FAST, FULL])
    db.close()
  })
})
