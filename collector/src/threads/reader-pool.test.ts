import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, describe, expect, it, onTestFinished } from 'vitest'
import { createReaderPool, type ReaderPoolOptions, readerPort } from './reader-pool.ts'
import type { readFunctions } from './testing/read-functions.ts'

const folder = mkdtempSync(join(tmpdir(), 'readers-'))
const file = join(folder, 'test.db')
const writer = new Database(file)
writer.pragma(`application_id = ${0x41495754}`) // that of our files
writer.pragma('journal_mode = WAL')
writer.exec('CREATE TABLE things (id INTEGER PRIMARY KEY); INSERT INTO things VALUES (1), (2), (3)')
const addThing = () => writer.exec('INSERT INTO things DEFAULT VALUES')
const things = () => Number(writer.prepare('SELECT count(*) FROM things').pluck().get())

afterAll(() => {
  writer.close()
  rmSync(folder, { recursive: true })
})

function openPool(options: Partial<ReaderPoolOptions> = {}) {
  const registry = new URL('./testing/read-functions.ts', import.meta.url).href
  const pool = createReaderPool({ file, registry, ...options })
  onTestFinished(() => pool.close())
  return { pool, read: readerPort<typeof readFunctions>(pool) }
}

async function collect<T>(chunks: AsyncIterable<T>, max = 100): Promise<T[]> {
  const all: T[] = []
  for await (const chunk of chunks) {
    all.push(chunk)
    if (all.length === max) break
  }
  return all
}

describe('reader calls', () => {
  it('answer with what the function returned, typed and cloned', async () => {
    const { read } = openPool()
    expect(await read.count({ table: 'things' })).toBe(things())
    const value = { big: 2n ** 60n, bytes: Uint8Array.of(1, 2), map: new Map([['a', 1]]) }
    expect(await read.echo(value)).toEqual(value)
  })

  it('see everything that was committed before they were made', async () => {
    const { read } = openPool()
    for (let i = 0; i < 5; i++) {
      addThing()
      expect(await read.count({ table: 'things' })).toBe(things())
    }
  })

  it('keep the code, the message and the candidates of an error, and hide a bug', async () => {
    const { pool, read } = openPool()
    await expect(read.missing({})).rejects.toMatchObject({ code: 'ambiguous', message: 'which one?', candidates: ['a', 'b'] })
    await expect(read.bug({})).rejects.toMatchObject({
      code: 'internal',
      message: 'internal error',
      cause: expect.stringContaining('secret'),
    })
    await expect(read.unclonable({})).rejects.toMatchObject({ code: 'internal' })
    await expect(pool.call('toString', {})).rejects.toMatchObject({ code: 'internal' })
    expect(await read.count({ table: 'things' })).toBe(things())
  })

  it('cannot write', async () => {
    await expect(openPool().read.write({})).rejects.toMatchObject({ code: 'internal' })
    expect(things()).toBeGreaterThan(0)
  })

  it('many at once are all answered, by few threads', async () => {
    const { read } = openPool({ max: 2 })
    expect(await Promise.all(Array.from({ length: 50 }, (_, i) => read.echo(i)))).toEqual(Array.from({ length: 50 }, (_, i) => i))
  })

  it('a stuck reader is given up and replaced, its call is unavailable', async () => {
    const { read } = openPool({ max: 1, timeoutMs: 1500 })
    await read.echo(1)
    await expect(read.spin({})).rejects.toMatchObject({ code: 'unavailable' })
    expect(await read.echo(2)).toBe(2)
  })

  it('a reader that dies is replaced', async () => {
    const { read } = openPool({ max: 1 })
    await expect(read.crash({})).rejects.toMatchObject({ code: 'unavailable' })
    expect(await read.echo(2)).toBe(2)
  })

  it('are unavailable after close, also those that wait', async () => {
    const { pool, read } = openPool({ max: 1 })
    await read.echo(1)
    const running = read.spin({}).catch((error: unknown) => error)
    const waiting = read.echo(1).catch((error: unknown) => error)
    await pool.close()
    await pool.close()
    const gone = expect.objectContaining({ code: 'unavailable' })
    expect([await running, await waiting]).toEqual([gone, gone])
    await expect(read.echo(1)).rejects.toEqual(gone)
  })

  it('do not delay close when their statement runs on', async () => {
    const { pool, read } = openPool({ max: 1, closeMs: 100 })
    const started = new Int32Array(new SharedArrayBuffer(4))
    const running = read.longStatement({ started }).catch((error: unknown) => error)
    await expect.poll(() => Atomics.load(started, 0), { timeout: 5000 }).toBe(1)
    const before = performance.now()
    await pool.close()
    expect(performance.now() - before).toBeLessThan(1000)
    expect(await running).toMatchObject({ code: 'unavailable' })
  })

  it('leave by themselves when the pool closes, also one whose stream is open', async () => {
    const { pool, read } = openPool({ max: 2, closeMs: 60_000 })
    const stream = read.streamThings({})[Symbol.asyncIterator]()
    await stream.next()
    await read.echo(1)
    await pool.close()
    await expect(read.echo(1)).rejects.toMatchObject({ code: 'unavailable' })
  })

  it('say why a database cannot be read', async () => {
    const { pool, read } = openPool({ file: join(folder, 'none.db') })
    await expect(read.echo(1)).rejects.toMatchObject({ code: 'unavailable', message: expect.stringContaining('none.db') })
    await expect(pool.check(1000)).rejects.toMatchObject({ code: 'unavailable' })
    await expect(openPool().pool.check(5000)).resolves.toBeUndefined()
  })
})

