import { runCli } from '../cli.ts'
import { createTerminal } from '../terminal.ts'
import type { Finished } from './process.ts'

/** A minute after the last that is known of the sessions of `telemetry.ts`. */
const NOW_MS = Date.UTC(2026, 0, 7, 10, 2, 30)

/** Runs a command line in this process, with nothing of its environment. */
export async function call(argv: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Finished> {
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
  const terminal = createTerminal({ stdout: sink('stdout'), stderr: sink('stderr'), env: surroundings })
  const code = await runCli(argv, { env: surroundings, terminal, nowMs: NOW_MS })
  return { code, ...written }
}
