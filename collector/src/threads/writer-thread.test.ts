import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire, syncBuiltinESMExports } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Worker } from 'node:worker_threads'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { IngestRequest } from '../domain/ingest.ts'
import type { Signal } from '../domain/signal.ts'
import { openDatabase } from '../store/sqlite/database.ts'

/** Node's worker class, watched: the only way to a thread that the code under test keeps to itself. */
const threads: typeof import('node:worker_threads') = createRequire(import.meta.url)('node:worker_threads')
const started: Worker[] = []
const { Worker: RealWorker } = threads
threads.Worker = class extends RealWorker {
  constructor(...args: ConstructorParameters<typeof RealWorker>) {
    super(...args)
    started.push(this)
  }
}
syncBuiltinESMExports()
const { startWriterThread } = await import('./writer-thread.ts')

function dbFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'writer-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return join(folder, 'tracker.db')
}

async function start(file: string) {
  const died: Error[] = []
  const lines: string[] = []
  const events = { written: () => undefined, log: (line: string) => lines.push(line), died: (error: Error) => died.push(error) }
  const writer = await startWriterThread({ file, content: 'full' }, events)
  onTestFinished(() => writer.close())
  return { writer, died, lines }
}

const origin = { transport: 'http/json', userAgent: 'test/1', wireBytes: 2 }
const request = (body = '{}', signal: Signal = 'traces'): IngestRequest => ({
  signal,
  mediaType: 'application/json',
  body: new TextEncoder().encode(body),
  workspaceId: 1,
  origin,
})
const unavailable = expect.objectContaining({ status: 'refused', code: 'unavailable' })

describe('startWriterThread', () => {
  it('answers requests and checks, and counts what waits', async () => {
    const { writer } = await start(dbFile())
    const replies = Promise.all([writer.submit(request()), writer.submit(request('nonsense'))])
    expect([writer.waitingRequests, writer.waitingBytes]).toEqual([2, 10])
    expect(await replies).toEqual([
      { status: 'stored', rejectedItems: 0, message: '' },
      { status: 'refused', code: 'invalid', message: expect.any(String) },
    ])
    expect([writer.waitingRequests, writer.waitingBytes]).toEqual([0, 0])
    await writer.check(5000)
  })

  it('leaves a receipt of every request, also of refused ones', async () => {
    const file = dbFile()
    const { writer } = await start(file)
    writer.refused({ signal: undefined, origin, code: 'unauthorized', message: 'no token' })
    const sdk = { attributes: ['name', 'language', 'version'].map((key) => ({ key: `telemetry.sdk.${key}`, value: { stringValue: key } })) }
    const log = { timeUnixNano: '7', body: { stringValue: 'hello' } }
    await writer.submit(request(JSON.stringify({ resourceLogs: [{ resource: sdk, scopeLogs: [{ logRecords: [log, log] }] }] }), 'logs'))
    await writer.submit(request('nonsense', 'metrics'))
    await writer.close()
    const db = openDatabase(file, { readonly: true })
    const rows = db.prepare('SELECT signal, transport, user_agent, sdks, accepted, outcome, code FROM receipts ORDER BY signal').raw().all()
    const items = db.prepare('SELECT count(*) FROM log_records l JOIN receipts r ON r.received_ns = l.received_ns').pluck().get()
    db.close()
    expect(rows).toEqual([
      [null, 'http/json', 'test/1', '[]', 0, 'refused', 'unauthorized'],
      ['logs', 'http/json', 'test/1', '[{"name":"name","language":"language","version":"version"}]', 2, 'stored', null],
      ['metrics', 'http/json', 'test/1', '[]', 0, 'refused', 'invalid'],
    ])
    expect(items).toBe(2)
  })

  it('writes what waits before it closes; later requests are unavailable', async () => {
    const { writer, died } = await start(dbFile())
    const reply = writer.submit(request())
    const closed = writer.close()
    expect(await writer.submit(request())).toEqual(unavailable)
    expect(await reply).toMatchObject({ status: 'stored' })
    await closed
    await writer.close()
    expect(died).toEqual([])
    await expect(writer.check(10)).rejects.toMatchObject({ code: 'unavailable' })
  })

  it('a thread that dies tells everybody who waits, and the process', async () => {
    const { writer, died } = await start(dbFile())
    const replies = [writer.submit(request()), writer.submit(request())]
    await started.at(-1)?.terminate()
    for (const reply of await Promise.all(replies))
      expect([unavailable, { status: 'stored', rejectedItems: 0, message: '' }]).toContainEqual(reply)
    expect(await writer.submit(request())).toEqual(unavailable)
    expect(died).toEqual([expect.objectContaining({ message: expect.stringContaining('the writer thread ended') })])
    await writer.close()
  })

  it.skipIf(process.platform === 'win32')('stores nothing in a file that was deleted, and says so once', async () => {
    const file = dbFile()
    const { writer, lines } = await start(file)
    rmSync(file)
    const message = expect.stringContaining(`${file} was deleted or replaced`)
    await expect.poll(() => lines, { timeout: 5000 }).toEqual([message])
    expect(await writer.submit(request())).toEqual({ status: 'refused', code: 'unavailable', message })
    await expect(writer.check(5000)).rejects.toMatchObject({ code: 'unavailable', message })
    expect(lines).toHaveLength(1)
  })

  it('throws what keeps the store from opening, and leaves no thread', async () => {
    const file = dbFile()
    writeFileSync(file, 'no database at all '.repeat(100))
    await expect(start(file)).rejects.toMatchObject({ code: 'invalid', message: expect.stringContaining(file) })
    expect(started.at(-1)?.threadId).toBe(-1)
  })
})
