/** Signals by which a person or the system ends a program. */
const ENDINGS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Does one last thing when a signal ends this process, which it then does. @returns a function that stops watching */
export function watchSignals(last: () => void): () => void {
  const stopWatching = (): void => {
    for (const signal of ENDINGS) process.off(signal, onSignal)
  }
  const onSignal = (signal: NodeJS.Signals): void => {
    stopWatching()
    last()
    // Without the listener the signal does what it always does, and the shell sees what it was.
    process.kill(process.pid, signal)
  }
  for (const signal of ENDINGS) process.on(signal, onSignal)
  return stopWatching
}
