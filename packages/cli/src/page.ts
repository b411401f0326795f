import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { PageSource } from '@ai-tracker/collector'
import { buildPage } from './page-build.ts'
import { isPageStale } from './page-freshness.ts'

/** The page, and how to give up a build of it. */
export interface Page extends PageSource {
  /** Resolves when nothing is left of it. */
  stop(): Promise<void>
}

/**
 * The page of the package `@ai-tracker/web`. An installed package has it built; in the repository it is built here, beside everything
 * else that starts, when it is missing or older than its sources.
 * @param report takes one line when the build fails; requests for the page are told the same
 */
export function openPage(report: (line: string) => void, folder: string | undefined = webFolder()): Page | undefined {
  if (folder === undefined) return undefined
  const directory = join(folder, 'dist')
  if (!hasSources(folder) || !isPageStale(folder)) return { directory, stop: () => Promise.resolve() }
  const stopping = new AbortController()
  const ready = buildPage(folder, stopping.signal)
  ready.catch((error: unknown) => {
    if (!stopping.signal.aborted) report(error instanceof Error ? error.message : String(error))
  })
  const stop = async (): Promise<void> => {
    stopping.abort()
    await Promise.allSettled([ready])
  }
  return { directory, ready, stop }
}

/** Where the package lies; undefined when it is not installed. */
function webFolder(): string | undefined {
  try {
    return dirname(fileURLToPath(import.meta.resolve('@ai-tracker/web/package.json')))
  } catch {
    return undefined // the collector works without its page
  }
}

function hasSources(folder: string): boolean {
  return existsSync(join(folder, 'vite.config.ts'))
}
