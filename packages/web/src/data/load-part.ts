import { connection } from './connection.ts'
import { getText } from './http.ts'
import { readStored, writeStored } from './stored.ts'

/** The script of the build that asked last to be loaded anew. */
const KEY = 'tracker.reloaded'

/** How a part is asked for. */
export interface LoadOptions {
  /** Whether a person tries again. */
  readonly isRetry?: boolean
}

/**
 * Loads a part of the page that has a script of its own. What a reload would lose stays: the page is loaded anew only when its collector
 * answers, and then because it was built anew, or because a person tries again, for a browser may remember for as long as the page lives
 * that a script did not come.
 * @param load the `import()` of the part
 * @returns never when the page is loaded anew
 * @throws RequestError when the collector does not answer, Error when it has no such script
 */
export async function loadPart<T>(load: () => Promise<T>, { isRetry = false }: LoadOptions = {}): Promise<T> {
  // Nothing that the browser could remember is asked for in vain.
  if (connection.read().lostSinceMs !== undefined) await readPage()
  try {
    return await load()
  } catch (error) {
    const script = document.querySelector('script[type=module][src]')?.getAttribute('src') ?? undefined
    const isOutdated = scriptOf(await readPage()) !== script && readStored('sessionStorage', KEY) !== script
    if (!isRetry && !isOutdated) throw new Error(`a part of the page did not come (${reasonOf(error)}); try again`, { cause: error })
    writeStored('sessionStorage', KEY, script)
    return await leave()
  }
}

/** Loads the page anew if its collector answers. Throws `RequestError` if it does not: the page stays. */
export async function reloadPage(): Promise<never> {
  await readPage()
  return await leave()
}

/** The main script in the document of a page, whose name says which build it is. */
export function scriptOf(html: string): string | undefined {
  return /<script\b[^>]*\btype="module"[^>]*\bsrc="([^"]+)"/.exec(html)?.[1]
}

async function readPage(): Promise<string> {
  return await getText('/')
}

function leave(): Promise<never> {
  location.reload()
  return new Promise(() => undefined)
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
