import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { bundle } from './bundle.ts'
import { copyDeclarations } from './declarations.ts'
import { thirdPartyNotices } from './notices.ts'
import { runCommand } from './run-command.ts'
import { entriesOf, stagedManifest } from './staged-manifest.ts'
import { stagedReadme } from './staged-readme.ts'
import type { Form, Workspace } from './workspaces.ts'
import { ROOT } from './workspaces.ts'

/** Where a workspace is compiled and where its package is put together. */
interface Places {
  /** The output of `compile`. */
  readonly compiled: string
  /** The folder to fill, which is there and empty. */
  readonly staged: string
}

const NOTICES = 'THIRD-PARTY.md'
/** Below `src`: what the compiler has read, and folders that only tests read. */
const NO_DATA = /\.tsx?$|(^|[\\/])(testing|fixtures)([\\/]|$)/

/** Fills a folder with what is published of a workspace. */
export async function stage(workspace: Workspace, { compiled, staged }: Places): Promise<void> {
  const programs = Object.values(workspace.manifest.bin ?? {})
  for (const file of programs) {
    cpSync(join(workspace.folder, file), join(staged, file))
    chmodSync(join(staged, file), 0o755)
  }
  mkdirSync(join(staged, 'dist'))
  await BUILDERS[workspace.form](workspace, { compiled: join(compiled, workspace.place, 'src'), staged })
  for (const file of ['LICENSE', 'CHANGELOG.md']) cpSync(join(ROOT, file), join(staged, file))
  const readme = readFileSync(join(workspace.folder, 'README.md'), 'utf8')
  writeFileSync(
    join(staged, 'README.md'),
    stagedReadme(readme, (path) => existsSync(join(staged, path))),
  )
  const manifest = stagedManifest(workspace.manifest, { form: workspace.form, files: readdirSync(staged).sort() })
  writeFileSync(join(staged, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`)
}

const BUILDERS: Readonly<Record<Form, (workspace: Workspace, places: Places) => Promise<void>>> = {
  modules: async ({ folder, manifest }, { compiled, staged }) => {
    const dist = join(staged, 'dist')
    cpSync(compiled, dist, { recursive: true, filter: (path) => !path.endsWith('.d.ts') })
    const source = join(folder, 'src')
    cpSync(source, dist, { recursive: true, filter: (path) => !NO_DATA.test(relative(source, path)) })
    copyDeclarations(Object.values(entriesOf(manifest)), { from: compiled, to: dist, modules: 'js' })
  },
  bundles: async (workspace, { compiled, staged }) => {
    const dist = join(staged, 'dist')
    const entries = Object.values(entriesOf(workspace.manifest))
    const inputs = await bundle(workspace, dist)
    copyDeclarations(entries, { from: compiled, to: dist, modules: 'js' })
    copyDeclarations(entries, { from: compiled, to: dist, modules: 'cjs' })
    const notices = thirdPartyNotices(inputs)
    if (notices !== undefined) writeFileSync(join(staged, NOTICES), notices)
  },
  page: async ({ folder }, { staged }) => {
    // In a shell or a test with another NODE_ENV, React's development build would go out, with the paths of this machine.
    const env = { NODE_ENV: 'production' }
    await runCommand(['npm', 'run', 'build', '--', '--outDir', join(staged, 'dist'), '--emptyOutDir'], { cwd: folder, env })
  },
}
