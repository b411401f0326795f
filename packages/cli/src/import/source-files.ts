import { createReadStream, type Stats } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { AppError } from '@ai-tracker/collector'

/** Something to import. */
export interface SourceFile {
  /** As it was named; `-` is standard input. */
  readonly name: string
  /** `undefined` = nobody knows: a pipe. */
  readonly bytes: number | undefined
  /** Begins to read. Called once. */
  open(): Readable
}

const STDIN = '-'
const PIECE_BYTES = 256 * 1024

/**
 * Looks at everything that was named, before anything is imported.
 * @throws AppError naming what cannot be read
 */
export async function findSources(names: readonly string[], stdin: Readable): Promise<readonly SourceFile[]> {
  const twice = firstTwice(names)
  if (twice !== undefined) throw new AppError('invalid', `${twice} is named twice; name it once`)
  return await Promise.all(names.map((name) => (name === STDIN ? { name, bytes: undefined, open: () => stdin } : findFile(name))))
}

/** A shell makes 100,000 names of one pattern. */
function firstTwice(names: readonly string[]): string | undefined {
  const seen = new Set<string>()
  for (const name of names) {
    if (seen.has(name)) return name
    seen.add(name)
  }
  return undefined
}

async function findFile(name: string): Promise<SourceFile> {
  const found = await stat(name).catch((error: unknown) => Promise.reject(unreadable(name, error)))
  if (found.isDirectory()) throw new AppError('unsupported', `${name} is a folder; name the files in it`)
  return { name, bytes: sizeOf(found), open: () => createReadStream(name, { highWaterMark: PIECE_BYTES }) }
}

function sizeOf(found: Stats): number | undefined {
  return found.isFile() ? found.size : undefined
}

/** What keeps a file from being read. */
export function unreadable(name: string, cause: unknown): AppError {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
  if (code === 'ENOENT') return new AppError('not_found', `there is no file ${name}`, { cause })
  if (code === 'EACCES' || code === 'EPERM') return new AppError('forbidden', `${name} cannot be read: permission is denied`, { cause })
  return new AppError('unsupported', `${name} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
}