describe('reader streams', () => {
  it('give all chunks in order', async () => {
    expect(await collect(openPool().read.streamThings({}))).toEqual(Array.from({ length: things() }, (_, i) => i + 1))
  })

  it('see one state of the database from begin to end', async () => {
    const { read } = openPool()
    const seen: number[] = []
    for await (const count of read.streamCounts({})) {
      seen.push(count)
      addThing()
      if (seen.length === 5) break
    }
    expect(new Set(seen).size).toBe(1)
    expect(await read.count({ table: 'things' })).toBe(things())
  })

  it('free their reader when the consumer stops early, and throw what the generator throws', async () => {
    const { read } = openPool({ max: 1 })
    expect(await collect(read.streamCounts({}), 2)).toHaveLength(2)
    await expect(collect(read.streamThings({ fail: true }))).rejects.toMatchObject({ code: 'invalid' })
    expect(await collect(read.streamThings({}), 1)).toEqual([1])
    expect(await read.echo(1)).toBe(1)
  })

  it('leave a reader for calls', async () => {
    const { read } = openPool({ max: 2, timeoutMs: 3000 })
    const first = read.streamCounts({})[Symbol.asyncIterator]()
    await first.next()
    const second = read.streamCounts({})[Symbol.asyncIterator]()
    const waits = second.next()
    expect(await read.echo(1)).toBe(1)
    await first.return?.()
    expect((await waits).done).toBe(false)
    await second.return?.()
  })

  it('are given up when they take too long in all', async () => {
    const { read } = openPool({ max: 1, maxStreamMs: 1000 })
    const taken = async (): Promise<void> => {
      for await (const _ of read.streamCounts({})) await read.echo
    }
    await expect(taken()).rejects.toMatchObject({ code: 'unavailable', message: expect.stringContaining('a stream took longer than 1 s') })
    expect(await read.echo(1)).toBe(1)
  })

  it('are given up when nobody reads on', async () => {
    const { read } = openPool({ max: 1, idleStreamMs: 300 })
    const stream = read.streamCounts({})[Symbol.asyncIterator]()
    await stream.next()
    expect(await read.echo(1)).toBe(1)
    await expect(stream.next()).rejects.toMatchObject({ code: 'unavailable', message: expect.stringContaining('nothing was taken') })
  })
})
