import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { needsBrowser } from './browser-files.ts'

const FILES = ['test/browser/sessions.page.test.ts', 'test/browser/phone.page.test.ts']

const cases = [
  { name: 'no argument', args: [], needs: true },
  { name: 'only options', args: ['--reporter=dot'], needs: true },
  { name: 'the folder', args: ['test/browser'], needs: true },
  { name: 'one file', args: ['./test/browser/phone.page.test.ts'], needs: true },
  { name: 'a line of a file', args: ['test/browser/phone.page.test.ts:12'], needs: true },
  { name: 'a file by its whole path', args: [join(import.meta.dirname, 'phone.page.test.ts')], needs: true },
  { name: 'a part of a name', args: ['phone'], needs: true },
  { name: 'another folder', args: ['collector/src/decode'], needs: false },
  { name: 'a file beside the browser tests', args: ['test/browser/find-browser.test.ts'], needs: false },
  { name: 'another root', args: ['--root=/tmp/x'], needs: false },
  { name: 'another folder to look in', args: ['--dir', '/tmp/x'], needs: false },
]

describe('needsBrowser', () => {
  it.each(cases)('with $name: $needs', ({ args, needs }) => {
    expect(needsBrowser(args, FILES)).toBe(needs)
  })

  it('looks for the real files', () => {
    expect(needsBrowser(['test/browser'])).toBe(true)
  })
})
