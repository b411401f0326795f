import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { commands } from './commands.ts'
import { textWidth } from './output/text-width.ts'
import { createTerminal } from './terminal.ts'
import { call as callWith } from './testing/call.ts'

const call = (...argv: readonly string[]) => callWith(argv)

/** The others do something, or need nothing. */
const readingCommands = commands.filter(({ name }) => !['serve', 'open', 'doctor', 'completion'].includes(name))

describe('a wrong call ends with 2, says what is wrong and leaves stdout empty', () => {
  it.each<[argv: readonly string[], says: string]>([
    [[], 'usage: tracker COMMAND'],
    [['sesion', 'list'], 'did you mean "tracker session list"?'],
    [['session', 'lsit'], 'did you mean "tracker session list"?'],
    [['serv'], 'did you mean "tracker serve"?'],
    [['cots'], 'did you mean "tracker cost"?'],
    [['hlep'], 'did you mean "tracker help"?'],
    [['serch'], 'did you mean "tracker session search"?'],
    [['timeline', '3'], 'did you mean "tracker session timeline"?'],
    [['session'], '"tracker session" needs one more word: "tracker session list" or "tracker session search" or '],
    [['session', '--json'], '"tracker session" needs one more word'],
    [['something', 'else', 'entirely'], 'there is no command "tracker something else"; "tracker help" lists them'],
    [['help', 'nothing'], 'there is no command "tracker nothing"'],
    [['x\u001b[2J'], 'there is no command "tracker x\\x1b[2J"'],
    [['--json', 'session', 'list'], '--json comes behind the command'],
    [['cost', '--grup-by', 'day'], 'there is no option --grup-by; did you mean --group-by?'],
    [['cost', '--__proto__'], 'there is no option --__proto__'],
    [['cost', '-x'], 'there is no option -x'],
    [['serve', '--http-prot', '1'], 'did you mean --http-port?'],
    [['serve', '--http-port', 'many'], '--http-port is "many"; allowed is a port from 0'],
    [['serve', 'now'], '"now" is one argument too many'],
    [['cost', '--workflow'], '--workflow needs a value: --workflow NAME'],
    [['cost', '--workflow='], '--workflow is empty'],
    [['cost', '--workflow', '--json'], '--workflow needs a value; write --workflow=--json if --json is meant'],
    [['cost', '--json=yes'], '--json takes no value'],
    [['cost', '--after', '2026-01-04', '--after', '2026-01-05'], '--after is given twice'],
    [['cost', '--after', '2026-02-31'], '--after is "2026-02-31"; give a day as 2026-01-04'],
    [['session', 'list', '--before', 'tomorrow'], '--before is "tomorrow"'],
    [['session', 'show'], 'which session?'],
    [['session', 'show', '1', '2'], '"2" is one argument too many'],
    [['session', 'show', '1', '--session', '2'], 'both 1 and --session 2 name a session'],
    [['session', 'show', '1', '--limit', '0'], '--limit is "0"; give a number from 1 to'],
    [['session', 'timeline'], 'which session? "tracker session timeline ID"'],
    [['session', 'timeline', '1', '--depth', 'x'], '--depth is "x"; give a number from 1 to'],
    [['session', 'export'], 'which session? "tracker session export ID"'],
    [['session', 'export', '1', '--format', 'jsn'], '--format is "jsn"; did you mean json? allowed: json, jsonl, csv, otlp'],
    [['session', 'export', '1', '--json', '--format', 'csv'], 'both --json and --format csv name a format'],
    [['session', 'search'], 'what to look for? "tracker session search WORDS"'],
    [['session', 'search', '--before', 'soon'], '--before is "soon"'],
    [['stats', '--metric', 'tokens'], '--metric is "tokens"; did you mean tokens_total? allowed: tokens_total, '],
    [['stats', '--aggregate', 'median'], '--aggregate is "median"; allowed: sum, average, min, max, count'],
    [['issue', 'list', '--severity', 'magor'], '--severity is "magor"; did you mean major?'],
    [['issue', 'list', '--open', '--fixed'], '--open and --fixed leave nothing together'],
    [['issue', 'list', '--session', '1', '--workflow', 'w'], '--workflow does not go with --session'],
    [['issue', 'list', '--limit', '501'], '--limit is "501"; give a number from 1 to 500'],
    [['sql'], 'which statement?'],
    [['sql', 'SELECT 1', '--tables'], 'give one of a statement, --file, --tables and --schema'],
    [['sql', 'SELECT 1', '--timeout', 'long'], '--timeout is "long"; give a time such as'],
    [['completion'], 'for which shell? "tracker completion bash|zsh|fish"'],
    [['completion', 'bsah'], 'error: the word after "tracker completion" is "bsah"; did you mean bash? allowed: bash, zsh, fish'],
    [['completion', 'tcsh'], 'error: the word after "tracker completion" is "tcsh"; allowed: bash, zsh, fish'],
    [['opne'], 'did you mean "tracker open"?'],
    [['session', 'timelin', '3'], 'did you mean "tracker session timeline"?'],
  ])('%j', async (argv, says) => {
    const { code, stdout, stderr } = await call(...argv)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain(says)
  })
})

