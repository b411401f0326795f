import { describe, expect, it } from 'vitest'
import { stagedManifest } from './staged-manifest.ts'
import type { Manifest } from './workspaces.ts'

const source: Manifest = {
  name: '@ai-tracker/thing',
  version: '1.2.3',
  type: 'module',
  scripts: { build: 'make' },
  dependencies: { hono: '^4.0.0' },
  devDependencies: { vite: '^8.0.0' },
  exports: { '.': './src/index.ts', './part': './src/parts/part.ts' },
}

describe('a package.json as it is published', () => {
  it('names the compiled modules, types first', () => {
    expect(stagedManifest(source, { form: 'modules', files: ['dist'] })).toEqual({
      name: '@ai-tracker/thing',
      version: '1.2.3',
      type: 'module',
      dependencies: { hono: '^4.0.0' },
      exports: {
        '.': { types: './dist/index.d.ts', default: './dist/index.js' },
        './part': { types: './dist/parts/part.d.ts', default: './dist/parts/part.js' },
        './package.json': './package.json',
      },
      files: ['dist'],
      publishConfig: { access: 'public' },
    })
  })

  it('names both kinds of a bundle, and one of them for what reads no exports', () => {
    expect(stagedManifest(source, { form: 'bundles', files: [] })).toMatchObject({
      main: './dist/index.cjs',
      types: './dist/index.d.cts',
      exports: {
        '.': {
          import: { types: './dist/index.d.ts', default: './dist/index.js' },
          require: { types: './dist/index.d.cts', default: './dist/index.cjs' },
        },
      },
    })
  })

  it('opens nothing but itself of a program', () => {
    const { exports: _, ...program } = source
    expect(stagedManifest({ ...program, bin: { thing: './start.cjs' } }, { form: 'modules', files: [] })).toMatchObject({
      bin: { thing: './start.cjs' },
      exports: { './package.json': './package.json' },
    })
  })

  it('refuses an export that is no source', () => {
    const wrong = { ...source, exports: { '.': './dist/index.js' } }
    expect(() => stagedManifest(wrong, { form: 'modules', files: [] })).toThrow('exports . as ./dist/index.js')
  })
})
