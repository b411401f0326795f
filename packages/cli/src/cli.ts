import { readFileSync } from 'node:fs'
import { AppError } from '@ai-tracker/collector'
import { checkChoice, parseArguments } from './arguments.ts'
import type { Command } from './command.ts'
import { commands } from './commands.ts'
import { EXIT_CODES, FAILED, SUCCESS, USAGE } from './exit-codes.ts'
import { commandHelp, commonOptions, overview } from './help.ts'
import { nearest } from './nearest.ts'
import { OutputClosed, type Terminal } from './terminal.ts'

/** What surrounds a call. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly terminal: Terminal
  readonly nowMs: number
}

/** Runs one command line. @returns the exit code; every error has become a message on stderr */
export async function runCli(argv: readonly string[], surroundings: Surroundings): Promise<number> {
  try {
    return await dispatch(argv, surroundings)
  } catch (error) {
    // Whoever reads our output has what they wanted.
    if (error instanceof OutputClosed) return SUCCESS
    surroundings.terminal.err(...messageOf(error))
    return error instanceof AppError ? EXIT_CODES[error.code] : FAILED
  }
}

async function dispatch(argv: readonly string[], surroundings: Surroundings): Promise<number> {
  const { terminal } = surroundings
  const [first, second] = argv
  if (first === undefined) {
    terminal.err(...overview(commands, terminal.columns))
    return USAGE
  }
  if (first === '--version' || first === '-V' || first === '-v') {
    terminal.out(version())
    return SUCCESS
  }
  if (first === 'help' || first === '--help' || first === '-h') return help(argv.slice(1), terminal)
  const command = commandOf(argv)
  if (command) return await run(command, argv.slice(command.name.split(' ').length), surroundings)
  if (groupOf(first).length > 0 && (second === '--help' || second === '-h')) return help([first], terminal)
  throw unknownCommand(argv)
}

/** More than a shell passes on in practice: files of a glob. */
const MAX_WORDS = 100_000

async function run(command: Command, argv: readonly string[], surroundings: Surroundings): Promise<number> {
  const options = { ...command.options, ...commonOptions }
  const args = parseArguments(argv, { options, maxWords: command.takesManyWords ? MAX_WORDS : (command.words?.length ?? 0) })
  if (args.isSet('help')) {
    surroundings.terminal.out(...commandHelp({ ...command, options }, surroundings.terminal.columns))
    return SUCCESS
  }
  const [word] = args.words
  if (word !== undefined && command.wordValues) checkChoice(`the word after "tracker ${command.name}"`, word, command.wordValues)
  return await command.run({ ...surroundings, args, argv, commands })
}

function help(words: readonly string[], terminal: Terminal): number {
  const [first] = words
  const command = commandOf(words)
  if (command) terminal.out(...commandHelp({ ...command, options: { ...command.options, ...commonOptions } }, terminal.columns))
  else if (first === undefined) terminal.out(...overview(commands, terminal.columns))
  else if (words.length === 1 && groupOf(first).length > 0) terminal.out(...overview(groupOf(first), terminal.columns))
  else throw unknownCommand(words)
  return SUCCESS
}

/** The command with the most words that the call starts with. */
function commandOf(argv: readonly string[]): Command | undefined {
  return [2, 1]
    .map((length) => argv.slice(0, length).join(' '))
    .reduce<Command | undefined>((found, name) => found ?? commands.find((command) => command.name === name), undefined)
}

function groupOf(word: string): readonly Command[] {
  return commands.filter(({ name }) => name.startsWith(`${word} `))
}

function unknownCommand([first = '', second]: readonly string[]): AppError {
  if (first.startsWith('-')) return new AppError('invalid', `${first} comes behind the command, as in "tracker session list ${first}"`)
  const group = groupOf(first).map(({ name }) => name)
  if (group.length > 0 && (second === undefined || second.startsWith('-'))) {
    return new AppError('invalid', `"tracker ${first}" needs one more word: ${group.map((name) => `"tracker ${name}"`).join(' or ')}`)
  }
  const typed = second === undefined || second.startsWith('-') ? first : `${first} ${second}`
  const names = commands.map(({ name }) => name)
  const meant =
    nearest(typed, names) ?? nearest(first, [...names, ...names.flatMap((name) => name.split(' ')[0] ?? []), 'help']) ?? byLastWord(first)
  return new AppError(
    'invalid',
    `there is no command "tracker ${typed}"; ${meant ? `did you mean "tracker ${meant}"?` : '"tracker help" lists them'}`,
  )
}

/** The command of a group that was called without its group: `search` for `session search`. */
function byLastWord(typed: string): string | undefined {
  const last = (name: string): string => name.split(' ').at(-1) ?? name
  const meant = nearest(
    typed,
    commands.map(({ name }) => last(name)),
  )
  return meant === undefined ? undefined : commands.find(({ name }) => last(name) === meant)?.name
}

/** What the caller can act on is a message; a bug shows where it is. */
function messageOf(error: unknown): readonly string[] {
  if (error instanceof AppError) return [`error: ${error.message}`, ...error.candidates.map((candidate) => `  ${candidate}`)]
  return [`error: a bug of ai-tracker: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`]
}

function version(): string {
  const manifest: { version: string } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
  return manifest.version
}
