import { hash } from 'node:crypto'
import { AppError } from '../../domain/app-error.ts'
import { piecesOf } from '../pieces.ts'
import type { SqliteDatabase } from './database.ts'

/** Long texts, each piece stored once and counted. Works inside the writer's transaction. */
export interface Contents {
  /** The row of the path that holds `text`, made when it is new. Does not count as a use: see `retain`. */
  pathOf(workspaceId: number, text: string): number
  /** Changes how often stored values use a path. What nobody uses is deleted at `flush`. */
  retain(path: number, times: number): void
  /** Writes the changed counts. To be called before the transaction commits. */
  flush(): void
  /** Forgets everything that may not be in the database after a failed transaction. */
  rollback(): void
}

/** Paths remembered by the digest of their whole text: 64 bytes each or so. */
const REMEMBERED_PATHS = 50_000
const DIGEST_LENGTH = 16

/** Opens the contents over the writing connection. */
export function createContents(db: SqliteDatabase): Contents {
  const sql = prepareStatements(db)
  /** Digest of the text up to and with a piece → its path. */
  const known = new Map<string, number>()
  const pathDeltas = new Map<number, number>()
  const contentDeltas = new Map<number, number>()

  function pathOf(workspaceId: number, text: string): number {
    const pieces = piecesOf(text)
    const hashes = pieces.map((piece) => pieceHash(workspaceId, piece))
    const digests = prefixDigests(hashes)
    let length = pieces.length
    while (length > 0 && !known.has(digests[length - 1] as string)) length--
    let path = length > 0 ? (known.get(digests[length - 1] as string) as number) : 0
    for (let i = length; i < pieces.length; i++) {
      path = childPath(path, hashes[i] as Buffer, pieces[i] as string)
      remember(digests[i] as string, path)
    }
    return path
  }

  function childPath(parent: number, pieceDigest: Buffer, piece: string): number {
    const content = contentOf(pieceDigest, piece)
    const existing = sql.findPath.get(parent, content) as { id: number } | undefined
    if (existing) return existing.id
    const id = Number(sql.insertPath.run(parent, content).lastInsertRowid)
    bump(contentDeltas, content, 1)
    if (parent !== 0) bump(pathDeltas, parent, 1)
    if (!pathDeltas.has(id)) pathDeltas.set(id, 0)
    return id
  }

  function contentOf(digest: Buffer, piece: string): number {
    const existing = sql.findContent.get(digest) as { id: number } | undefined
    if (existing) return existing.id
    return Number(sql.insertContent.run(digest, piece).lastInsertRowid)
  }

  function remember(digest: string, path: number): void {
    if (known.size >= REMEMBERED_PATHS) forgetOldest(known)
    known.set(digest, path)
  }

  /** Counts go up before anything goes down, so that what is still used is never deleted. */
  function flush(): void {
    for (const [id, delta] of pathDeltas) if (delta > 0) sql.countPath.run(delta, id)
    for (const [id, delta] of contentDeltas) sql.countContent.run(delta, id)
    for (const [id, delta] of pathDeltas) if (delta <= 0) release(id, delta)
    pathDeltas.clear()
    contentDeltas.clear()
  }

  /** Lowers the count of a path; an unused one goes, and then its parent may be unused. */
  function release(id: number, delta: number): void {
    for (let path = id, change = delta; path !== 0; change = -1) {
      const row = sql.countPath.get(change, path) as { refs: number; parent_id: number; content_id: number } | undefined
      if (!row || row.refs > 0) return
      sql.deletePath.run(path)
      releaseContent(row.content_id)
      path = row.parent_id
      known.clear()
    }
  }

  function releaseContent(id: number): void {
    const row = sql.countContent.get(-1, id) as { refs: number }
    if (row.refs === 0) sql.deleteContent.run(id)
  }

  return {
    pathOf,
    retain: (path, times) => bump(pathDeltas, path, times),
    flush,
    rollback() {
      known.clear()
      pathDeltas.clear()
      contentDeltas.clear()
    },
  }
}

/** Reads the whole text of a path. @throws AppError `internal` when there is no such path */
export function createTextReader(db: SqliteDatabase): (path: number | bigint) => string {
  const read = db.prepare(`
    WITH RECURSIVE chain (parent_id, content_id, depth) AS (
      SELECT parent_id, content_id, 0 FROM paths WHERE id = ?
      UNION ALL
      SELECT p.parent_id, p.content_id, depth + 1 FROM chain JOIN paths p ON p.id = chain.parent_id
    )
    SELECT c.text FROM chain JOIN contents c ON c.id = content_id ORDER BY depth DESC`)
  read.pluck()
  return (path) => {
    const pieces = read.all(path) as string[]
    if (pieces.length === 0) throw new AppError('internal', `the store has no text ${path}; run a database check`)
    return pieces.join('')
  }
}

function prepareStatements(db: SqliteDatabase) {
  return {
    findContent: db.prepare('SELECT id FROM contents WHERE hash = ?'),
    insertContent: db.prepare('INSERT INTO contents (hash, text, refs) VALUES (?, ?, 0)'),
    countContent: db.prepare('UPDATE contents SET refs = refs + ? WHERE id = ? RETURNING refs'),
    deleteContent: db.prepare('DELETE FROM contents WHERE id = ?'),
    findPath: db.prepare('SELECT id FROM paths WHERE parent_id = ? AND content_id = ?'),
    insertPath: db.prepare('INSERT INTO paths (parent_id, content_id, refs) VALUES (?, ?, 0)'),
    countPath: db.prepare('UPDATE paths SET refs = refs + ? WHERE id = ? RETURNING refs, parent_id, content_id'),
    deletePath: db.prepare('DELETE FROM paths WHERE id = ?'),
  }
}

/** The workspace salts the hash: a text of one workspace never answers for another's. */
function pieceHash(workspaceId: number, piece: string): Buffer {
  return hash('sha256', `${workspaceId}\n${piece}`, 'buffer').subarray(0, DIGEST_LENGTH)
}

/** Digest of the pieces up to each piece. */
function prefixDigests(hashes: readonly Buffer[]): readonly string[] {
  const digests: string[] = []
  let previous = ''
  for (const pieceDigest of hashes) {
    previous = hash('sha256', previous + pieceDigest.toString('latin1'), 'base64')
    digests.push(previous)
  }
  return digests
}

function bump(deltas: Map<number, number>, id: number, by: number): void {
  deltas.set(id, (deltas.get(id) ?? 0) + by)
}

/** A Map keeps insertion order, so its first key is the oldest. */
function forgetOldest(known: Map<string, number>): void {
  for (const key of known.keys()) {
    known.delete(key)
    if (known.size < REMEMBERED_PATHS / 2) return
  }
}
