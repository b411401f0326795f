import { createHash } from 'node:crypto'
import type { Dirent } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { promisify } from 'node:util'
import { constants, gzip } from 'node:zlib'

/** One file of the page, ready to be sent. */
export interface PageFile {
  readonly type: string
  readonly bytes: Uint8Array<ArrayBuffer>
  /** Absent for what does not get smaller. */
  readonly zipped?: Uint8Array<ArrayBuffer>
  /** Name of exactly these bytes, without quotes. */
  readonly hash: string
}

/** Files by path: `/index.html`, `/assets/index-4f2a.js`. A request can name nothing that is not in here. */
export type PageFiles = ReadonlyMap<string, PageFile>

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.png': 'image/png',
  '.txt': 'text/plain; charset=utf-8',
}

/** Fonts and pictures are compressed already. */
const ZIPPED = new Set(['.html', '.js', '.css', '.svg', '.txt'])

const zip = promisify(gzip)

/**
 * Reads a built page into memory, where it takes about a megabyte: `index.html`, and what lies in `assets`. Files of other types
 * than a page has are left out.
 * @throws what the file system says when there is no such page
 */
export async function readPageFiles(directory: string): Promise<PageFiles> {
  const assets = await readdir(join(directory, 'assets'), { withFileTypes: true })
  const names = assets.filter((entry) => isServed(entry)).map(({ name }) => `/assets/${name}`)
  const paths = ['/index.html', ...names]
  return new Map(await Promise.all(paths.map(async (path) => [path, await readPageFile(directory, path)] as const)))
}

function isServed(entry: Dirent): boolean {
  return entry.isFile() && Object.hasOwn(TYPES, extname(entry.name))
}

async function readPageFile(directory: string, path: string): Promise<PageFile> {
  const bytes = new Uint8Array(await readFile(join(directory, path)))
  const extension = extname(path)
  return {
    type: TYPES[extension] ?? 'application/octet-stream',
    bytes,
    hash: createHash('sha256').update(bytes).digest('base64url').slice(0, 22),
    ...(ZIPPED.has(extension) && { zipped: new Uint8Array(await zip(bytes, { level: constants.Z_BEST_COMPRESSION })) }),
  }
}
