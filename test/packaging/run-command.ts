import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'

/** Where and with what a command runs. */
interface CommandOptions {
  readonly cwd: string
  /** Set on top of the variables of this process. */
  readonly env?: Readonly<Record<string, string>>
}

/**
 * Runs a program to its end.
 * @param command the program and its arguments
 * @returns what it wrote to stdout
 * @throws Error with everything that it said when it does not end with 0
 */
export async function runCommand(command: readonly [string, ...string[]], { cwd, env }: CommandOptions): Promise<string> {
  const [program, ...words] = command
  const child = spawn(program, words, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve))
  const [code, out, errors] = await Promise.all([ended, text(child.stdout), text(child.stderr)])
  if (code !== 0) throw new Error(`\`${command.join(' ')}\` in ${cwd} ended with ${code}:\n${out}\n${errors}`)
  return out
}
