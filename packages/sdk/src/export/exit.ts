import { processState } from '../process-state.ts'
import { warn } from '../warn.ts'
import type { Pipeline } from './pipeline.ts'

const SIGNALS = ['SIGINT', 'SIGTERM'] as const
/** A person who pressed Ctrl-C does not wait longer. */
const SIGNAL_WAIT_MS = 3000

/**
 * Sees to it that nothing is lost when the program ends: what waits is sent when the event loop has run dry, and left to another
 * process when the program calls `process.exit()` or an error ends it, with which all that runs has failed. One listener for all pipelines of the process.
 */
export function finishAtExit(): void {
  once('exit', () => {
    let crash: { readonly error: unknown } | undefined
    process.on('beforeExit', () => {
      for (const { ending } of pipelines()) {
        const open = ending.open()
        if (open.length > 0) warn('left-open', leftOpen(open))
        // Sending is work, so the event comes again when it is done; by then nothing waits any more.
        if (ending.isBusy()) void ending.finish()
      }
    })
    // Tells of the error and changes nothing about what becomes of it: a listener of the program may catch it, and go on.
    process.on('uncaughtExceptionMonitor', (error) => {
      crash = { error }
    })
    process.on('exit', (code) => {
      if (code !== 0 && crash) for (const { ending } of pipelines()) ending.fail(crash.error)
      abandonAll()
      tellLost()
    })
  })
}

/** Sends what waits when a signal comes, and then lets the signal do what it would have done. */
export function flushOnSignals(): void {
  once('signals', () => {
    for (const signal of SIGNALS) process.once(signal, () => void finishThenEnd(signal))
  })
}

async function finishThenEnd(signal: NodeJS.Signals): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const tooLong = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, SIGNAL_WAIT_MS)
  })
  await Promise.race([Promise.all(pipelines().map((pipeline) => pipeline.ending.finish())), tooLong]).catch((error: unknown) =>
    warn('signal', String(error)),
  )
  clearTimeout(timer)
  abandonAll()
  // Another listener of the program has its own idea of ending; without one the signal ends the process now.
  if (process.listenerCount(signal) > 0) return
  tellLost()
  process.kill(process.pid, signal)
}

function leftOpen([first, ...others]: readonly string[]): string {
  const name = JSON.stringify(first)
  if (others.length === 0) return `${name} was never ended; it stays running`
  return `${name} and ${others.length} other span${others.length === 1 ? '' : 's'} were never ended; they stay running`
}

function abandonAll(): void {
  for (const pipeline of pipelines()) pipeline.ending.abandon()
}

function tellLost(): void {
  const spans = pipelines().reduce((sum, { ending }) => sum + ending.lost(), 0)
  if (spans > 0) warn('lost', `lost at the end of the program: ${spans} unsent span${spans === 1 ? '' : 's'}, which no file keeps`)
}

function pipelines(): readonly Pipeline[] {
  return [...processState().pipelines.values()]
}

function once(name: string, listen: () => void): void {
  const { hooks } = processState()
  if (hooks.has(name)) return
  hooks.add(name)
  listen()
}
