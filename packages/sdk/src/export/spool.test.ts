import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { memorySpool } from './memory-spool.ts'
import { openSpool } from './spool.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'spool-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const TARGET = 'host_1-abcd'
const open = (maxBytes = 1_000_000, target = TARGET) => openSpool({ folder: join(folder, 's'), target, maxBytes })
const names = () => readdirSync(join(folder, 's'))
const place = (name: string, lines: readonly string[]) => {
  mkdirSync(join(folder, 's'), { recursive: true })
  writeFileSync(join(folder, 's', name), lines.map((line) => `${line}\n`).join(''))
}
/** No process has this number: it is larger than any system gives. */
const NOBODY = 2 ** 30

describe('openSpool', () => {
  it('makes nothing before the first request has to wait', () => {
    expect(open().isEmpty()).toBe(true)
    expect(readdirSync(folder)).toEqual([])
  })

  it('gives back what it was given, in order, and is empty when that is removed', () => {
    const spool = open()
    spool.append('{"n":1}')
    spool.append('{"n":2}')
    expect(names()).toHaveLength(1)
    expect(spool.isEmpty()).toBe(false)
    const file = spool.claim()
    expect(file?.bodies).toEqual(['{"n":1}', '{"n":2}'])
    expect(spool.claim()).toBeUndefined()
    file?.remove()
    expect(names()).toEqual([])
  })

  it('keeps what was not sent of a file that it lets go', () => {
    const spool = open()
    for (const n of [1, 2, 3]) spool.append(`{"n":${n}}`)
    spool.claim()?.release(1)
    expect(open().claim()?.bodies).toEqual(['{"n":2}', '{"n":3}'])
  })

  it('goes on in another file after one was claimed', () => {
    const spool = open()
    spool.append('{"n":1}')
    const claimed = spool.claim()
    spool.append('{"n":2}')
    expect(names()).toHaveLength(2)
    claimed?.remove()
    expect(spool.claim()?.bodies).toEqual(['{"n":2}'])
  })

  it.each([
    ['one that nobody owns', `${TARGET}.2026-a.jsonl`, true],
    ['one that a dead process was writing', `${TARGET}.2026-a.${hostOf()}.${NOBODY}.open.jsonl`, true],
    ['one that a dead process was sending', `${TARGET}.2026-a.${hostOf()}.${NOBODY}.sending.jsonl`, true],
    ['one that a living process is writing', `${TARGET}.2026-a.${hostOf()}.${process.ppid}.open.jsonl`, false],
    ['one that another machine is writing', `${TARGET}.2026-a.elsewhere.1.open.jsonl`, false],
    ['one of another collector', 'other_1-abcd.2026-a.jsonl', false],
    ['one that was refused', `${TARGET}.2026-a.rejected.jsonl`, false],
    ['a file of somebody else', 'notes.txt', false],
  ])('takes or leaves %s', (_, name, isTaken) => {
    place(name, ['{"n":1}'])
    expect(open().claim()?.bodies).toEqual(isTaken ? ['{"n":1}'] : undefined)
  })

  it('takes what a process with its own number has left in a former life, and leaves what it has itself', () => {
    const own = `${TARGET}.2026-a.${hostOf()}.${process.pid}`
    for (const state of ['open', 'sending']) place(`${own}.${state}.jsonl`, ['{"n":1}'])
    expect(open().claim()).toBeUndefined()
    const later = openSpool({ folder: join(folder, 's'), target: TARGET, maxBytes: 1000, processStartMs: Date.now() + 1000 })
    expect(later.isEmpty()).toBe(false)
    expect(later.claim()?.bodies).toEqual(['{"n":1}'])
  })

  it('names for another process what nobody owns, what it wrote itself included', () => {
    const spool = open()
    spool.append('{"n":1}')
    place(`${TARGET}.2026-a.${hostOf()}.${NOBODY}.sending.jsonl`, ['{"n":2}'])
    place(`${TARGET}.2026-b.${hostOf()}.${process.ppid}.sending.jsonl`, ['{"n":3}'])
    place(`${TARGET}.2026-c.rejected.jsonl`, ['{"n":4}'])
    const files = spool.handOver()
    expect(files.map(({ path }) => readFileSync(path, 'utf8')).toSorted()).toEqual(['{"n":1}\n', '{"n":2}\n'])
    const dead = files.find(({ path }) => path.includes('2026-a'))
    expect(dead?.sending.join('77')).toBe(join(folder, 's', `${TARGET}.2026-a.${hostOf()}.77.sending.jsonl`))
    expect(dead?.free).toBe(join(folder, 's', `${TARGET}.2026-a.jsonl`))
  })

  it('leaves nothing behind that it would not know itself when it lets go of a file', () => {
    const spool = open()
    for (const n of [1, 2]) spool.append(`{"n":${n}}`)
    spool.claim()?.release(1)
    expect(names()).toEqual([expect.stringMatching(/^host_1-abcd\.[^.]+\.jsonl$/)])
  })

  it('takes what another machine has not touched for hours', () => {
    const name = `${TARGET}.2026-a.elsewhere.1.open.jsonl`
    place(name, ['{"n":1}'])
    utimesSync(join(folder, 's', name), new Date(0), new Date(0))
    expect(open().claim()?.bodies).toEqual(['{"n":1}'])
  })

  it('leaves out a line that was cut by a kill', () => {
    place(`${TARGET}.2026-a.jsonl`, ['{"n":1}', '{"n":'])
    expect(open().claim()?.bodies).toEqual(['{"n":1}'])
  })

  it('drops the oldest file when it is full, and counts its requests', () => {
    place(`${TARGET}.2025-a.jsonl`, ['{"old":1}', '{"old":2}'])
    place('other.2026-a.jsonl', ['{"other":1}'])
    const spool = open(40)
    spool.append('{"new":12345}')
    expect(spool.dropped()).toBe(2)
    expect(names()).toHaveLength(2)
  })

  it('refuses a request that is larger than all of it', () => expect(() => open(5).append('{"n":1}')).toThrow('larger than the spool'))

  it('keeps what is refused for good where nobody sends it again', () => {
    const spool = open()
    spool.reject('{"n":1}')
    expect(spool.isEmpty()).toBe(true)
    expect(readFileSync(join(folder, 's', `${names()[0]}`), 'utf8')).toBe('{"n":1}\n')
  })
})

