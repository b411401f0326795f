import { link, lstat, open, rename, rm, stat } from 'node:fs/promises'
import { getSystemErrorMessage } from 'node:util'
import { AppError } from '@ai-tracker/collector'
import { partName, removeOnSignals } from './part-file.ts'

/** Where the pieces of a document go. */
export interface Sink {
  write(piece: string | Uint8Array): Promise<void>
  /** Everything was written. */
  finish(): Promise<void>
  /** The rest will not come: leaves nothing half-written behind. */
  abandon(): Promise<void>
}

/**
 * A new file, readable by this user alone. What is at its name is replaced only when `isForced`, and only by the whole document.
 * Pipes and devices are written to as they are.
 * @throws AppError `unsupported` when there is one already, or when it cannot be written
 */
export async function openOutputFile(path: string, isForced: boolean): Promise<Sink> {
  const found = await stat(path).catch(() => undefined)
  if (found?.isDirectory()) throw new AppError('unsupported', `${path} is a folder; name a file in it with --output`)
  if (found && !found.isFile()) return await openDevice(path)
  if (!isForced && (await isTaken(path))) throw alreadyThere(path)
  return await openPart(path, isForced)
}

/** Whatever ends this process, the name never stands for half a document. */
async function openPart(path: string, isForced: boolean): Promise<Sink> {
  const part = partName(path)
  // `x`: a name that is there already is never written to, nor is what a link of this name points to.
  const file = await attempt(path, () => open(part, 'wx', 0o600))
  const stopWatching = removeOnSignals(part)
  return {
    write: (piece) => attempt(path, () => file.writeFile(piece)),
    async finish() {
      await attempt(path, () => file.sync())
      await attempt(path, () => file.close())
      await (isForced ? attempt(path, () => rename(part, path)) : giveNewName(part, path))
      stopWatching()
    },
    async abandon() {
      await file.close().catch(() => undefined) // the error that led here is told
      await rm(part, { force: true })
      stopWatching()
    },
  }
}

/** Gives a file a name that nothing has. A link, unlike a rename, never replaces what another program has made meanwhile. */
async function giveNewName(part: string, path: string): Promise<void> {
  const fault = await link(part, path).then(
    () => undefined,
    (cause: unknown) => codeOf(cause),
  )
  if (fault === undefined) return await attempt(path, () => rm(part))
  // Some file systems know no links. There a rename has to do, a moment after a look.
  if (fault === 'EEXIST' || (await isTaken(path))) throw alreadyThere(path)
  await attempt(path, () => rename(part, path))
}

function codeOf(cause: unknown): unknown {
  return cause instanceof Error && 'code' in cause ? cause.code : null
}

async function openDevice(path: string): Promise<Sink> {
  const device = await attempt(path, () => open(path, 'w'))
  return {
    write: (piece) => attempt(path, () => device.writeFile(piece)),
    finish: () => attempt(path, () => device.close()),
    abandon: () => device.close(),
  }
}

/** Whether something has this name, be it a link to nothing. */
async function isTaken(path: string): Promise<boolean> {
  return (await lstat(path).catch(() => undefined)) !== undefined
}

async function attempt<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    throw new AppError('unsupported', `cannot write ${path} (${reasonOf(cause)}); name another file with --output`, { cause })
  }
}

/** The message of an error of the system names its file, which is not the one that was asked for. */
function reasonOf(cause: unknown): string {
  if (cause instanceof Error && 'errno' in cause && typeof cause.errno === 'number') return getSystemErrorMessage(cause.errno)
  return cause instanceof Error ? cause.message : String(cause)
}

function alreadyThere(path: string): AppError {
  return new AppError('unsupported', `${path} is there already; --force replaces it`)
}
