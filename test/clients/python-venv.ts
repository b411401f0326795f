import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { access, mkdir, readFile, rename, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

const REQUIREMENTS = join(import.meta.dirname, 'python', 'requirements.txt')
/** The folder of all environments. */
export const VENV_CACHE = resolve(import.meta.dirname, '..', '..', 'node_modules', '.cache', 'ai-tracker-venv')
const INSTALL_TIMEOUT_MS = 300_000

let pending: Promise<string> | undefined

/**
 * The Python of a virtual environment with the packages of `requirements.txt`, made on first use and kept below
 * `node_modules/.cache`, one for each content of that file. Fails when there is no `python3` or no package index.
 */
export function pythonOfVenv(): Promise<string> {
  pending ??= makeVenv()
  return pending
}

/** Made under a name of its own and then renamed, so that two processes cannot build in one folder. */
async function makeVenv(): Promise<string> {
  const digest = createHash('sha256')
    .update(await readFile(REQUIREMENTS))
    .digest('hex')
    .slice(0, 16)
  const folder = join(VENV_CACHE, digest)
  const python = join(folder, 'bin', 'python')
  if (await exists(python)) return python
  const building = `${folder}.${process.pid}`
  await python3('--version')
  await mkdir(VENV_CACHE, { recursive: true })
  await python3('-m', 'venv', building)
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-input', '-r', REQUIREMENTS]
  await run(join(building, 'bin', 'python'), pip, { timeout: INSTALL_TIMEOUT_MS })
  await rename(building, folder).catch(async (cause: unknown) => {
    await rm(building, { recursive: true, force: true })
    if (!(await exists(python))) throw cause
  })
  return python
}

async function python3(...args: string[]): Promise<void> {
  try {
    await run('python3', args, { timeout: INSTALL_TIMEOUT_MS })
  } catch (cause) {
    throw new Error('python3 with its venv module is needed for the Python clients; install Python 3.11 or later', { cause })
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
