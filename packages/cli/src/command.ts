import type { Arguments } from './arguments.ts'
import type { Terminal } from './terminal.ts'

/** One option of a command, by its long name. */
export interface Option {
  /** How help names the value; an option without it takes none. */
  readonly value?: string
  /** One letter. */
  readonly short?: string
  readonly summary: string
}

/** Options by long name. */
export type Options = Readonly<Record<string, Option>>

/** What a command works with. */
export interface Call {
  readonly args: Arguments
  /** What stood behind the command's name. */
  readonly argv: readonly string[]
  readonly env: Readonly<Record<string, string | undefined>>
  readonly terminal: Terminal
  readonly nowMs: number
}

/** One command. It writes through the terminal, throws `AppError`, and never ends the process. */
export interface Command {
  /** One or two words. */
  readonly name: string
  readonly summary: string
  /** How help names the words that it takes besides options; absent = none. */
  readonly words?: readonly string[]
  readonly options: Options
  /** What stands behind `tracker` in examples. */
  readonly examples: readonly string[]
  /** @returns the exit code */
  run(call: Call): Promise<number>
}
