import type { Command, Options } from './command.ts'
import { pad, wrap } from './output/text-width.ts'

const INDENT = '  '
/** Longer texts would take a page. */
const MAX_LINES = 10

/** Every command, or those of a group such as `session`. */
export function overview(commands: readonly Command[], columns: number): readonly string[] {
  return [
    'tracker: what AI agents did, what it cost and what went wrong',
    '',
    'usage: tracker COMMAND [OPTIONS]',
    '',
    ...pairs(
      commands.map(({ name, summary }) => [name, summary]),
      columns,
    ),
    '',
    ...wrap('"tracker COMMAND --help" shows options and examples, "tracker --version" the version.', {
      width: columns,
      maxLines: MAX_LINES,
    }),
  ]
}

/** One command with its options. */
export function commandHelp({ name, summary, words = [], options, examples, notes = [] }: Command, columns: number): readonly string[] {
  return [
    ...wrap(`tracker ${name}: ${summary}`, { width: columns, maxLines: MAX_LINES }),
    '',
    `usage: ${['tracker', name, ...words, '[OPTIONS]'].join(' ')}`,
    '',
    ...pairs(Object.entries(options).map(optionPair), columns),
    '',
    'examples:',
    ...examples.map((example) => `${INDENT}tracker ${example}`),
    ...notes.flatMap((note) => ['', ...wrap(note, { width: columns, maxLines: MAX_LINES })]),
  ]
}

/** What every command takes. */
export const commonOptions = { help: { short: 'h', summary: 'this page' } } as const satisfies Options

function optionPair([name, { value, short, summary }]: [string, Options[string]]): readonly [string, string] {
  return [`${short === undefined ? '' : `-${short}, `}--${name}${value === undefined ? '' : ` ${value}`}`, summary]
}

function pairs(entries: readonly (readonly [name: string, text: string])[], columns: number): readonly string[] {
  const width = entries.reduce((widest, [name]) => Math.max(widest, name.length), 0)
  const textWidth = Math.max(20, columns - width - 2 * INDENT.length)
  return entries.flatMap(([name, text]) =>
    wrap(text, { width: textWidth, maxLines: MAX_LINES }).map(
      (line, index) => `${INDENT}${pad(index === 0 ? name : '', width, 'left')}${INDENT}${line}`,
    ),
  )
}
