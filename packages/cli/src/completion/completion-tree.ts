import type { Command, Option } from '../command.ts'
import { commonOptions } from '../help.ts'

/** A word or an option's value that can be completed, and what it means. */
export interface Choice {
  readonly word: string
  readonly summary: string
}

/** An option as a shell has to know it. */
export interface CompletedOption extends Choice {
  /** With its dashes. */
  readonly word: string
  readonly short: string | undefined
  readonly takesValue: boolean
  readonly values: readonly string[]
  readonly isPath: boolean
}

/** What can stand behind some words. */
export interface Place {
  /** The words of the command so far: `''`, `session`, `session list`. */
  readonly path: string
  /** Words that go on. */
  readonly words: readonly Choice[]
  readonly options: readonly CompletedOption[]
}

/** Every place in a command line of this program where something can be completed, the shortest paths first. */
export function completionTree(commands: readonly Command[]): readonly Place[] {
  const names = commands.map(({ name }) => name)
  const groups = [...new Set(names.filter((name) => name.includes(' ')).map((name) => name.split(' ')[0] ?? ''))]
  const top = unique([
    ...commands.filter(({ name }) => !name.includes(' ')).map(({ name, summary }) => ({ word: name, summary })),
    ...groups.map((word) => ({
      word,
      summary: `${childrenOf(word, commands)
        .map((child) => child.word)
        .join(', ')}`,
    })),
    { word: 'help', summary: 'lists every command' },
  ])
  return [
    { path: '', words: top, options: [] },
    { path: 'help', words: top.filter(({ word }) => word !== 'help'), options: [] },
    ...groups.map((path) => ({ path, words: childrenOf(path, commands), options: [] })),
    ...commands.map(placeOf),
  ]
}

function childrenOf(group: string, commands: readonly Command[]): readonly Choice[] {
  return commands
    .filter(({ name }) => name.startsWith(`${group} `))
    .map(({ name, summary }) => ({ word: name.slice(group.length + 1), summary }))
}

function placeOf({ name, options, wordValues = [] }: Command): Place {
  return {
    path: name,
    words: wordValues.map((word) => ({ word, summary: '' })),
    options: Object.entries({ ...options, ...commonOptions }).map(optionOf),
  }
}

function optionOf([name, { value, short, summary, values, hints, isPath = false }]: [string, Option]): CompletedOption {
  return { word: `--${name}`, short, summary, takesValue: value !== undefined, values: values ?? hints ?? [], isPath }
}

function unique(choices: readonly Choice[]): readonly Choice[] {
  return [...new Map(choices.map((choice) => [choice.word, choice])).values()]
}
