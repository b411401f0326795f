import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The top of the repository. */
export const ROOT = join(import.meta.dirname, '../..')

/** What is read of a `package.json` of ours. */
export interface Manifest {
  readonly name: string
  readonly version: string
  readonly private?: boolean
  readonly bin?: Readonly<Record<string, string>>
  readonly exports?: Readonly<Record<string, string>>
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
  readonly [key: string]: unknown
}

/**
 * What a workspace becomes:
 * - `modules`: a file of JavaScript per source, for `import`
 * - `bundles`: a file per entry, for `import` and for `require`, with the `devDependencies` that it uses inside
 * - `page`: what its own build makes
 */
export type Form = 'modules' | 'bundles' | 'page'

/** The workspaces that are not modules. Programs in CommonJS name the vocabulary and the SDK; types of the SDK name the vocabulary. */
const FORMS: Readonly<Record<string, Form>> = {
  '@ai-tracker/semconv': 'bundles',
  '@ai-tracker/sdk': 'bundles',
  '@ai-tracker/web': 'page',
}

/** A workspace that is published. */
export interface Workspace {
  /** Its folder, absolute. */
  readonly folder: string
  /** Its folder from the top of the repository. */
  readonly place: string
  readonly manifest: Manifest
  readonly form: Form
}

/**
 * The workspaces that are not private, each after those that it depends on, which is the order to publish them in.
 * @throws Error when one depends on another version of a second one than the repository has
 */
export function publishedWorkspaces(): readonly Workspace[] {
  const { workspaces: places }: { workspaces: readonly string[] } = readJson(join(ROOT, 'package.json'))
  const all = places.map((place) => workspaceAt(place)).filter(({ manifest }) => manifest.private !== true)
  all.forEach((workspace) => void checkVersions(workspace, all))
  return inOrder(all)
}

function workspaceAt(place: string): Workspace {
  const folder = join(ROOT, place)
  const manifest: Manifest = readJson(join(folder, 'package.json'))
  return { folder, place, manifest, form: FORMS[manifest.name] ?? 'modules' }
}

/** The repository links workspaces whatever their version is; a registry would give a user the one that is named. */
function checkVersions({ manifest }: Workspace, all: readonly Workspace[]): void {
  for (const [name, version] of Object.entries(manifest.dependencies ?? {})) {
    const other = all.find((each) => each.manifest.name === name)
    if (other && other.manifest.version !== version) {
      throw new Error(`${manifest.name} depends on ${name} ${version}, and the repository has ${other.manifest.version}: name that one`)
    }
  }
}

function inOrder(all: readonly Workspace[]): readonly Workspace[] {
  const ordered: Workspace[] = []
  const add = (workspace: Workspace): void => {
    if (ordered.includes(workspace)) return
    all.filter(({ manifest }) => manifest.name in (workspace.manifest.dependencies ?? {})).forEach(add)
    ordered.push(workspace)
  }
  all.forEach(add)
  return ordered
}

function readJson<T>(file: string): T {
  return JSON.parse(readFileSync(file, 'utf8'))
}
