import { describe, expect, it } from 'vitest'
import { browserCommand, openBrowser } from './browser.ts'

const URL = 'http://127.0.0.1:4318/sessions/3'

describe('the browser', () => {
  it.each<[name: string, env: Record<string, string>, platform: NodeJS.Platform, expected: readonly string[]]>([
    ['of Linux', {}, 'linux', ['xdg-open', URL]],
    ['of macOS', {}, 'darwin', ['open', URL]],
    ['of Windows', {}, 'win32', ['cmd.exe', '/d', '/c', 'start', '', URL]],
    ['that is named', { BROWSER: 'firefox' }, 'linux', ['firefox', URL]],
    ['with arguments', { BROWSER: 'firefox --new-window' }, 'linux', ['firefox', '--new-window', URL]],
    ['with a place for the page', { BROWSER: 'show %s now' }, 'darwin', ['show', URL, 'now']],
    ['the first of several', { BROWSER: 'a:b' }, 'linux', ['a', URL]],
    ['named by nothing', { BROWSER: ' ' }, 'linux', ['xdg-open', URL]],
  ])('%s', (...[, env, platform, expected]) => expect(browserCommand(URL, { env, platform })).toEqual(expected))

  it.each([
    ['is not there', 'no-such-browser', 'no-such-browser: not installed'],
    ['fails', 'false', 'false: exit code 1'],
  ])('that %s', async (_, BROWSER, says) => {
    await expect(openBrowser(URL, { env: { BROWSER } })).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining(says),
    })
  })

  it('that stays open is not waited for', async () => {
    await openBrowser(URL, { env: { BROWSER: `${process.execPath} -e setTimeout(()=>{},4000)` } })
  })
})
