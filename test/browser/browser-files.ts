import { readdirSync } from 'node:fs'
import { join, relative, sep } from 'node:path'

/** The tests that need a browser. Others in the same folder test what needs none. */
export const BROWSER_TESTS = 'test/browser/*.page.test.ts'

const ROOT = join(import.meta.dirname, '..', '..')
const FOLDER = 'test/browser'
/** Options of Vitest after which it looks for tests in another place. */
const ELSEWHERE = /^(--root|--dir|-r)(=|$)/

/** Whether a test run with these arguments of Vitest includes tests that need a browser. */
export function needsBrowser(args: readonly string[], files: readonly string[] = browserTestFiles()): boolean {
  if (args.some((arg) => ELSEWHERE.test(arg))) return false
  const filters = args.filter((arg) => !arg.startsWith('-')).map(filterOf)
  return filters.length === 0 ? files.length > 0 : files.some((file) => filters.some((filter) => file.includes(filter)))
}

/** Paths from the top of the repository. */
function browserTestFiles(): readonly string[] {
  return readdirSync(join(ROOT, FOLDER))
    .filter((name) => name.endsWith('.page.test.ts'))
    .map((name) => `${FOLDER}/${name}`)
}

/** A filter as Vitest compares it: with the path from the top, without the line number. */
function filterOf(arg: string): string {
  const path = arg.startsWith(ROOT) ? relative(ROOT, arg) : arg
  return path
    .replace(/^\.[/\\]/, '')
    .replace(/:\d+$/, '')
    .replaceAll(sep, '/')
}
