import { describe, expect, it } from 'vitest'
import { browserProblem, ensureBrowser, type Installer, type Ran } from './install-browser.ts'

const CHROMIUM = '/usr/bin/chromium'
const GOOD: Ran = { exitCode: 0, output: '' }
const MISSING: Ran = { exitCode: null, output: '' }

interface Played {
  readonly installer: Installer
  readonly ran: readonly string[]
  readonly said: readonly string[]
}

/** A machine on which commands end as told, by the beginning of their line; any other is missing. `installs` = Chromium is there afterwards. */
function play(ends: Readonly<Record<string, Ran>>, more: { readonly isRoot?: boolean; readonly installs?: boolean } = {}): Played {
  const ran: string[] = []
  const said: string[] = []
  const hasInstalled = () => more.installs === true && ran.some((line) => line.includes(' install '))
  return {
    ran,
    said,
    installer: {
      machine: { platform: 'linux', env: { PATH: '/usr/bin' }, isExecutable: (path) => path === CHROMIUM && hasInstalled() },
      isRoot: more.isRoot ?? true,
      run: (command) => {
        const line = command.join(' ')
        ran.push(line)
        return Object.entries(ends).find(([beginning]) => line.startsWith(beginning))?.[1] ?? MISSING
      },
      say: (line) => said.push(line),
    },
  }
}

describe('ensureBrowser', () => {
  it('installs Chromium as root, and says so', () => {
    const { installer, ran, said } = play({ 'apt-get --version': GOOD, env: GOOD }, { installs: true })
    expect(ensureBrowser(installer)).toBe(CHROMIUM)
    expect(ran.at(-1)).toMatch(/^env DEBIAN_FRONTEND=noninteractive apt-get .* install -y --no-install-recommends chromium /)
    expect(said).toHaveLength(1)
  })

  it('installs it with sudo where that asks for no password', () => {
    const { installer, ran } = play({ 'apt-get --version': GOOD, 'sudo -n': GOOD }, { isRoot: false, installs: true })
    expect(ensureBrowser(installer)).toBe(CHROMIUM)
    expect(ran.at(-1)).toMatch(/^sudo -n env DEBIAN_FRONTEND=noninteractive apt-get .* install /)
  })

  it('installs although the lists of packages could not be renewed', () => {
    const { installer } = play({ 'apt-get --version': GOOD }, { installs: true })
    expect(ensureBrowser(installer)).toBe(CHROMIUM)
  })

  it('runs nothing when there is a browser', () => {
    const { installer, ran } = play({})
    const machine = { ...installer.machine, isExecutable: (path: string) => path === CHROMIUM }
    expect(ensureBrowser({ ...installer, machine })).toBe(CHROMIUM)
    expect(ran).toEqual([])
  })

  const problems = [
    { name: 'there is no apt-get', played: play({}), problem: /^the browser tests found no browser: install Chromium/ },
    {
      name: 'there is no right to install',
      played: play({ 'apt-get --version': GOOD, 'sudo -n': { exitCode: 1, output: 'a password is required' } }, { isRoot: false }),
      problem: /^the browser tests found no browser: install Chromium/,
    },
    {
      name: 'apt-get knows no such package',
      played: play({ 'apt-get --version': GOOD, env: { exitCode: 100, output: 'Reading…\nE: Unable to locate package chromium\n' } }),
      problem: /^apt-get ended with exit code 100 without a browser \(E: Unable to locate package chromium\): install Chromium/,
    },
    {
      name: 'the time is up',
      played: play({ 'apt-get --version': GOOD, env: { exitCode: null, output: '' } }),
      problem: /^apt-get was stopped without a browser \(it said nothing\): install Chromium/,
    },
  ]

  it.each(problems)('says in one line what to install when $name', ({ played, problem }) => {
    expect(browserProblem(played.installer)).toMatch(problem)
    expect(browserProblem(played.installer)).not.toContain('\n')
  })
})
