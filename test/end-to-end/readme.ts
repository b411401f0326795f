import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { codeBlocks, codeFiles } from '../docs/markdown.ts'

/** The root of the repository. */
export const ROOT = resolve(import.meta.dirname, '..', '..')
const README = await readFile(join(ROOT, 'README.md'), 'utf8')
const TIMEOUT_MS = 60_000

/** Commands of the README, one line each, that start in this way. */
export function commandsOf(start: string): readonly string[] {
  const lines = codeBlocks(README, 'sh').flatMap((block) => block.split('\n'))
  return lines.filter((line) => line.startsWith(start))
}

/** The packages that a command of the README installs, each with its version where it says one. */
export function installed(start: string): readonly { readonly name: string; readonly range: string }[] {
  const words = commandsOf(start).flatMap((line) => line.slice(start.length).trim().split(/\s+/))
  return words.map((word) => ({ name: word.replace(/(?<=.)@.*/, ''), range: /(?<=.)@(.*)/.exec(word)?.[1] ?? '' }))
}

/** Runs a program of the README, word for word, in a folder that holds nothing else but `packages`. @returns what it printed */
export async function runProgram(name: string, interpreter: string, { endpoint, packages = [] }: ProgramOptions): Promise<string> {
  const program = codeFiles(README).find((file) => file.name === name)
  if (!program) throw new Error(`the README has no program ${name}`)
  const folder = await mkdtemp(join(tmpdir(), 'tracker-readme-'))
  try {
    await writeFile(join(folder, name), program.text)
    for (const each of packages) await link(folder, each)
    return await run(interpreter, [name], { cwd: folder, env: { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint } })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

interface ProgramOptions {
  /** The only thing that differs from what a reader does. */
  readonly endpoint: string
  /** Names of npm packages, which are taken from this repository. */
  readonly packages?: readonly string[]
}

async function link(folder: string, name: string): Promise<void> {
  const path = join(folder, 'node_modules', name)
  await mkdir(dirname(path), { recursive: true })
  await symlink(join(ROOT, 'node_modules', name), path, 'dir')
}

/** Runs a command line of the README in the root of the repository. @returns what it printed to stdout */
export function runCommand(command: string, env: Readonly<Record<string, string>>): Promise<string> {
  return run('sh', ['-c', command], { cwd: ROOT, env })
}

/** Fails with the last words of a program that fails. */
async function run(
  command: string,
  args: readonly string[],
  { cwd, env }: { readonly cwd: string; readonly env: Readonly<Record<string, string>> },
) {
  const inherited = Object.entries(process.env).filter(([variable]) => !/^(OTEL|TRACKER|AI_TRACKER)_/.test(variable))
  const options = { cwd, env: { ...Object.fromEntries(inherited), NO_PROXY: '127.0.0.1', ...env }, timeout: TIMEOUT_MS }
  const { stdout } = await promisify(execFile)(command, [...args], options)
  return stdout
}
