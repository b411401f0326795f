import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { type PageFiles, readPageFiles } from './page-files.ts'
import type { PageSource } from './page-source.ts'

/** The page in memory. */
export interface PageCache {
  /** Its files as they are now: a page that was built anew is read anew. Waits for one that is being built. */
  current(): Promise<PageFiles>
  /** The files as they were read last; reads them when that has never been. */
  latest(): Promise<PageFiles>
}

/** Reads the page when it is asked for first. A reading that fails is tried again the next time. */
export function createPageCache({ directory, ready }: PageSource): PageCache {
  let reading: { readonly builtMs: number; readonly files: Promise<PageFiles> } | undefined
  // A build that fails while nobody asks for the page is nobody's business here: whoever builds has said so.
  ready?.catch(() => undefined)
  const current = async (): Promise<PageFiles> => {
    await ready
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
  return { current, latest: async () => (reading ? await reading.files : await current()) }
}
