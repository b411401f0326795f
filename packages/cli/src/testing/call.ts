import { PassThrough, Readable } from 'node:stream'
import { runCli } from '../cli.ts'
import { createTerminal } from '../terminal.ts'
import type { Finished } from './process.ts'

/** A minute after the last that is known of the sessions of `telemetry.ts`. */
const NOW_MS = Date.UTC(2026, 0, 7, 10, 2, 30)

/** Runs a command line in this process, with nothing of its environment, where nobody can be asked. */
export async function call(argv: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Finished> {
  return await callWith(argv, env)
}

/** What a person answers; a function is called when the question is asked: what happens meanwhile. */
type Answer = string | (() => string | Promise<string>)

/** The same on a terminal, where a person answers with these lines; without a line the person leaves. */
export async function callAnswering(argv: readonly string[], ...answers: readonly Answer[]): Promise<Finished> {
  return await callWith(argv, {}, Object.assign(Readable.from(linesOf(answers)), { isTTY: true as const }))
}

async function* linesOf(answers: readonly Answer[]): AsyncGenerator<string> {
  for (const answer of answers) yield `${typeof answer === 'string' ? answer : await answer()}\n`
}

type Asked = NodeJS.ReadableStream & { readonly isTTY: true }

async function callWith(argv: readonly string[], env: Readonly<Record<string, string>>, stdin?: Asked): Promise<Finished> {
  const written = { stdout: '', stderr: '' }
  const sink = (name: keyof typeof written) => ({
    isTTY: false as const,
    columns: 80,
    write(text: string | Uint8Array, done?: unknown) {
      written[name] += typeof text === 'string' ? text : Buffer.from(text).toString()
      if (typeof done === 'function') done()
      return true
    },
  })
  const surroundings = { HOME: '/no/such/home', XDG_DATA_HOME: '/no/such/data', ...env }
  const questions = Object.assign(new PassThrough(), { isTTY: true as const })
  questions.on('data', (piece) => (written.stderr += String(piece)))
  const asked = stdin && { stdin, stderr: questions }
  const terminal = createTerminal({ stdout: sink('stdout'), stderr: sink('stderr'), env: surroundings, ...(asked && { asked }) })
  const code = await runCli(argv, { env: surroundings, terminal, nowMs: NOW_MS })
  return { code, ...written }
}
