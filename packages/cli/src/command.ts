import type { Terminal } from './terminal.ts'

/** One option of a command, by its long name. */
export interface Option {
  /** How help names the value; an option without it takes none. */
  readonly value?: string
  /** One letter. */
  readonly short?: string
  readonly summary: string
  /** The only values that it takes. */
  readonly values?: readonly string[]
  /** Values among others that it takes, for completion. */
  readonly hints?: readonly string[]
  /** Whether the value is a path, for completion. */
  readonly isPath?: boolean
}

/** Options by long name. */
export type Options = Readonly<Record<string, Option>>

/** What a command was called with. */
export interface Arguments {
  /** What is no option. */
  readonly words: readonly string[]
  /** The value of an option; `undefined` = not given. */
  text(option: string): string | undefined
  /** Whether an option without a value was given. */
  isSet(option: string): boolean
}

/** What a command works with. */
export interface Call {
  readonly args: Arguments
  /** What stood behind the command's name. */
  readonly argv: readonly string[]
  readonly env: Readonly<Record<string, string | undefined>>
  readonly terminal: Terminal
  readonly nowMs: number
  /** Every command, in the order of help. */
  readonly commands: readonly Command[]
}

/** One command. It writes through the terminal, throws `AppError`, and never ends the process. */
export interface Command {
  /** One or two words. */
  readonly name: string
  readonly summary: string
  /** How help names the words that it takes besides options; absent = none. */
  readonly words?: readonly string[]
  /** Whether the last of them may stand for any number of words. */
  readonly takesManyWords?: boolean
  /** The only words that it takes. */
  readonly wordValues?: readonly string[]
  readonly options: Options
  /** What stands behind `tracker` in examples. */
  readonly examples: readonly string[]
  /** What else its help says, a paragraph each. */
  readonly notes?: readonly string[]
  /** @returns the exit code */
  run(call: Call): Promise<number>
}
