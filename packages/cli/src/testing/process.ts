import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'

/** The real program as a process of its own, as npm and a shell start it. */

/** What npm and a shell run. */
export const START = join(import.meta.dirname, '../../start.cjs')

/** What a command left behind. */
export interface Finished {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Nothing of the machine reaches the program, above all not its default database. */
function environment(env: Readonly<Record<string, string>>) {
  const { PATH, NODE_COMPILE_CACHE } = process.env
  return { PATH, NODE_COMPILE_CACHE, HOME: join(tmpdir(), 'no-such-home'), TZ: 'UTC', ...env }
}

/** Runs `tracker …` to its end. */
export async function tracker(argv: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Finished> {
  const child = spawn(process.execPath, [START, ...argv], { env: environment(env), stdio: ['ignore', 'pipe', 'pipe'] })
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  return { code, stdout, stderr }
}

/** A collector that runs as `tracker serve`. */
export interface Served {
  readonly url: string
  /** What it has written to stdout. */
  readonly ready: string
  /** Sends a signal and waits for the end. */
  stop(signal: NodeJS.Signals): Promise<number | null>
}

/** Starts `tracker serve` on a free port and waits until it is ready. */
export async function trackerServe(
  file: string,
  argv: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<Served> {
  const child = spawn(process.execPath, [START, 'serve', '--db', file, '--http-port', '0', '--grpc-port', '0', ...argv], {
    env: environment(env),
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exit = once(child, 'exit')
  const [ready] = await Promise.race([
    once(child.stdout, 'data'),
    exit.then(([code]) => Promise.reject(new Error(`serve ended with ${code}`))),
  ])
  const [, url = ''] = /http=(\S+)/.exec(String(ready)) ?? []
  return {
    url,
    ready: String(ready),
    async stop(signal) {
      if (child.exitCode === null) child.kill(signal)
      const [code] = await exit
      return code
    },
  }
}

/** A folder for a database, and how to remove it. */
export function temporaryFolder(): { readonly path: string; readonly remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'tracker-'))
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}

/** Sends an export request in JSON. */
export async function send(url: string, body: string): Promise<number> {
  const response = await fetch(`${url}/v1/traces`, { method: 'POST', body, headers: { 'Content-Type': 'application/json' } })
  return response.status
}
