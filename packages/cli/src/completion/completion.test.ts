import { spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { commands } from '../commands.ts'
import { bashCompletion } from './bash.ts'
import { completionTree } from './completion-tree.ts'
import { fishCompletion } from './fish.ts'
import { zshCompletion } from './zsh.ts'

const places = completionTree(commands)

describe('the help of completion', () => {
  it('says how npx and npm are reached', () => {
    const notes = commands.find(({ name }) => name === 'completion')?.notes?.join(' ')
    expect(notes).toContain('alias tracker="npx tracker"')
    expect(notes).toContain('npm run --silent tracker --')
  })
})

describe('what can be completed', () => {
  it('has every command and every option', () => {
    const paths = places.map(({ path }) => path)
    for (const { name, options } of commands) {
      expect(paths).toContain(name)
      const words = places.find(({ path }) => path === name)?.options.map(({ word }) => word)
      expect(words).toEqual([...Object.keys(options).map((option) => `--${option}`), '--help'])
    }
  })

  it('has every word once', () => {
    for (const { words } of places) expect(new Set(words.map(({ word }) => word)).size).toBe(words.length)
  })
})

/** What real bash offers where a command line ends. */
function bashOffers(...words: readonly string[]): readonly string[] {
  const script = `${bashCompletion(places)}
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _tracker; printf '%s\\n' "\${COMPREPLY[@]}"`
  const { stdout, stderr, status } = spawnSync('bash', ['--norc', '-c', script, 'bash', ...words], { encoding: 'utf8' })
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 })
  return stdout.split('\n').filter(Boolean)
}

describe('in bash', () => {
  it.each<[words: readonly string[], offers: readonly string[]]>([
    [
      ['tracker', 'se'],
      ['serve', 'session'],
    ],
    [
      ['tracker', 'session', ''],
      ['list', 'search', 'show', 'timeline', 'export', 'pin', 'unpin', 'delete'],
    ],
    [
      ['tracker', 'session', 'export', '--fo'],
      ['--format', '--force'],
    ],
    [
      ['tracker', 'session', 'export', '--format', ''],
      ['json', 'jsonl', 'csv', 'otlp'],
    ],
    [
      ['tracker', 'session', 'export', '--format', '=', 'js'],
      ['json', 'jsonl'],
    ],
    [
      ['tracker', 'session', 'export', '--format', '='],
      ['json', 'jsonl', 'csv', 'otlp'],
    ],
    [
      ['tracker', 'session', 'export', '--format=js'],
      ['--format=json', '--format=jsonl'],
    ],
    [['tracker', 'session', 'list', '--status', '=', 'f'], ['failed']],
    [['tracker', 'session', 'export', '3', '--format', 'c'], ['csv']],
    [['tracker', 'session', 'list', '--status', 'fa'], ['failed']],
    [['tracker', 'stats', '--metric', 'tokens_i'], ['tokens_input']],
    [
      ['tracker', 'help', 'co'],
      ['cost', 'completion'],
    ],
    [['tracker', 'completion', 'f'], ['fish']],
    [['tracker', 'sql', '-f', ''], []],
    [['tracker', 'session', 'list', '--workflow', ''], []],
  ])('%j', (words, offers) => expect(bashOffers(...words)).toEqual(offers))

  it('offers every command', () => {
    const names = [...new Set(commands.map(({ name }) => name.split(' ')[0]))]
    expect(bashOffers('tracker', '').toSorted()).toEqual([...names, 'help'].toSorted())
  })
})

describe('in zsh', () => {
  const script = zshCompletion(places)

  it('is a function for tracker, with every word and its meaning', () => {
    expect(script).toMatch(/^#compdef tracker\n_tracker\(\) \{\n/)
    expect(script).toContain("'session') choices=('list:lists sessions, latest first' ")
    expect(script).toContain("'session export --format') compadd -- 'json' 'jsonl' 'csv' 'otlp'; return ;;")
    expect(script).toContain("'session export --output'|'session export -o') _files; return ;;")
    for (const { name, options } of commands) for (const option of Object.keys(options)) expect(script, name).toContain(`'--${option}:`)
  })

  it('completes a value behind its sign', () => {
    expect(script).toMatch(/previous="\$\{words\[CURRENT\]%%=\*\}"/)
    expect(script).toContain("compset -P '*='")
  })

  it('is whole: quotes, brackets and cases are closed', () => expect(unbalanced(script)).toEqual([]))
})

describe('in fish', () => {
  const script = fishCompletion(places)

  it('has a line for every word and every option', () => {
    expect(script).toContain("complete -c tracker -n '__tracker_at \\'session\\'' -a 'list' -d 'lists sessions, latest first'")
    expect(script).toContain("-l format -x -a 'json jsonl csv otlp' -d ")
    expect(script).toContain('-l output -s o -r -F -d ')
    const count = places.reduce((sum, { words, options }) => sum + words.length + options.length, 0)
    expect(script.split('\n').filter((line) => line.startsWith('complete -c tracker -n '))).toHaveLength(count)
  })

  it.skipIf(spawnSync('fish', ['--version']).error !== undefined)('offers values in both forms', () => {
    const offers = (line: string) => {
      const { stdout } = spawnSync('fish', ['--no-config', '-c', `${script}\ncomplete -C '${line}'`], { encoding: 'utf8' })
      return stdout
        .split('\n')
        .filter(Boolean)
        .map((each) => each.split('\t')[0])
    }
    expect(offers('tracker session list --status f')).toEqual(['failed'])
    expect(offers('tracker session list --status=f')).toEqual(['--status=failed'])
  })

  it('is whole: every line closes its quotes', () => {
    for (const line of script.split('\n')) expect(line.replace(/\\./g, '').split("'").length % 2, line).toBe(1)
  })
})

/** Lines of a script for sh in which a quote stays open, and blocks that are not closed. */
function unbalanced(script: string): readonly string[] {
  const lines = script.split('\n').filter((line) => !line.startsWith('#'))
  const open = lines.filter(
    (line) =>
      line
        .replaceAll("'\\''", '')
        .replace(/"[^"]*"/g, '')
        .split("'").length %
        2 ===
      0,
  )
  const count = (word: RegExp) => lines.filter((line) => word.test(line)).length
  const cases = count(/^\s*case /) === count(/^\s*esac$/) ? [] : ['case without esac']
  return [...open, ...cases, ...(count(/\bdo$/) === count(/^\s*done$/) ? [] : ['do without done'])]
}
