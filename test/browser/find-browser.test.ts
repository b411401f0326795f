import { delimiter } from 'node:path'
import { describe, expect, it } from 'vitest'
import { findBrowser, type Machine } from './find-browser.ts'

const machine = (platform: NodeJS.Platform, env: Machine['env'], files: readonly string[]): Machine => ({
  platform,
  env,
  isExecutable: (path) => files.includes(path),
})

const PATH = ['/usr/local/bin', '/usr/bin'].join(delimiter)
const MAC_CHROME = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'
const WINDOWS_CHROME = 'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe'
const WINDOWS_EDGE = 'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe'

const cases = [
  {
    name: 'the one that is named',
    machine: machine('linux', { TRACKER_BROWSER: '/opt/c', PATH }, ['/opt/c', '/usr/bin/chromium']),
    found: '/opt/c',
  },
  {
    name: 'Chromium on the path',
    machine: machine('linux', { PATH }, ['/usr/bin/google-chrome', '/usr/bin/chromium']),
    found: '/usr/bin/chromium',
  },
  {
    name: 'Chrome on the path',
    machine: machine('linux', { PATH }, ['/usr/local/bin/google-chrome']),
    found: '/usr/local/bin/google-chrome',
  },
  { name: 'an application of macOS', machine: machine('darwin', { PATH }, [MAC_CHROME]), found: MAC_CHROME },
  {
    name: "an application of macOS in the user's folder",
    machine: machine('darwin', { HOME: '/Users/a' }, ['/Users/a/Applications/Chromium.app/Contents/MacOS/Chromium']),
    found: '/Users/a/Applications/Chromium.app/Contents/MacOS/Chromium',
  },
  {
    name: 'a program of Windows',
    machine: machine('win32', { PROGRAMFILES: 'C:\\Program Files' }, [WINDOWS_CHROME]),
    found: WINDOWS_CHROME,
  },
  {
    name: 'Edge on Windows',
    machine: machine('win32', { 'PROGRAMFILES(X86)': 'C:\\Program Files (x86)' }, [WINDOWS_EDGE]),
    found: WINDOWS_EDGE,
  },
  { name: 'nothing where there is none', machine: machine('linux', { PATH }, []), found: undefined },
  { name: 'nothing without a path', machine: machine('linux', {}, ['chromium']), found: undefined },
  {
    name: 'another one when the name is empty',
    machine: machine('linux', { TRACKER_BROWSER: '', PATH }, ['/usr/bin/chromium']),
    found: '/usr/bin/chromium',
  },
]

describe('findBrowser', () => {
  it.each(cases)('finds $name', ({ machine: asked, found }) => {
    expect(findBrowser(asked)).toBe(found)
  })

  it('refuses a name that is no program, instead of taking another browser', () => {
    const asked = machine('linux', { TRACKER_BROWSER: '/opt/missing', PATH }, ['/usr/bin/chromium'])
    expect(() => findBrowser(asked)).toThrow('TRACKER_BROWSER names /opt/missing')
  })
})
