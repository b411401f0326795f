/** Installs Debian's Chromium where there is no browser and the machine lets us: the browser tests are part of `npm test`. */
import { spawnSync } from 'node:child_process'
import { findBrowser, type Machine, thisMachine } from './find-browser.ts'

/** A program that ran: its exit code (null when it was stopped or could not be started) and what it wrote. */
export interface Ran {
  readonly exitCode: number | null
  readonly output: string
}

/** Runs a program until its end or its time is up. */
export type Run = (command: readonly string[], timeoutMs: number) => Ran

/** What an installation touches. */
export interface Installer {
  readonly machine: Machine
  readonly isRoot: boolean
  readonly run: Run
  /** Takes one line for the person who waits. */
  readonly say: (line: string) => void
}

/** Chromium fails to start without any font; the others draw the scripts and emoji of the test data. */
const PACKAGES = ['chromium', 'fonts-dejavu-core', 'fonts-noto-core', 'fonts-noto-color-emoji']
/** Mirrors stall and other installations hold the lock: give up on them instead of waiting for ever. */
const APT_OPTIONS = ['-o', 'Acquire::Retries=2', '-o', 'Acquire::http::Timeout=30', '-o', 'DPkg::Lock::Timeout=120']
const QUESTION_MS = 10_000
const UPDATE_MS = 3 * 60_000
const INSTALL_MS = 10 * 60_000
const WHAT_TO_DO = 'install Chromium or Google Chrome, or set TRACKER_BROWSER to the path of one'

/** The installer of this machine. */
const thisInstaller: Installer = { machine: thisMachine, isRoot: process.getuid?.() === 0, run, say: (line) => console.error(line) }

/**
 * Path of the browser for the tests, installed if need be.
 * @throws Error with one line that says what to install
 */
export function ensureBrowser(installer: Installer = thisInstaller): string {
  const found = findBrowser(installer.machine)
  if (found !== undefined) return found
  const apt = aptGet(installer)
  if (apt === undefined) throw new Error(`the browser tests found no browser: ${WHAT_TO_DO}`)
  installer.say('installing Chromium for the browser tests with apt-get; this happens once and takes about a minute')
  // The lists of packages may be stale and still good enough, so only the installation decides.
  installer.run([...apt, ...APT_OPTIONS, 'update'], UPDATE_MS)
  const { exitCode, output } = installer.run([...apt, ...APT_OPTIONS, 'install', '-y', '--no-install-recommends', ...PACKAGES], INSTALL_MS)
  const installed = findBrowser(installer.machine)
  if (installed === undefined) throw new Error(`apt-get ${ended(exitCode)} without a browser (${lastLine(output)}): ${WHAT_TO_DO}`)
  return installed
}

/** How to call apt-get with the rights to install; `undefined` where that cannot be done without asking for a password. */
function aptGet({ isRoot, run }: Installer): readonly string[] | undefined {
  if (run(['apt-get', '--version'], QUESTION_MS).exitCode !== 0) return undefined
  const command = ['env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get']
  if (isRoot) return command
  return run(['sudo', '-n', 'true'], QUESTION_MS).exitCode === 0 ? ['sudo', '-n', ...command] : undefined
}

function ended(exitCode: number | null): string {
  return exitCode === null ? 'was stopped' : `ended with exit code ${exitCode}`
}

function lastLine(output: string): string {
  return output.trim().split('\n').at(-1)?.trim() || 'it said nothing'
}

function run([program = '', ...args]: readonly string[], timeoutMs: number): Ran {
  const { status, stdout, stderr } = spawnSync(program, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: timeoutMs,
    // apt-get puts off every other signal while it installs.
    killSignal: 'SIGKILL',
    maxBuffer: 64 * 1024 * 1024,
  })
  return { exitCode: status, output: `${stdout ?? ''}${stderr ?? ''}` }
}

/** The line that says why there is no browser; `undefined` when there is one now. */
export function browserProblem(installer: Installer = thisInstaller): string | undefined {
  try {
    ensureBrowser(installer)
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
