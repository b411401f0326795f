import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Tarball } from './pack.ts'
import { runCommand } from './run-command.ts'
import { relativeLinks } from './staged-readme.ts'
import type { Form, Manifest, Workspace } from './workspaces.ts'
import { ROOT } from './workspaces.ts'

/** Somebody who tries us waits for these; the fonts of the page and the code of the collector are a third of it. */
const MAX_BYTES = 1_500_000

const ATTW = fileURLToPath(new URL('dist/index.js', import.meta.resolve('@arethetypeswrong/cli/package.json')))
/** Which ways of importing a package must work: all of them, or all of ES modules. */
const ATTW_PROFILES: Readonly<Record<Form, string>> = { bundles: 'strict', modules: 'esm-only', page: 'esm-only' }

const TESTS = /(^|\/)(testing|fixtures|__tests__)\/|\.(test|suite|bench)\.|(^|\/)(tsconfig|vitest)[^/]*$/
const SOURCES = /(?<!\.d)\.(ts|tsx|cts|mts)$|\.map$/

/** What a tarball is, whatever is inside. */
export function describeTarball({ manifest, form, folder: source }: Workspace, tarball: () => Tarball, scratch: string): void {
  describe(`the tarball of ${manifest.name}`, () => {
    const folder = join(scratch, 'unpacked', manifest.name)
    const files = (): readonly string[] => listFiles(join(folder, 'package'))
    const readText = (path: string): string => readFileSync(join(folder, 'package', path), 'utf8')

    beforeAll(async () => {
      mkdirSync(folder, { recursive: true })
      await runCommand(['tar', '-xzf', tarball().file, '-C', folder], { cwd: folder })
    })

    it('leaves publint nothing to say', async () => {
      const pack = { tarball: new Uint8Array(readFileSync(tarball().file)).buffer }
      const { messages, pkg } = await publint({ pack, strict: true })
      expect(messages.map((message) => formatMessage(message, pkg, { color: false }))).toEqual([])
    })

    // There is nothing to import of a program or of the page.
    if (manifest.exports) {
      it('has types for every way of importing it', async () => {
        const options = ['--profile', ATTW_PROFILES[form], '--format', 'ascii', '--no-color', '--no-emoji']
        await runCommand([process.execPath, ATTW, tarball().file, ...options], { cwd: folder })
      })
    }

    it('has what every package has', () => {
      expect(files()).toEqual(expect.arrayContaining(['CHANGELOG.md', 'LICENSE', 'README.md', 'package.json']))
      expect(files().some((path) => path.startsWith('dist/'))).toBe(true)
      expect(tarball().sizeBytes).toBeLessThan(MAX_BYTES)
    })

    it('has no source, no test and nothing else at its top', () => {
      const programs = Object.values(manifest.bin ?? {}).map((path) => path.replace('./', ''))
      const known = new Set(['CHANGELOG.md', 'LICENSE', 'README.md', 'THIRD-PARTY.md', 'package.json', ...programs])
      expect(files().filter((path) => !path.startsWith('dist/') && !known.has(path))).toEqual([])
      expect(files().filter((path) => TESTS.test(path) || SOURCES.test(path))).toEqual([])
    })

    it('has declarations only where something can be imported', () => {
      expect(files().some((path) => /\.d\.c?ts$/.test(path))).toBe(manifest.exports !== undefined && form !== 'page')
    })

    it('has every file that the code reads, which is each one that is no code', () => {
      const data = form === 'modules' ? listFiles(join(source, 'src')).filter((path) => !/\.(ts|tsx)$/.test(path) && !TESTS.test(path)) : []
      expect(files()).toEqual(expect.arrayContaining(data.map((path) => `dist/${path}`)))
    })

    it('names no folder of the machine that made it', () => {
      const places = [ROOT, `${homedir()}/`, `${tmpdir()}/ai-tracker`]
      expect(files().filter((path) => places.some((place) => readText(path).includes(place)))).toEqual([])
    })

    it('has a README whose links lead somewhere', () => {
      const targets = relativeLinks(readText('README.md')).map((target) => target.split('#')[0])
      expect(targets.filter((target) => !files().includes(target ?? ''))).toEqual([])
    })

    it('asks for nothing that only the repository needs', () => {
      const packed: Manifest = JSON.parse(readText('package.json'))
      expect(Object.keys(packed)).not.toContain('devDependencies')
      expect(Object.keys(packed)).not.toContain('scripts')
      expect(packed.dependencies ?? {}).toEqual(manifest.dependencies ?? {})
    })

    it('passes on the licences of the packages that are inside', () => {
      const isBundled = form !== 'modules' && manifest.devDependencies !== undefined
      expect(files().some((path) => path.endsWith('THIRD-PARTY.md'))).toBe(isBundled)
    })
  })
}

/** Paths of all files below a folder, with `/`. */
function listFiles(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => statSync(join(folder, path)).isFile())
    .map((path) => path.replaceAll('\\', '/'))
}
