import { statSync } from 'node:fs'
import { AppError } from '../domain/app-error.ts'

/** Watches that a file which is held open is still the one at its path. */
export interface FileGuard {
  /** `unavailable` from the moment in which the file was found deleted or replaced, for good. */
  fault(): AppError | undefined
}

/** What a guard watches and tells. */
export interface FileGuardOptions {
  /** Path of the file; it is open already. */
  readonly file: string
  /** Called once, with what was found. */
  readonly lost: (fault: AppError) => void
}

/**
 * A file that was deleted stays writable for whoever holds it open: everything would be acknowledged, and gone with the process.
 * Windows lets nobody delete an open database, so nothing is looked at there.
 */
export function createFileGuard({ file, lost }: FileGuardOptions): FileGuard {
  const opened = identity(file)
  let found: AppError | undefined
  return {
    fault() {
      if (found || process.platform === 'win32' || isSame(file, opened)) return found
      found = new AppError('unavailable', `${file} was deleted or replaced while the collector runs; stop it and start it again`)
      lost(found)
      return found
    },
  }
}

function isSame(file: string, opened: string | undefined): boolean {
  try {
    return identity(file) === opened
  } catch {
    return true // a path that cannot be looked at now says nothing about the file
  }
}

/** Device and inode; `undefined` where there is no file. */
function identity(file: string): string | undefined {
  const stat = statSync(file, { bigint: true, throwIfNoEntry: false })
  return stat && `${stat.dev}:${stat.ino}`
}
