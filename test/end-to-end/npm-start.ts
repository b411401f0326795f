import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { onTestFinished } from 'vitest'
import { ROOT } from './readme.ts'

/** The collector as a user starts it: a process of npm with ours below it. */
export interface NpmStart {
  /** Address in the ready line. Rejects with what was said instead when it ends without one. */
  readonly url: Promise<string>
  /** Resolves with exit code and signal of npm when all of its processes are gone. */
  readonly end: Promise<readonly [code: number | null, signal: NodeJS.Signals | null]>
  /** What came on stderr so far. */
  errors(): string
  /** To every process of the group, as a terminal does it. Does nothing when it has ended. */
  kill(signal: NodeJS.Signals): void
}

const READY = /^listening http=(http:\/\/127\.0\.0\.1:\d+)(?: grpc=\S+)? db=(.+)$/m

/** Runs `npm start` on a database with a free port. Killed at the end of the test. */
export function npmStart(file: string): NpmStart {
  const child = spawn('npm', ['start', '--', '--db', file, '--http-port', '0'], {
    cwd: ROOT,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ready = Promise.withResolvers<string>()
  const said = { out: '', errors: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said.out += text
    const [, url, db] = READY.exec(said.out) ?? []
    if (url && db === file) ready.resolve(url)
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said.errors += text
  })
  const end = once(child, 'close').then(([code, signal]): readonly [number | null, NodeJS.Signals | null] => [code, signal])
  const kill = (signal: NodeJS.Signals) => killGroup(child.pid, signal)
  // A test that expects an end does not wait for the address.
  ready.promise.catch(() => undefined)
  child.once('close', () => ready.reject(new Error(`npm start ended without a ready line:\n${said.out}\n${said.errors}`)))
  onTestFinished(() => kill('SIGKILL'))
  return { url: ready.promise, end, errors: () => said.errors, kill }
}

function killGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  try {
    if (pid !== undefined) process.kill(-pid, signal)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}
