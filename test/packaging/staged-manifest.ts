import type { Form, Manifest } from './workspaces.ts'

/** What a user of the package needs; scripts and development dependencies are of the repository. */
const KEPT = [
  'name',
  'version',
  'description',
  'keywords',
  'homepage',
  'bugs',
  'repository',
  'license',
  'author',
  'type',
  'engines',
  'sideEffects',
  'dependencies',
  'peerDependencies',
  'peerDependenciesMeta',
  'optionalDependencies',
] as const

const SOURCE = /^\.\/src\/(.+)\.ts$/

/**
 * The `package.json` to publish.
 * @param source the one of the workspace, whose exports name sources
 * @param files the top-level files and folders that are published besides those that npm always takes
 * @throws Error when an export names no source
 */
export function stagedManifest(source: Manifest, { form, files }: { readonly form: Form; readonly files: readonly string[] }): object {
  return {
    ...Object.fromEntries(KEPT.filter((key) => key in source).map((key) => [key, source[key]])),
    ...(source.bin && { bin: source.bin }),
    ...mainOf(source, form),
    // Nothing else can be imported: a file inside is no promise.
    exports: { ...stagedExports(source, form), './package.json': './package.json' },
    files,
    // A scoped package is private at first otherwise.
    ...(source.name.startsWith('@') && { publishConfig: { access: 'public' } }),
  }
}

/** Names of the entries and their sources without extension, from `src`: `.` → `index`. */
export function entriesOf({ name, exports = {} }: Manifest): Readonly<Record<string, string>> {
  const entries = Object.entries(exports).filter(([key]) => key !== './package.json')
  return Object.fromEntries(
    entries.map(([key, file]) => {
      const path = SOURCE.exec(file)?.[1]
      if (path === undefined) throw new Error(`${name} exports ${key} as ${file}: an export names a file as ./src/….ts`)
      return [key, path]
    }),
  )
}

/** What reads no `exports` (TypeScript with `moduleResolution: node10`) understands CommonJS alone. */
function mainOf(source: Manifest, form: Form): object {
  const path = entriesOf(source)['.']
  return form === 'bundles' && path !== undefined ? { main: `./dist/${path}.cjs`, types: `./dist/${path}.d.cts` } : {}
}

function stagedExports(source: Manifest, form: Form): object {
  const conditions = (path: string): object =>
    form === 'bundles'
      ? {
          import: { types: `./dist/${path}.d.ts`, default: `./dist/${path}.js` },
          require: { types: `./dist/${path}.d.cts`, default: `./dist/${path}.cjs` },
        }
      : { types: `./dist/${path}.d.ts`, default: `./dist/${path}.js` }
  return Object.fromEntries(Object.entries(entriesOf(source)).map(([key, path]) => [key, conditions(path)]))
}
