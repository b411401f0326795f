import { rmSync } from 'node:fs'
import { type CollectorProcess, startCollector } from '../fault/collector-process.ts'
import type { LoadDone, LoadOrder } from './load-messages.ts'
import { startLoad } from './load-sender.ts'

/** Runs `tracker serve` on a file for one use; the file stays. @throws Error when it does not end well */
export async function withCollector<T>(file: string, use: (collector: CollectorProcess, url: string) => Promise<T>): Promise<T> {
  const collector = startCollector(file)
  try {
    const result = await use(collector, await collector.url)
    collector.kill('SIGTERM')
    const [code] = await collector.end
    if (code !== 0) throw new Error(`the collector ended with ${code}: ${collector.errors()}`)
    return result
  } finally {
    collector.kill('SIGKILL')
    await collector.end
  }
}

/** Sends a load from a process of its own. @throws Error when a request was refused */
export async function sendLoad(order: LoadOrder, url: string): Promise<LoadDone> {
  const sender = await startLoad(order)
  const done = await sender.send(url)
  if (done.refused > 0) throw new Error(`${done.refused} requests were refused: the figures mean nothing`)
  return done
}

/** Takes a database away, with all that lies beside it. */
export function removeDatabase(file: string): void {
  for (const suffix of ['', '-wal', '-shm', '.owner', '.server.json']) rmSync(`${file}${suffix}`, { force: true })
}
