import { join } from 'node:path'
import { rolldown } from 'rolldown'
import { entriesOf } from './staged-manifest.ts'
import type { Workspace } from './workspaces.ts'
import { ROOT } from './workspaces.ts'

const FORMATS = [
  { format: 'es', extension: 'js' },
  { format: 'cjs', extension: 'cjs' },
] as const

/**
 * Writes each entry of a workspace as one ES module and one CommonJS module, with everything in it that its `dependencies` and
 * `peerDependencies` do not name.
 * @returns absolute paths of the files that went in
 */
export async function bundle({ manifest, folder: workspace }: Workspace, folder: string): Promise<readonly string[]> {
  const entries = Object.values(entriesOf(manifest))
  const others = [...Object.keys(manifest.dependencies ?? {}), ...Object.keys(manifest.peerDependencies ?? {})]
  const build = await rolldown({
    cwd: ROOT,
    input: Object.fromEntries(entries.map((path) => [path, join(workspace, 'src', `${path}.ts`)])),
    external: (id) => others.some((name) => id === name || id.startsWith(`${name}/`)),
    platform: 'node',
    // Of a package with both kinds, the ES modules: what is not used of them falls away.
    resolve: { mainFields: ['module', 'main'] },
  })
  const inputs = new Set<string>()
  for (const { format, extension } of FORMATS) {
    const names = { entryFileNames: `[name].${extension}`, chunkFileNames: `[name]-[hash].${extension}` }
    const { output } = await build.write({ dir: folder, format, exports: 'named', ...names })
    for (const file of output) if (file.type === 'chunk') Object.keys(file.modules).forEach((id) => void inputs.add(id))
  }
  await build.close()
  return [...inputs]
}
