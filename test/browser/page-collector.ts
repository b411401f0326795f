import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { type CollectorProcess, startCollectorProcess } from '../demo/collector-process.ts'
import { type Rest, restOf } from '../end-to-end/rest.ts'

/** A collector in a process of its own, with the page and a database that is removed at the end of the test file. */
export interface PageCollector {
  readonly url: string
  readonly rest: Rest
  /** Ends it; the data stay. */
  stop(): Promise<void>
  /** Starts it again at the same address. */
  start(): Promise<void>
}

/** The first start builds the page. */
const START_MS = 180_000

/**
 * For a test file: a collector that runs before its first test.
 * @param fill brings in the data
 * @param env further variables of its environment
 */
export function setUpCollector(fill: (url: string) => Promise<void>, env: Readonly<Record<string, string>> = {}): () => PageCollector {
  let running: CollectorProcess | undefined
  let folder = ''
  const start = async (): Promise<void> => {
    const port = running === undefined ? 0 : Number(new URL(running.url).port)
    running = await startCollectorProcess({ db: join(folder, 'tracker.db'), port, env })
  }
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tracker-browser-'))
    await start()
    await fill(running?.url ?? '')
  }, START_MS)
  afterAll(async () => {
    await running?.close()
    await rm(folder, { recursive: true, force: true })
  })
  return () => {
    if (!running) throw new Error('the collector runs in tests only')
    const { url, close } = running
    return { url, rest: restOf(url), stop: close, start }
  }
}
