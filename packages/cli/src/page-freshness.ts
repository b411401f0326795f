import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** What the page is built from. */
const SOURCES = ['src', 'index.html', 'vite.config.ts', 'package.json']

/** Whether a page has to be built: it is missing, or something that it is built from is newer. */
export function isPageStale(folder: string): boolean {
  const builtMs = modifiedMs(join(folder, 'dist/index.html'))
  return builtMs === undefined || SOURCES.some((source) => newestMs(join(folder, source)) > builtMs)
}

/** Time of the latest change; of a folder also by what was added or taken away. Tests do not count. */
function newestMs(path: string): number {
  const stats = statSync(path, { throwIfNoEntry: false })
  if (!stats) return 0
  if (!stats.isDirectory()) return stats.mtimeMs
  const inside = readdirSync(path).filter((name) => !/\.test\.tsx?$|^testing$/.test(name))
  return Math.max(0, ...inside.map((name) => newestMs(join(path, name))))
}

function modifiedMs(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs
}
