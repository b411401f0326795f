import { sharedState } from '../shared-state.ts'
import { warn } from '../warn.ts'
import type { Pipeline } from './pipeline.ts'

const SIGNALS = ['SIGINT', 'SIGTERM'] as const
/** A person who pressed Ctrl-C does not wait longer. */
const SIGNAL_WAIT_MS = 3000

/**
 * Sees to it that nothing is lost when the program ends: what waits is sent when the event loop has run dry, and written into the
 * spool when the program calls `process.exit()`. One listener for all pipelines of the process.
 */
export function finishAtExit(): void {
  once('exit', () => {
    process.on('beforeExit', () => {
      for (const { ending } of pipelines()) {
        const [first, ...others] = ending.open()
        if (first !== undefined)
          warn('left-open', `${JSON.stringify(first)} and ${others.length} other spans were never ended; they stay running`)
        // Sending is work, so the event comes again when it is done; by then nothing waits any more.
        if (ending.isBusy()) void ending.finish()
      }
    })
    process.on('exit', abandonAll)
  })
}

/** Sends what waits when a signal comes, and then lets the signal do what it would have done. */
export function flushOnSignals(): void {
  once('signals', () => {
    for (const signal of SIGNALS) process.once(signal, () => void finishThenEnd(signal))
  })
}

async function finishThenEnd(signal: NodeJS.Signals): Promise<void> {
  const tooLong = new Promise<void>((resolve) => setTimeout(resolve, SIGNAL_WAIT_MS))
  await Promise.race([Promise.all(pipelines().map((pipeline) => pipeline.ending.finish())), tooLong]).catch((error: unknown) =>
    warn('signal', String(error)),
  )
  abandonAll()
  // Another listener of the program has its own idea of ending; without one the signal ends the process now.
  if (process.listenerCount(signal) === 0) process.kill(process.pid, signal)
}

function abandonAll(): void {
  for (const pipeline of pipelines()) pipeline.ending.abandon()
}

function pipelines(): readonly Pipeline[] {
  return [...sharedState().pipelines.values()]
}

function once(name: string, listen: () => void): void {
  const { hooks } = sharedState()
  if (hooks.has(name)) return
  hooks.add(name)
  listen()
}
