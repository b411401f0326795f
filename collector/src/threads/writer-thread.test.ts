import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire, syncBuiltinESMExports } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Worker } from 'node:worker_threads'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { IngestRequest } from '../domain/ingest.ts'

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
  const writer = await startWriterThread({ file }, events)
  onTestFinished(() => writer.close())
  return { writer, died, lines }
}

const request = (body = '{}'): IngestRequest => ({ mediaType: 'application/json', body: new TextEncoder().encode(body), workspaceId: 1 })
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
