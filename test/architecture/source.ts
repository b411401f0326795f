import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** One file of the repository. `path` is relative to its top and uses `/`. */
export interface Source {
  readonly path: string
  readonly text: string
}

/** The top of the repository. */
export const ROOT = join(import.meta.dirname, '../..')

const SKIPPED = new Set(['node_modules', 'dist', 'coverage', 'fixtures', '__pycache__'])
const WRITTEN = /\.(ts|tsx|cjs|mjs|js|css|py|sql)$/

/** Every file that people write here; recorded data, built files and hidden folders are left out. */
export function readSources(root: string = ROOT): readonly Source[] {
  return listFiles(root, '')
    .filter((path) => WRITTEN.test(path))
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }))
}

/** Whether a file is TypeScript of ours. */
export function isTypeScript({ path }: Source): boolean {
  return /\.tsx?$/.test(path)
}

/** Whether a file only runs in tests: it may look behind the curtain. What several tests of a layer need is in its folder `testing`. */
export function isTest({ path }: Source): boolean {
  return path.startsWith('test/') || path.includes('/testing/') || /\.(test|suite)\.tsx?$/.test(path)
}

/** What a rule reports: the place as `path:line`, what was found, what to do. */
export function violation(source: Source, offset: number, message: string): string {
  return `${source.path}:${source.text.slice(0, offset).split('\n').length}: ${message}`
}

function listFiles(root: string, folder: string): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    if (SKIPPED.has(entry.name) || entry.name.startsWith('.')) return []
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`
    return entry.isDirectory() ? listFiles(root, path) : [path]
  })
}
