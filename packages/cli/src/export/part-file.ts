import { randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

/** Names of files have at most 255 bytes on most file systems; a character has up to four. */
const MAX_BASE = 40

/** A name beside a file for what becomes it. In the same folder, so that a rename is enough; random, so that nobody can be there before. */
export function partName(path: string): string {
  return join(dirname(path), `.${basename(path).slice(0, MAX_BASE)}.${randomBytes(8).toString('hex')}.part`)
}

/** Signals by which a person or the system ends a program. */
const ENDINGS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Removes a file when a signal ends this process, which it then does. @returns a function that stops watching */
export function removeOnSignals(path: string): () => void {
  const stopWatching = (): void => {
    for (const signal of ENDINGS) process.off(signal, onSignal)
  }
  const onSignal = (signal: NodeJS.Signals): void => {
    stopWatching()
    rmSync(path, { force: true })
    // Without the listener the signal does what it always does, and the shell sees what it was.
    process.kill(process.pid, signal)
  }
  for (const signal of ENDINGS) process.on(signal, onSignal)
  return stopWatching
}
