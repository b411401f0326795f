import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '../domain/app-error.ts'
import { type PageFiles, readPageFiles } from './page-files.ts'
import type { PageSource } from './page-source.ts'

/** The page in memory. Both throw `AppError`, whose message is for the reader and says nothing about this machine. */
export interface PageCache {
  /** Its files as they are now: a page that was built anew is read anew. Waits for one that is being built. */
  current(): Promise<PageFiles>
  /** The files as they were read last; reads them when that has never been. */
  latest(): Promise<PageFiles>
}

/** Reads the page when it is asked for first. A reading that fails is tried again the next time. @param report takes why it failed */
export function createPageCache({ directory, ready }: PageSource, report: (error: unknown) => void): PageCache {
  let reading: { readonly builtMs: number; readonly files: Promise<PageFiles> } | undefined
  const built = ready?.catch(() => {
    throw new AppError('unavailable', "it could not be built; the reason is in the collector's log")
  })
  // A build that fails while nobody asks for the page is nobody's business here.
  built?.catch(() => undefined)
  const read = async (): Promise<PageFiles> => {
    const { mtimeMs } = await stat(join(directory, 'index.html'))
    if (reading?.builtMs !== mtimeMs) {
      const files = readPageFiles(directory)
      reading = { builtMs: mtimeMs, files }
      files.catch(() => {
        if (reading?.files === files) reading = undefined
      })
    }
    return await reading.files
  }
  const forReader = (files: Promise<PageFiles>): Promise<PageFiles> =>
    files.catch((error: unknown) => {
      throw readerError(error, report)
    })
  const current = async (): Promise<PageFiles> => {
    await built
    return await forReader(read())
  }
  return { current, latest: () => (reading ? forReader(reading.files) : current()) }
}

function readerError(error: unknown, report: (error: unknown) => void): AppError {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
    return new AppError('unavailable', 'it is not built: run `npm run build -w packages/web` and load this again')
  report(error)
  return new AppError('unavailable', "it could not be read; the reason is in the collector's log")
}
