import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { compile } from './compile.ts'
import { runCommand } from './run-command.ts'
import { stage } from './stage.ts'
import { publishedWorkspaces } from './workspaces.ts'

/** A package as it goes to a registry. */
export interface Tarball {
  readonly name: string
  readonly version: string
  /** Absolute path. */
  readonly file: string
  readonly sizeBytes: number
  /** What is in it, with `/` and without the folder `package` around it. */
  readonly paths: readonly string[]
}

/** What `npm pack --json` says of one package. */
interface Packed {
  readonly name: string
  readonly version: string
  readonly filename: string
  readonly size: number
  readonly files: readonly { readonly path: string }[]
}

/**
 * Packs every published workspace into a folder.
 * @returns the packages in the order in which they have to be published
 * @throws Error with what the compiler or npm says
 */
export async function packAll(folder: string): Promise<readonly Tarball[]> {
  const work = mkdtempSync(join(tmpdir(), 'ai-tracker-pack-'))
  try {
    const workspaces = publishedWorkspaces()
    const compiled = join(work, 'compiled')
    await compile(compiled)
    const folders: string[] = []
    for (const workspace of workspaces) {
      const staged = join(work, 'staged', workspace.place)
      mkdirSync(staged, { recursive: true })
      await stage(workspace, { compiled, staged })
      folders.push(staged)
    }
    mkdirSync(folder, { recursive: true })
    const said = await runCommand(['npm', 'pack', ...folders, '--json', '--pack-destination', folder], { cwd: work })
    const packed: readonly Packed[] = JSON.parse(said)
    return packed.map(({ name, version, filename, size, files }) => ({
      name,
      version,
      file: join(folder, filename),
      sizeBytes: size,
      paths: files.map(({ path }) => path),
    }))
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}
