import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** How a program ended. */
export interface ProgramEnd {
  /** `null` when a signal ended it. */
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** How to start one. */
export interface ProgramStart {
  /** Path from the top of the repository. */
  readonly program: string
  readonly args?: readonly string[]
  /** Options of Node.js. */
  readonly nodeOptions?: readonly string[]
  readonly env: Readonly<Record<string, string>>
  /** Is told each line of its output; may end it. */
  readonly onLine?: (line: string, kill: (signal: NodeJS.Signals) => void) => void
}

const ROOT = join(import.meta.dirname, '../..')

/** Runs a program that uses the SDK, with nothing of this process's environment that it could notice, and waits for its end. */
export function runProgram({ program, args = [], nodeOptions = [], env, onLine }: ProgramStart): Promise<ProgramEnd> {
  const child = spawn(process.execPath, [...nodeOptions, join(ROOT, program), ...args], {
    cwd: ROOT,
    env: { NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE, ...env },
  })
  const output = { stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output.stdout += text
    for (const line of text.split('\n').filter(Boolean)) onLine?.(line, (signal) => child.kill(signal))
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output.stderr += text
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, ...output }))
  })
}

/** A folder that is gone afterwards. */
export async function withFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'tracker-sdk-'))
  try {
    return await use(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