describe('a spool that is used a lot', () => {
  it('keeps in one file what is refused', () => {
    place(`${TARGET}.2026-a.rejected.jsonl`, ['{"n":0}'])
    const spool = open()
    spool.reject('{"n":1}')
    for (let n = 0; n < 100; n++) {
      spool.reject(`{"n":${n}}`)
      expect(spool.isEmpty()).toBe(true)
    }
    expect(names()).toHaveLength(2)
  })

  it('knows at once what it has kept or let go itself', () => {
    const spool = open()
    expect(spool.isEmpty()).toBe(true)
    spool.append('{"n":1}')
    expect(spool.isEmpty()).toBe(false)
    const file = spool.claim()
    expect(spool.claim()).toBeUndefined()
    expect(spool.isEmpty()).toBe(true)
    file?.release(0)
    expect(spool.isEmpty()).toBe(false)
  })
})

describe('memorySpool', () => {
  it('gives back what it was given, and what was let go, and drops the oldest', () => {
    const spool = memorySpool(20)
    for (const n of [1, 2, 3, 4]) spool.append(`{"n":${n}}`)
    expect(spool.dropped()).toBe(2)
    const claimed = spool.claim()
    expect(claimed?.bodies).toEqual(['{"n":3}', '{"n":4}'])
    expect(spool.isEmpty()).toBe(true)
    claimed?.release(1)
    expect(spool.claim()?.bodies).toEqual(['{"n":4}'])
    expect(spool.claim()).toBeUndefined()
  })

  it('ends with the process together with what somebody has claimed, and without what has arrived', () => {
    const spool = memorySpool(100)
    spool.append('1')
    const claimed = spool.claim()
    spool.append('2')
    expect(spool.mortal()).toEqual(['1', '2'])
    claimed?.remove()
    expect(spool.mortal()).toEqual(['2'])
    spool.claim()?.release(0)
    expect(spool.mortal()).toEqual(['2'])
  })
})

function hostOf(): string {
  return hostname().replace(/[^A-Za-z0-9-]/g, '_')
}
