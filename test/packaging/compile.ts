import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runCommand } from './run-command.ts'
import { ROOT } from './workspaces.ts'

/** The TypeScript compiler of the repository. */
export const TSC = fileURLToPath(new URL('bin/tsc', import.meta.resolve('typescript/package.json')))

/** Compiles the sources of all workspaces into a folder, below the places that they have in the repository. */
export async function compile(folder: string): Promise<void> {
  const project = join(import.meta.dirname, 'tsconfig.emit.json')
  await runCommand([process.execPath, TSC, '-p', project, '--outDir', folder], { cwd: ROOT })
}
