import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { NodeRuntime } from './node-runtimes.ts'
import type { Tarball } from './pack.ts'
import { runCommand } from './run-command.ts'

/** Somebody's program with our packages in it. */
export interface Project {
  readonly folder: string
  readonly node: NodeRuntime
  /** Runs a command in it to its end, and gives what it prints. */
  run(...command: readonly [string, ...string[]]): Promise<string>
}

/** What a project consists of. */
interface ProjectOptions {
  readonly node: NodeRuntime
  readonly tarballs: readonly Tarball[]
  /** Packages of others with their ranges. */
  readonly others?: Readonly<Record<string, string>>
}

/**
 * Makes a project in a new folder and installs it as a user does, without development dependencies and install scripts, and as
 * strict as npm can be about packages that want different versions of a third one.
 * @throws Error with what npm says
 */
export async function installProject(folder: string, { node, tarballs, others = {} }: ProjectOptions): Promise<Project> {
  const own = Object.fromEntries(tarballs.map(({ name, file }) => [name, `file:${file}`]))
  const manifest = { name: 'somebodys-program', private: true, type: 'module', dependencies: { ...others, ...own } }
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest, null, 2))
  const run: Project['run'] = (...command) => runCommand(command, { cwd: folder, env: node.env })
  await run('npm', 'install', '--omit=dev', '--ignore-scripts', '--strict-peer-deps', '--no-audit', '--no-fund', '--prefer-offline')
  return { folder, node, run }
}
