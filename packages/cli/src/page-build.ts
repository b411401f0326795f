import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, renameSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { stripVTControlCharacters } from 'node:util'

const HOW_TO_SEE_WHY = 'run `npm run build -w packages/web` to see more'
/** One line of what the build said, not a page of it. */
const MAX_REASON = 300

/**
 * Builds the page in a process of its own and puts it in place at once, so that nobody ever sees half of it.
 * @throws Error whose message is one line for the operator
 */
export async function buildPage(folder: string, signal: AbortSignal): Promise<void> {
  const built = join(folder, 'node_modules', `.page-${process.pid}`)
  try {
    await runVite(folder, { outDir: built, signal })
    putInPlace(built, join(folder, 'dist'))
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new Error(`the page could not be built (${oneLine(reason)}); ${HOW_TO_SEE_WHY}`, { cause: error })
  } finally {
    rmSync(built, { recursive: true, force: true })
  }
}

async function runVite(folder: string, { outDir, signal }: { readonly outDir: string; readonly signal: AbortSignal }): Promise<void> {
  mkdirSync(dirname(outDir), { recursive: true })
  const args = [viteProgram(folder), 'build', '--outDir', outDir, '--emptyOutDir', '--logLevel', 'error']
  const child = spawn(process.execPath, args, {
    cwd: folder,
    signal,
    stdio: ['ignore', 'ignore', 'pipe'],
    // Another NODE_ENV would build React's development version, with paths of this machine in it.
    env: { ...process.env, NODE_ENV: 'production', NO_COLOR: '1' },
  })
  const [said, [code]] = await Promise.all([text(child.stderr), once(child, 'close')])
  if (code !== 0) throw new Error(said.trim() || `vite ended with ${code}`)
}

/** The program of the vite that the page's package names. @throws when packages are not installed */
function viteProgram(folder: string): string {
  return join(dirname(createRequire(join(folder, 'package.json')).resolve('vite/package.json')), 'bin/vite.js')
}

/**
 * Puts a built page in the place of the one before, which is moved aside and not removed first: whoever reads it meanwhile misses it for
 * the moment of two renames, and it comes back when the new one cannot be put there.
 */
export function putInPlace(built: string, dist: string): void {
  const aside = `${built}-before`
  const hadOne = renamed(dist, aside, ['ENOENT'])
  try {
    // Another collector may do the same at the same time; both pages are equally good.
    renamed(built, dist, ['ENOTEMPTY', 'EEXIST'])
  } catch (error) {
    if (hadOne) renamed(aside, dist, ['ENOTEMPTY', 'EEXIST'])
    throw error
  } finally {
    rmSync(aside, { recursive: true, force: true })
  }
}

/** Renames a folder. @returns false when that is not done for one of the codes that are expected; others are thrown */
function renamed(from: string, to: string, expected: readonly string[]): boolean {
  try {
    renameSync(from, to)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && expected.includes(String(error.code))) return false
    throw error
  }
}

/** Vite has headlines before what it has to say. */
const HEADLINE = /^(✗ )?(build failed (in|with) |error during build)/i

/** The first line that says something, without colours. */
function oneLine(said: string): string {
  const lines = stripVTControlCharacters(said).split('\n')
  const reason = lines.map((line) => line.trim()).find((line) => line !== '' && !HEADLINE.test(line))
  return (reason ?? 'no reason given').slice(0, MAX_REASON)
}
