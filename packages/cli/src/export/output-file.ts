import { open, rename, rm, stat } from 'node:fs/promises'
import { AppError } from '@ai-tracker/collector'

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
  if (found && !isForced) throw alreadyThere(path)
  // Whatever ends this process, the name never stands for half a document.
  const part = `${path}.${process.pid}.part`
  const file = await attempt(path, () => open(part, 'w', 0o600))
  return {
    write: (piece) => attempt(path, () => file.writeFile(piece)),
    async finish() {
      await attempt(path, () => file.close())
      if (!isForced && (await stat(path).catch(() => undefined))) throw alreadyThere(path)
      await attempt(path, () => rename(part, path))
    },
    async abandon() {
      await file.close().catch(() => undefined) // the error that led here is told
      await rm(part, { force: true })
    },
  }
}

async function openDevice(path: string): Promise<Sink> {
  const device = await attempt(path, () => open(path, 'w'))
  return {
    write: (piece) => attempt(path, () => device.writeFile(piece)),
    finish: () => attempt(path, () => device.close()),
    abandon: () => device.close(),
  }
}

async function attempt<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new AppError('unsupported', `cannot write ${path} (${reason}); name another file with --output`, { cause })
  }
}

function alreadyThere(path: string): AppError {
  return new AppError('unsupported', `${path} is there already; --force replaces it`)
}