describe('help', () => {
  it.each([['help'], ['--help'], ['-h']])('%s lists every command', async (word) => {
    const { code, stdout, stderr } = await call(word)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    for (const { name, summary } of commands) expect(stdout.replace(/\s+/g, ' ')).toContain(`${name} ${summary}`)
  })

  it.each(commands.map(({ name }) => name))('of %s has every option and an example', async (name) => {
    const command = commands.find((each) => each.name === name)
    const asOption = await call(...name.split(' '), '--help')
    expect(asOption).toEqual(await call('help', ...name.split(' ')))
    expect(asOption).toMatchObject({ code: 0, stderr: '' })
    for (const option of Object.keys(command?.options ?? {})) expect(asOption.stdout).toContain(`--${option} `)
    expect(asOption.stdout).toContain(`examples:\n  tracker ${command?.examples[0]}\n`)
    for (const line of asOption.stdout.split('\n')) expect(textWidth(line), line).toBeLessThanOrEqual(80)
  })

  it.each([[['session', '--help']], [['help', 'session']]])('%j lists a group', async (argv) => {
    const { code, stdout } = await call(...argv)
    expect(code).toBe(0)
    expect(stdout).toContain('session show')
    expect(stdout).not.toContain('serve')
  })

  /** As a shell splits it. */
  const split = (line: string) => [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '')
  const asked = (example: string) => split(example.split(' > ')[0] ?? '')

  it('has examples that begin with the name of their command', () => {
    for (const { name, examples } of commands) for (const example of examples) expect(example).toMatch(new RegExp(`^${name}\\b`))
  })

  it.each(readingCommands.flatMap(({ examples }) => examples))('has an example that is a right call: %s', async (example) => {
    // There is no database; what is wrong with the call itself would end with 2.
    expect(await call(...asked(example))).toMatchObject({ code: 1, stdout: '' })
  })
})

describe('every command', () => {
  it.each(readingCommands.map(({ name, options }) => [name, options] as const))('%s that reads takes --json and --db', (_, options) => {
    expect(Object.keys(options)).toEqual(expect.arrayContaining(['json', 'db']))
  })

  it('has its options in the README', () => {
    const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
    for (const { name, options } of commands) {
      const section = readme.split(`### tracker ${name}\n`)[1]?.split(/^##/m)[0] ?? ''
      const documented = [...section.matchAll(/^\| `(?:-\w, )?--([a-z-]+)/gm)].map(([, option]) => option)
      expect(documented, name).toEqual(Object.keys(options))
    }
  })

  it('is in the version that the package says', async () => {
    const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
    for (const option of ['--version', '-V', '-v']) expect(await call(option)).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' })
  })
})

describe('a terminal', () => {
  const look = (isTTY: boolean, env: Record<string, string>) => {
    const stream = { isTTY: isTTY as true, columns: 120, write: () => true }
    const { columns, paint } = createTerminal({ stdout: stream, stderr: stream, env })
    return { columns, text: paint('bad', 'x') }
  }
  const red = '\u001b[31mx\u001b[39m'

  it('gets colours and its own width', () => expect(look(true, {})).toEqual({ columns: 120, text: red }))

  it('that is a pipe gets 80 columns and no colours', () => expect(look(false, {})).toEqual({ columns: 80, text: 'x' }))

  it.each([
    [{ NO_COLOR: '1' }, 'x'],
    [{ NO_COLOR: '' }, red],
    [{ TERM: 'dumb' }, 'x'],
    [{ FORCE_COLOR: '0' }, 'x'],
    [{ NO_COLOR: '1', FORCE_COLOR: '1' }, red],
  ])('with %o', (env, text) => expect(look(true, env).text).toBe(text))

  it.each([
    [{ FORCE_COLOR: '1' }, { columns: 80, text: red }],
    [{ COLUMNS: '200' }, { columns: 200, text: 'x' }],
    [{ COLUMNS: 'wide' }, { columns: 80, text: 'x' }],
    [{ COLUMNS: '0' }, { columns: 80, text: 'x' }],
  ])('that is a pipe with %o', (env, expected) => expect(look(false, env)).toEqual(expected))

  it.each([
    [{}, true],
    [{ LANG: 'en_US.UTF-8' }, true],
    [{ LANG: 'C.utf8' }, true],
    [{ LANG: 'C' }, false],
    [{ LANG: 'en_US.UTF-8', LC_ALL: 'POSIX' }, false],
    [{ LANG: 'de_DE.ISO-8859-1', LC_CTYPE: 'de_DE.UTF-8' }, true],
  ])('with the locale %o', (env, hasUnicode) => {
    const stream = { isTTY: true as const, columns: 120, write: () => true }
    expect(createTerminal({ stdout: stream, stderr: stream, env }).hasUnicode).toBe(hasUnicode)
  })
})
