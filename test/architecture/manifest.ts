import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from './source.ts'
import { field } from './syntax.ts'
import type { Manifest } from './workspaces.ts'

/** The `package.json` of the top and of every workspace that it lists. */
export function readManifests(root: string = ROOT): readonly Manifest[] {
  const top = readJson(join(root, 'package.json'))
  const folders = ['', ...strings(field(top, 'workspaces'))]
  return folders.map((folder) => manifestOf(folder, readJson(join(root, folder, 'package.json'))))
}

function manifestOf(folder: string, json: unknown): Manifest {
  const keys = ['dependencies', 'peerDependencies', 'optionalDependencies']
  return {
    folder,
    name: String(field(json, 'name')),
    dependencies: keys.flatMap((key) => Object.keys(field(json, key) ?? {})),
    devDependencies: Object.keys(field(json, 'devDependencies') ?? {}),
  }
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'))
}

function strings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []
}
