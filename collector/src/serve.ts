import { type Collector, startCollector } from './collector.ts'
import { type ConfigSources, loadConfig, retentionPolicy } from './config.ts'
import { AppError } from './domain/app-error.ts'
import type { PageSource } from './page/page-source.ts'
import { retentionLine } from './retention-line.ts'
import { keepHeapsSmall } from './small-heaps.ts'

/** npm passes Ctrl-C on although the terminal has sent it to everybody: a repeat this soon is the same wish. */
const SAME_SIGNAL_MS = 5_000
const SIGNALS = ['SIGINT', 'SIGTERM'] as const

/** Where lines go. */
export interface Output {
  readonly out: (line: string) => void
  readonly err: (line: string) => void
}

/** What a program passes besides the configuration. */
export interface ServeOptions extends Output {
  /** The page to serve. */
  readonly page?: PageSource | undefined
}

/**
 * Runs a collector until a signal asks it to stop.
 * @returns the exit code: 0 after an orderly stop, 1 when it could not start, died, or was told a second time not to wait
 */
export async function serve(sources: ConfigSources, { out, err, page }: ServeOptions): Promise<number> {
  const signals = listenForSignals()
  keepHeapsSmall()
  try {
    const config = loadConfig(sources)
    const collector = await startCollector(config, { log: err, page })
    err(retentionLine(retentionPolicy(config)))
    out(readyLine(collector))
    return await runUntilStopped(collector, signals, err)
  } catch (error) {
    err(lineOf(error))
    return 1
  } finally {
    signals.dispose()
  }
}

/** What scripts wait for: the addresses that are open, and the database. */
function readyLine({ listensAt, grpcListensAt, file }: Collector): string {
  return `listening http=${listensAt}${grpcListensAt === undefined ? '' : ` grpc=${grpcListensAt}`} db=${file}`
}

async function runUntilStopped(collector: Collector, signals: Signals, err: (line: string) => void): Promise<number> {
  const fault = await Promise.race([signals.stop, collector.died])
  if (fault) err(`stopping: ${fault.message}`)
  const isCutShort = await Promise.race([collector.close(), signals.hurry.then(() => true)])
  return fault || isCutShort ? 1 : 0
}

/** Wishes of the operator. */
interface Signals {
  readonly stop: Promise<void>
  /** Stop without waiting. */
  readonly hurry: Promise<void>
  dispose(): void
}

function listenForSignals(): Signals {
  const stop = Promise.withResolvers<void>()
  const hurry = Promise.withResolvers<void>()
  let firstMs: number | undefined
  const onSignal = (): void => {
    firstMs ??= performance.now()
    stop.resolve()
    if (performance.now() - firstMs >= SAME_SIGNAL_MS) hurry.resolve()
  }
  for (const signal of SIGNALS) process.on(signal, onSignal)
  return {
    stop: stop.promise,
    hurry: hurry.promise,
    dispose: () => SIGNALS.forEach((signal) => void process.off(signal, onSignal)),
  }
}

/** What the operator can act on is one line; a bug shows where it is. */
function lineOf(error: unknown): string {
  if (error instanceof AppError && error.code !== 'internal') return `error: ${error.message}`
  return error instanceof Error ? `${error.stack ?? error.message}` : String(error)
}
