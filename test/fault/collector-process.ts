import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

/** A collector as a process of its own, to be stopped, killed and started again. */
export interface CollectorProcess {
  readonly pid: number
  /** Its address, from the ready line. Rejects with what was said instead when it ends without one. */
  readonly url: Promise<string>
  /** Where it takes OTLP/gRPC: `127.0.0.1:4317`. */
  readonly grpcAddress: Promise<string>
  /** Resolves with exit code and signal. */
  readonly end: Promise<readonly [code: number | null, signal: NodeJS.Signals | null]>
  /** What came on stderr so far. */
  errors(): string
  /** Does nothing when it has ended. */
  kill(signal: NodeJS.Signals): void
}

/** What differs from an ordinary start. */
export interface StartOptions {
  readonly env?: Readonly<Record<string, string>>
  /** A module that every thread of it imports first. */
  readonly preload?: URL
}

const START = join(import.meta.dirname, '../../packages/cli/start.cjs')
const READY = /^listening http=(\S+) grpc=(\S+)/m

/** Runs `tracker serve` on a database with free ports. */
export function startCollector(file: string, { env = {}, preload }: StartOptions = {}): CollectorProcess {
  const imports = preload ? ['--import', preload.href] : []
  const args = [...imports, START, 'serve', '--db', file, '--http-port', '0', '--grpc-port', '0']
  const child = spawn(process.execPath, args, { env: { PATH: process.env.PATH, TZ: 'UTC', ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
  const ready = Promise.withResolvers<readonly [url: string, grpcAddress: string]>()
  const said = { out: '', errors: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said.out += text
    const [, url, grpcAddress] = READY.exec(said.out) ?? []
    if (url !== undefined && grpcAddress !== undefined) ready.resolve([url, grpcAddress])
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said.errors += text
  })
  const end = once(child, 'close').then(([code, signal]): readonly [number | null, NodeJS.Signals | null] => [code, signal])
  const url = ready.promise.then(([http]) => http)
  const grpcAddress = ready.promise.then(([, grpc]) => grpc)
  // Whoever expects an end does not wait for the addresses.
  for (const address of [url, grpcAddress]) address.catch(() => undefined)
  child.once('close', () => ready.reject(new Error(`the collector ended without a ready line:\n${said.errors}`)))
  return {
    pid: child.pid ?? 0,
    url,
    grpcAddress,
    end,
    errors: () => said.errors,
    kill: (signal) => void child.kill(signal),
  }
}
