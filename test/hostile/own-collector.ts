import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

/** `tracker serve` in a process of its own that ends, and whose files are removed, with the test. */
export interface OwnCollector {
  readonly pid: number
  readonly url: string
  readonly grpcPort: number
  readonly file: string
  /** All that it said, on stdout and stderr. */
  output(): string
  /** Stops it in good order. */
  stop(): Promise<void>
}

const START = join(import.meta.dirname, '../../packages/cli/start.cjs')
const READY = /^listening http=(\S+) grpc=\S+:(\d+)/m

/** Starts one on a new database. @throws Error with what it said when it ends before it is ready */
export async function ownCollector(env: Readonly<Record<string, string>> = {}): Promise<OwnCollector> {
  const folder = mkdtempSync(join(tmpdir(), 'tracker-hostile-'))
  const file = join(folder, 'tracker.db')
  const child = spawn(process.execPath, [START, 'serve', '--db', file, '--http-port', '0', '--grpc-port', '0'], {
    env: { PATH: process.env.PATH, HOME: folder, TZ: 'UTC', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = once(child, 'close')
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await ended
    rmSync(folder, { recursive: true, force: true })
  })
  const ready = Promise.withResolvers<RegExpExecArray>()
  let said = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text
      const line = READY.exec(said)
      if (line) ready.resolve(line)
    })
  }
  void ended.then(() => ready.reject(new Error(`the collector ended before it was ready: ${said}`)))
  const [, url = '', grpcPort] = await ready.promise
  return {
    pid: child.pid ?? 0,
    url,
    grpcPort: Number(grpcPort),
    file,
    output: () => said,
    async stop() {
      child.kill('SIGTERM')
      await ended
    },
  }
}

/** The most memory that a process had so far, in bytes; Linux only. */
export function peakBytes(pid: number): number {
  const [, kilobytes] = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return Number(kilobytes) * 1024
}
