import { hash } from 'node:crypto'
import { AppError } from '../../domain/app-error.ts'
import { piecesOf } from '../text-pieces.ts'
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

/** Pieces and paths that are remembered, about 100 bytes each. */
const REMEMBERED = 100_000
const DIGEST_LENGTH = 16

/** Opens the contents over the writing connection. */
export function createContents(db: SqliteDatabase): Contents {
  const sql = prepareStatements(db)
  /** `parent content` → path. */
  const knownPaths = new Map<string, number>()
  /** Digest → piece. */
  const knownContents = new Map<string, number>()
  const pathDeltas = new Map<number, number>()
  const contentDeltas = new Map<number, number>()

  function pathOf(workspaceId: number, text: string): number {
    return piecesOf(text).reduce((parent, piece) => childPath(parent, contentOf(workspaceId, piece)), 0)
  }

  function childPath(parent: number, content: number): number {
    return recall(knownPaths, `${parent} ${content}`, () => {
      const existing = sql.findPath.get(parent, content) as { id: number } | undefined
      return existing?.id ?? insertPath(parent, content)
    })
  }

  function insertPath(parent: number, content: number): number {
    const id = Number(sql.insertPath.run(parent, content).lastInsertRowid)
    bump(contentDeltas, content, 1)
    if (parent !== 0) bump(pathDeltas, parent, 1)
    // Looked at in `flush` even when nobody comes to use it.
    bump(pathDeltas, id, 0)
    return id
  }

  function contentOf(workspaceId: number, piece: string): number {
    const digest = pieceHash(workspaceId, piece)
    return recall(knownContents, digest.toString('latin1'), () => {
      const existing = sql.findContent.get(digest) as { id: number } | undefined
      return existing?.id ?? Number(sql.insertContent.run(digest, piece).lastInsertRowid)
    })
  }

  function forget(): void {
    knownPaths.clear()
    knownContents.clear()
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
      forget()
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
      forget()
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

function bump(deltas: Map<number, number>, id: number, by: number): void {
  deltas.set(id, (deltas.get(id) ?? 0) + by)
}

/** A remembered number, else the found one, which is remembered from then on. */
function recall(known: Map<string, number>, key: string, find: () => number): number {
  const seen = known.get(key)
  if (seen !== undefined) return seen
  if (known.size >= REMEMBERED) known.clear()
  const id = find()
  known.set(key, id)
  return id
}
