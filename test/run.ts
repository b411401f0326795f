/**
 * `npm test`: runs Vitest with the arguments it was given and ends with the line `N passed, N failed`,
 * also when Vitest itself dies. Vitest runs in a process of its own for that reason. Where a browser is needed and missing, it is
 * installed; where that cannot be done, the other tests run and the line that says what to install counts as a failure.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openPage } from '../packages/cli/src/page.ts'
import { BROWSER_TESTS, needsBrowser } from './browser/browser-files.ts'
import { browserProblem } from './browser/install-browser.ts'
import { finalTally, TALLY_FILE, tallyLine } from './tally.ts'

const folder = mkdtempSync(join(tmpdir(), 'ai-tracker-test-'))
const tallyFile = join(folder, 'tally.json')
const vitest = fileURLToPath(new URL('vitest.mjs', import.meta.resolve('vitest/package.json')))

const args = process.argv.slice(2)
const problem = needsBrowser(args) ? browserProblem() : undefined
if (problem !== undefined) console.error(problem)
// Once, and not by each of the files that run at the same time. Where it fails the tests of the page say so.
if (needsBrowser(args)) await openPage((line) => console.error(line))?.ready?.catch(() => undefined)

const child = spawn(process.execPath, [vitest, 'run', ...args, ...(problem === undefined ? [] : ['--exclude', BROWSER_TESTS])], {
  stdio: 'inherit',
  // Nothing that a test starts without saying where may touch the data of the person who runs it.
  env: { ...process.env, XDG_DATA_HOME: join(folder, 'data'), XDG_CACHE_HOME: join(folder, 'cache'), [TALLY_FILE]: tallyFile },
})
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal))
const [exitCode]: (number | null)[] = await once(child, 'exit')

const { passed, failed } = finalTally(readIfThere(tallyFile), exitCode ?? null)
const tally = { passed, failed: failed + (problem === undefined ? 0 : 1) }
rmSync(folder, { recursive: true, force: true })
if (problem !== undefined) console.error(`\n${problem}`)
console.log(`\n${tallyLine(tally)}`)
process.exitCode = tally.failed === 0 ? 0 : 1

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    // The run died before its end; `finalTally` counts that as a failure.
    return undefined
  }
}
