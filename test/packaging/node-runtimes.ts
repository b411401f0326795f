import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { runCommand } from './run-command.ts'
import { ROOT } from './workspaces.ts'

/** A Node.js to run others' programs with. */
export interface NodeRuntime {
  readonly version: string
  /** Variables that make `node`, `npm` and every script with `#!/usr/bin/env node` use it. */
  readonly env: Readonly<Record<string, string>>
}

/** The Node.js that this process runs on. */
export function ownNode(): NodeRuntime {
  return { version: process.versions.node, env: envOf(dirname(process.execPath)) }
}

/**
 * Installs the oldest Node.js that our `engines` allow, or the next one that there is for this platform.
 * @param folder an empty folder for it
 */
export async function oldestNode(folder: string): Promise<NodeRuntime> {
  const { engines, optionalDependencies }: Top = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
  const platform = `${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`
  const name = Object.keys(optionalDependencies).find((each) => each.endsWith(`-${platform}`))
  if (name === undefined) throw new Error(`package.json names no Node.js for ${platform} among its optionalDependencies: add one`)
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n')
  const versions: string | readonly string[] = JSON.parse(
    await runCommand(['npm', 'view', `${name}@${engines.node}`, 'version', '--json'], { cwd: folder }),
  )
  const version = [versions].flat().toSorted(byVersion)[0]
  await runCommand(['npm', 'install', `${name}@${version}`, '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'], {
    cwd: folder,
  })
  return { version: String(version), env: envOf(join(folder, 'node_modules', name, 'bin')) }
}

interface Top {
  readonly engines: { readonly node: string }
  readonly optionalDependencies: Readonly<Record<string, string>>
}

function byVersion(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true })
}

function envOf(folder: string): NodeRuntime['env'] {
  return { PATH: `${folder}${delimiter}${process.env.PATH ?? ''}` }
}
