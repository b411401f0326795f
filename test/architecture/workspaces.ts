import type { Source } from './source.ts'
import { isTest, isTypeScript, violation } from './source.ts'
import type { Import } from './syntax.ts'
import { importsOf, packageOf } from './syntax.ts'

/** What counts of a `package.json`. */
export interface Manifest {
  /** Folder of the workspace from the top of the repository; `''` for the top itself. */
  readonly folder: string
  readonly name: string
  /** Dependencies, peer dependencies and optional ones. */
  readonly dependencies: readonly string[]
  readonly devDependencies: readonly string[]
}

/** Which packages of ours the code of a workspace may name; `type:` = only with `import type`. */
const MAY_NAME: Readonly<Record<string, readonly string[]>> = {
  '@ai-tracker/semconv': [],
  '@ai-tracker/collector': ['@ai-tracker/semconv'],
  '@ai-tracker/sdk': ['@ai-tracker/semconv'],
  '@ai-tracker/runner': ['@ai-tracker/semconv', '@ai-tracker/sdk'],
  '@ai-tracker/web': ['type:@ai-tracker/collector/contract'],
  'ai-tracker': [
    '@ai-tracker/collector',
    'type:@ai-tracker/collector/contract',
    '@ai-tracker/semconv',
    '@ai-tracker/sdk',
    '@ai-tracker/runner',
  ],
  '@ai-tracker/examples': ['@ai-tracker/sdk'],
}

/** Workspaces that are published as a bundle: what is only needed to build them is a development dependency. */
const BUNDLED: ReadonlySet<string> = new Set(['@ai-tracker/web', '@ai-tracker/sdk'])

/** Imports between workspaces that are not allowed, and imports of packages that no `package.json` names. */
export function wrongPackages(sources: readonly Source[], manifests: readonly Manifest[]): readonly string[] {
  return sources.filter(isTypeScript).flatMap((source) => {
    const owner = ownerOf(source, manifests)
    if (!owner) return []
    return importsOf(source).flatMap((found) => {
      const problem =
        leavesWorkspace(source, found, owner) ?? isUndeclared(source, found, { owner, manifests }) ?? isForbidden(source, found, owner)
      return problem === undefined ? [] : [violation(source, found.offset, problem)]
    })
  })
}

/** Tests may look into a workspace by path; nothing else leaves its own folder that way. */
function leavesWorkspace(source: Source, { target }: Import, owner: Manifest): string | undefined {
  if (target === undefined || isTest(source) || owner.folder === '' || target.startsWith(`${owner.folder}/`)) return undefined
  return `${target} lies outside of ${owner.folder}: import the package that it belongs to`
}

/** Packages are hoisted to the top, so an import works here that fails where the package is installed alone. */
function isUndeclared(
  source: Source,
  { specifier }: Import,
  { owner, manifests }: { readonly owner: Manifest; readonly manifests: readonly Manifest[] },
): string | undefined {
  const name = packageOf(specifier)
  const declared = BUNDLED.has(owner.name) ? [...owner.dependencies, ...owner.devDependencies] : owner.dependencies
  if (name === undefined || name === owner.name || declared.includes(name)) return undefined
  const top = manifests.find(({ folder }) => folder === '')
  if (isTest(source) || owner.folder === '') {
    const known = [
      ...owner.devDependencies,
      ...(top?.dependencies ?? []),
      ...(top?.devDependencies ?? []),
      ...manifests.map((each) => each.name),
    ]
    if (known.includes(name)) return undefined
  }
  return `${name} is not in ${owner.folder === '' ? '' : `${owner.folder}/`}package.json: add it there`
}

function isForbidden(source: Source, { specifier, isTypeOnly }: Import, owner: Manifest): string | undefined {
  const isOurs = Object.keys(MAY_NAME).includes(packageOf(specifier) ?? '')
  if (!isOurs || isTest(source) || owner.folder === '' || packageOf(specifier) === owner.name) return undefined
  const allowed = MAY_NAME[owner.name] ?? []
  if (allowed.includes(specifier) || (isTypeOnly && allowed.includes(`type:${specifier}`))) return undefined
  const how = allowed.includes(`type:${specifier}`) ? ': use import type' : `; it may import ${allowed.join(', ') || 'nothing of ours'}`
  return `${owner.name} may not import ${specifier}${how}`
}

function ownerOf({ path }: Source, manifests: readonly Manifest[]): Manifest | undefined {
  const inside = manifests.filter(({ folder }) => folder === '' || path.startsWith(`${folder}/`))
  return inside.toSorted((a, b) => b.folder.length - a.folder.length)[0]
}
