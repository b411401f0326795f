import { randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { watchSignals } from '../watch-signals.ts'

/** Names of files have at most 255 bytes on most file systems; a character has up to four. */
const MAX_BASE = 40

/** A name beside a file for what becomes it. In the same folder, so that a rename is enough; random, so that nobody can be there before. */
export function partName(path: string): string {
  return join(dirname(path), `.${basename(path).slice(0, MAX_BASE)}.${randomBytes(8).toString('hex')}.part`)
}

/** Removes a file when a signal ends this process, which it then does. @returns a function that stops watching */
export function removeOnSignals(path: string): () => void {
  return watchSignals(() => rmSync(path, { force: true }))
}
