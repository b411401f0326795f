import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { SETTINGS } from '../../collector/src/settings.ts'
import { anchors, codeBlocks, codeFiles, localLinks, tableBelow } from './markdown.ts'

const root = join(import.meta.dirname, '../..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const readme = read('README.md')

describe('the README', () => {
  it('shows the two commands', () => {
    expect(codeBlocks(readme, 'sh')).toEqual(expect.arrayContaining(['npm ci && npm start\n', 'npm ci && npm test\n']))
  })

  it('has the two programs of the quick start', () => {
    expect(codeFiles(readme).map(({ language, name }) => `${language} ${name}`)).toEqual(['js quickstart.mjs', 'python quickstart.py'])
  })

  it('has every option with its flag and variable, and no other', () => {
    const documented = tableBelow(readme, 'Configuration').map(([option, flag, variable]) => ({ option, flag, variable }))
    const settings = Object.entries(SETTINGS).map(([option, { flag, env }]) => ({
      option,
      flag: flag === undefined ? 'none' : `--${flag}`,
      variable: env,
    }))
    expect(documented).toEqual(settings)
  })

  it('names every folder at the top', () => {
    const folders = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory() && /^[a-z]/.test(entry.name))
    for (const { name } of folders.filter(({ name }) => name !== 'node_modules')) expect(readme).toContain(`${name}/`)
  })
})

const commandFiles = globSync('packages/cli/src/commands/**/*.ts', { cwd: root }).filter((path) => !path.endsWith('.test.ts'))

describe.runIf(commandFiles.length > 0)('the README of the command', () => {
  it('has every command and no other', () => {
    const documented = tableBelow(read('packages/cli/README.md'), 'Commands').map(([command]) => command)
    const commands = commandFiles.flatMap((path) =>
      [...read(path).matchAll(/^ {2}name: '([a-z -]+)'/gm)].map(([, name]) => `tracker ${name}`),
    )
    expect(documented.toSorted()).toEqual(commands.toSorted())
  })
})

const pages = globSync(['*.md', '{collector,semconv,examples}/*.md', 'packages/*/*.md'], { cwd: root })

describe('links', () => {
  it.each(pages)('of %s lead somewhere', (page) => {
    const broken = localLinks(read(page)).filter((link) => {
      const [path = '', anchor] = link.split('#')
      const target = path === '' ? page : join(dirname(page), path)
      return !existsSync(join(root, target)) || (anchor !== undefined && !anchors(read(target)).includes(anchor))
    })
    expect(broken).toEqual([])
  })
})
