import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openPage } from './page.ts'
import { putInPlace } from './page-build.ts'
import { isPageStale } from './page-freshness.ts'

/** A small page with its sources, as old as each other. */
function pageSources(script = 'document.title = "built"'): string {
  // Below this package, so that its vite is found as the page's own would be.
  const folder = mkdtempSync(join(import.meta.dirname, '../../../node_modules/.page-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  mkdirSync(join(folder, 'src'))
  write(folder, 'package.json', { text: '{"type":"module"}' })
  write(folder, 'vite.config.ts', { text: 'export default {}' })
  write(folder, 'index.html', { text: '<!doctype html><script type="module" src="/src/main.ts"></script>' })
  write(folder, 'src/main.ts', { text: script })
  return folder
}

function write(folder: string, path: string, { text = '', atS = 1_000 }: { readonly text?: string; readonly atS?: number } = {}): void {
  writeFileSync(join(folder, path), text)
  utimesSync(join(folder, path), atS, atS)
}

function addBuilt(folder: string): void {
  mkdirSync(join(folder, 'dist'))
  write(folder, 'dist/index.html', { text: 'built before', atS: 2_000 })
}

describe('isPageStale', () => {
  it.each([
    { name: 'nothing is built', change: () => undefined, isBuilt: false, expected: true },
    { name: 'nothing has changed', change: () => undefined, expected: false },
    { name: 'a source is newer', change: (folder: string) => write(folder, 'src/main.ts', { atS: 3_000 }), expected: true },
    { name: 'the settings are newer', change: (folder: string) => write(folder, 'vite.config.ts', { atS: 3_000 }), expected: true },
    { name: 'only a test is newer', change: (folder: string) => write(folder, 'src/a.test.ts', { atS: 3_000 }), expected: false },
  ])('is $expected when $name', ({ change, isBuilt = true, expected }) => {
    const folder = pageSources()
    if (isBuilt) addBuilt(folder)
    change(folder)
    expect(isPageStale(folder)).toBe(expected)
  })
})

describe('putInPlace', () => {
  it('puts a page where one was, or where none was, and leaves nothing beside it', () => {
    const folder = pageSources()
    for (const text of ['first', 'second']) {
      mkdirSync(join(folder, 'new'))
      writeFileSync(join(folder, 'new/index.html'), text)
      putInPlace(join(folder, 'new'), join(folder, 'dist'))
      expect(readFileSync(join(folder, 'dist/index.html'), 'utf8')).toBe(text)
    }
    expect(readdirSync(folder).sort()).toEqual(['dist', 'index.html', 'package.json', 'src', 'vite.config.ts'])
  })

  it('leaves the page that was there when there is nothing to put in its place', () => {
    const folder = pageSources()
    addBuilt(folder)
    expect(() => putInPlace(join(folder, 'nothing'), join(folder, 'dist'))).toThrow('ENOENT')
    expect(readFileSync(join(folder, 'dist/index.html'), 'utf8')).toBe('built before')
    expect(readdirSync(folder)).not.toContain('nothing-before')
  })
})

describe('openPage', () => {
  it('builds what is not built', async () => {
    const folder = pageSources()
    const lines: string[] = []
    const page = openPage((line) => lines.push(line), folder)
    await page?.ready
    expect(await readFile(join(folder, 'dist/index.html'), 'utf8')).toContain('/assets/')
    expect(isPageStale(folder)).toBe(false)
    expect(lines).toEqual([])
  })

  it('takes what is built as it is', async () => {
    const folder = pageSources()
    addBuilt(folder)
    expect(openPage(() => undefined, folder)).toEqual({ directory: join(folder, 'dist'), stop: expect.any(Function) })
  })

  it('takes an installed page as it is, however old', () => {
    const folder = mkdtempSync(join(tmpdir(), 'tracker-page-'))
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
    expect(openPage(() => undefined, folder)?.ready).toBeUndefined()
  })

  it('says in one line that the build failed, and leaves an older page alone', async () => {
    const folder = pageSources('import "./missing.ts"')
    addBuilt(folder)
    write(folder, 'src/main.ts', { text: 'import "./missing.ts"', atS: 3_000 })
    const lines: string[] = []
    await expect(openPage((line) => lines.push(line), folder)?.ready).rejects.toThrow(/^the page could not be built \(.*missing.*\); run/)
    expect(lines).toEqual([expect.stringMatching(/^the page could not be built .+$/)])
    expect(await readFile(join(folder, 'dist/index.html'), 'utf8')).toBe('built before')
  })

  it('stops a build without a word', async () => {
    const lines: string[] = []
    const folder = pageSources()
    const page = openPage((line) => lines.push(line), folder)
    await page?.stop()
    await expect(page?.ready).rejects.toThrow()
    expect(lines).toEqual([])
    expect(readdirSync(join(folder, 'node_modules'))).toEqual([])
  })
})
