import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** `tracker serve` in a process of its own. */
export interface CollectorProcess {
  readonly url: string
  /** Resolves when it has ended, whoever ended it. */
  readonly ended: Promise<unknown>
  /** Stops it and waits for its end. Safe twice. */
  close(): Promise<void>
}

/** What it is started with. */
export interface CollectorOrder {
  readonly db: string
  /** 0 = any free one. */
  readonly port: number
  /** Options of Node.js. */
  readonly nodeOptions?: readonly string[]
  /** Further variables of its environment. */
  readonly env?: Readonly<Record<string, string>>
}

const CLI = fileURLToPath(new URL('../../packages/cli/src/main.ts', import.meta.url))
const READY = /^listening http=(\S+)/m

/** Starts a collector and waits for its ready line. Fails with what it said when it ends without one. */
export async function startCollectorProcess({ db, port, nodeOptions = [], env = {} }: CollectorOrder): Promise<CollectorProcess> {
  const args = [...nodeOptions, CLI, 'serve', '--db', db, '--http-port', String(port), '--grpc-port', '0']
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, ...env } })
  const ended = once(child, 'close')
  process.once('exit', () => child.kill())
  const ready = Promise.withResolvers<string>()
  let said = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text
    const url = READY.exec(said)?.[1]
    if (url !== undefined) ready.resolve(url)
  })
  void ended.then(() => ready.reject(new Error(`the collector ended before it was ready: ${said}`)))
  const url = await ready.promise
  return {
    url,
    ended,
    close: async () => {
      child.kill('SIGTERM')
      await ended
    },
  }
}
