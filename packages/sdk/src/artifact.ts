import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { Metadata } from './attributes.ts'
import type { ArtifactFacts } from './events.ts'

/** A file or another deliverable. Its size and hash are read from `content`, else from the file at `path`. */
export interface ArtifactOptions {
  /** Kind of artifact. Example: `draft`. */
  readonly type: string
  readonly path?: string | undefined
  /** The content, when it is at hand: the file need not exist. It is measured, not sent. */
  readonly content?: string | Uint8Array | undefined
  readonly metadata?: Metadata | undefined
}

/** Larger files are recorded without a hash: reading them would take the program's disk for long. */
const MAX_HASHED_BYTES = 1024 ** 3

/** Finds out size and hash. Never rejects: a file that is missing or cannot be read has neither, nor has content of a wrong type. */
export async function readArtifact({ type, path, content, metadata }: ArtifactOptions): Promise<ArtifactFacts> {
  const facts = { type, path, metadata }
  try {
    if (content !== undefined) return { ...facts, ...measured(content) }
    if (path === undefined) return facts
    const { size, isFile } = await fileAt(path)
    if (!isFile) return facts
    return { ...facts, sizeBytes: size, ...(size <= MAX_HASHED_BYTES && { contentHash: await hashOf(path) }) }
  } catch {
    // The artifact is recorded all the same: that it was named is worth knowing.
    return facts
  }
}

function measured(content: string | Uint8Array): Pick<ArtifactFacts, 'contentHash' | 'sizeBytes'> {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content
  return { contentHash: `sha256:${createHash('sha256').update(bytes).digest('hex')}`, sizeBytes: bytes.byteLength }
}

async function fileAt(path: string): Promise<{ readonly size: number; readonly isFile: boolean }> {
  const found = await stat(path)
  return { size: found.size, isFile: found.isFile() }
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk)
  return `sha256:${hash.digest('hex')}`
}
