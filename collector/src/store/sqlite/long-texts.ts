import { hash } from 'node:crypto'
import { AppError } from '../../domain/app-error.ts'
import { createPartMemory, type PartMemory } from '../part-memory.ts'
import { partsOf, piecesOf, type TextPart, type TextPiece, textOfPiece } from '../text-pieces.ts'
import type { SqliteDatabase } from './database.ts'

/** Long texts, each piece stored once and counted. Works inside the writer's transaction. */
export interface Contents {
  /** The row of the path that holds `text`; a new one is written at `flush`. Does not count as a use: see `retain`. */
  pathOf(workspaceId: number, text: string): number
  /** The text of a path, also of one that is not written yet. */
  textOf(path: number | bigint): string
  /** Changes how often stored values use a path. What nobody uses is deleted at `flush`. */
  retain(path: number, times: number): void
  /** Writes the changed counts. To be called before the transaction commits. */
  flush(): void
  /** Forgets everything that may not be in the database after a failed transaction. */
  rollback(): void
}

/**
 * The text that a path adds to its parent, as SQL over `text` of the piece and `content_id` of the path: a negative one says that the
 * piece stands there with the escapes of a JSON string.
 */
export const PATH_TEXT = 'iif(content_id < 0, substr(json_quote(text), 2, length(json_quote(text)) - 2), text)'

/** Paths that are remembered, about 100 bytes each. */
const REMEMBERED = 100_000
/** Text of which the pieces are remembered, of each workspace. */
const REMEMBERED_UNITS = 16_000_000
const DIGEST_LENGTH = 16

/** A piece that `flush` inserts. */
interface NewContent {
  readonly digest: Buffer
  readonly text: string
  refs: number
}

/** A path that `flush` inserts. */
interface NewPath {
  readonly parent: number
  /** Negative where the piece is escaped. */
  readonly content: number
  refs: number
}

/** Opens the contents over the writing connection. New rows are written once, at the end, with their counts. */
export function createContents(db: SqliteDatabase): Contents {
  const sql = prepareStatements(db)
  const readText = createTextReader(db)
  /** `parent content` → path; those that are not written yet are always in it, like the pieces. */
  const knownPaths = new Map<string, number>()
  const knownParts = new Map<number, PartMemory>()
  /** Digests of pieces that are not written yet. */
  const newDigests = new Map<string, number>()
  const newPaths = new Map<number, NewPath>()
  const newContents = new Map<number, NewContent>()
  const pathDeltas = new Map<number, number>()
  const contentDeltas = new Map<number, number>()
  let lastPath = Number(sql.lastPath.get())
  let lastContent = Number(sql.lastContent.get())

  function pathOf(workspaceId: number, text: string): number {
    let path = 0
    for (const part of partsOf(text)) for (const content of partContents(workspaceId, part)) path = childPath(path, content)
    return path
  }

  /** The pieces of a part, negative where they are escaped. */
  function partContents(workspaceId: number, part: TextPart): readonly number[] {
    const memory = partMemory(workspaceId)
    const known = memory.get(part)
    if (known) return known
    const contents = piecesOf(part).map((piece) => signedContent(workspaceId, piece))
    memory.set(part, contents)
    return contents
  }

  function partMemory(workspaceId: number): PartMemory {
    let memory = knownParts.get(workspaceId)
    if (!memory) {
      memory = createPartMemory(REMEMBERED_UNITS)
      knownParts.set(workspaceId, memory)
    }
    return memory
  }

  function signedContent(workspaceId: number, { text, escaped }: TextPiece): number {
    const content = contentOf(workspaceId, text)
    return escaped ? -content : content
  }

  function childPath(parent: number, content: number): number {
    const key = `${parent} ${content}`
    let id = knownPaths.get(key)
    if (id !== undefined) return id
    const isNewChild = newPaths.has(parent) || newContents.has(Math.abs(content))
    id = (isNewChild ? undefined : (sql.findPath.get(parent, content) as number | undefined)) ?? addPath(parent, content)
    knownPaths.set(key, id)
    return id
  }

  function addPath(parent: number, content: number): number {
    newPaths.set(++lastPath, { parent, content, refs: 0 })
    countContent(Math.abs(content), 1)
    if (parent !== 0) countPath(parent, 1)
    return lastPath
  }

  function contentOf(workspaceId: number, piece: string): number {
    const digest = pieceHash(workspaceId, piece)
    const key = digest.toString('latin1')
    return newDigests.get(key) ?? (sql.findContent.get(digest) as number | undefined) ?? addContent(digest, piece)
  }

  function addContent(digest: Buffer, text: string): number {
    newDigests.set(digest.toString('latin1'), lastContent + 1)
    newContents.set(++lastContent, { digest, text, refs: 0 })
    return lastContent
  }

  function textOf(path: number | bigint): string {
    const pieces: string[] = []
    let id = Number(path)
    for (let added = newPaths.get(id); added; added = newPaths.get(id)) {
      const content = Math.abs(added.content)
      const piece = newContents.get(content)?.text ?? (sql.contentText.get(content) as string)
      pieces.push(textOfPiece({ text: piece, escaped: added.content < 0 }))
      id = added.parent
    }
    if (id !== 0) pieces.push(readText(id))
    return pieces.reverse().join('')
  }

  function countPath(id: number, by: number): void {
    const added = newPaths.get(id)
    if (added) added.refs += by
    else pathDeltas.set(id, (pathDeltas.get(id) ?? 0) + by)
  }

  function countContent(id: number, by: number): void {
    const added = newContents.get(id)
    if (added) added.refs += by
    else contentDeltas.set(id, (contentDeltas.get(id) ?? 0) + by)
  }

  function forget(): void {
    knownPaths.clear()
    for (const memory of knownParts.values()) memory.clear()
  }

  /** What nobody came to use is not written: the longest paths first, as they use shorter ones. */
  function dropUnused(): void {
    for (const [id, { parent, content, refs }] of [...newPaths].reverse()) {
      if (refs > 0) continue
      newPaths.delete(id)
      countContent(Math.abs(content), -1)
      if (parent !== 0) countPath(parent, -1)
      forget()
    }
    for (const [id, { refs }] of newContents) if (refs <= 0) newContents.delete(id)
  }

  /** Counts go up before anything goes down, so that what is still used is never deleted. */
  function flush(): void {
    dropUnused()
    for (const [id, { digest, text, refs }] of newContents) sql.insertContent.run(id, digest, text, refs)
    for (const [id, { parent, content, refs }] of newPaths) sql.insertPath.run(id, parent, content, refs)
    for (const [id, delta] of pathDeltas) if (delta > 0) sql.raisePath.run(delta, id)
    for (const [id, delta] of contentDeltas) if (delta > 0) sql.raiseContent.run(delta, id)
    for (const [id, delta] of pathDeltas) if (delta < 0) release(id, delta)
    clearChanges()
    if (knownPaths.size > REMEMBERED) knownPaths.clear()
  }

  function clearChanges(): void {
    newPaths.clear()
    newContents.clear()
    newDigests.clear()
    pathDeltas.clear()
    contentDeltas.clear()
  }

  /** Lowers the count of a path; an unused one goes, and then its parent may be unused. */
  function release(id: number, delta: number): void {
    for (let path = id, change = delta; path !== 0; change = -1) {
      const row = sql.lowerPath.get(change, path) as { refs: number; parent_id: number; content_id: number } | undefined
      if (!row || row.refs > 0) return
      sql.deletePath.run(path)
      releaseContent(Math.abs(row.content_id))
      path = row.parent_id
      forget()
    }
  }

  function releaseContent(id: number): void {
    if (sql.lowerContent.get(id) === 0) sql.deleteContent.run(id)
  }

  return {
    pathOf,
    textOf,
    retain: countPath,
    flush,
    rollback() {
      forget()
      clearChanges()
      lastPath = Number(sql.lastPath.get())
      lastContent = Number(sql.lastContent.get())
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
    SELECT ${PATH_TEXT} FROM chain JOIN contents c ON c.id = abs(content_id) ORDER BY depth DESC`)
  read.pluck()
  return (path) => {
    const pieces = read.all(path) as string[]
    if (pieces.length === 0) throw new AppError('internal', `the store has no text ${path}; run a database check`)
    return pieces.join('')
  }
}

function prepareStatements(db: SqliteDatabase) {
  return {
    lastPath: db.prepare('SELECT coalesce(max(id), 0) FROM paths').pluck(),
    lastContent: db.prepare('SELECT coalesce(max(id), 0) FROM contents').pluck(),
    findContent: db.prepare('SELECT id FROM contents WHERE hash = ?').pluck(),
    contentText: db.prepare('SELECT text FROM contents WHERE id = ?').pluck(),
    insertContent: db.prepare('INSERT INTO contents (id, hash, text, refs) VALUES (?, ?, ?, ?)'),
    raiseContent: db.prepare('UPDATE contents SET refs = refs + ? WHERE id = ?'),
    lowerContent: db.prepare('UPDATE contents SET refs = refs - 1 WHERE id = ? RETURNING refs').pluck(),
    deleteContent: db.prepare('DELETE FROM contents WHERE id = ?'),
    findPath: db.prepare('SELECT id FROM paths WHERE parent_id = ? AND content_id = ?').pluck(),
    insertPath: db.prepare('INSERT INTO paths (id, parent_id, content_id, refs) VALUES (?, ?, ?, ?)'),
    raisePath: db.prepare('UPDATE paths SET refs = refs + ? WHERE id = ?'),
    lowerPath: db.prepare('UPDATE paths SET refs = refs + ? WHERE id = ? RETURNING refs, parent_id, content_id'),
    deletePath: db.prepare('DELETE FROM paths WHERE id = ?'),
  }
}

/** The workspace salts the hash: a text of one workspace never answers for another's. */
export function pieceHash(workspaceId: number, piece: string): Buffer {
  return hash('sha256', `${workspaceId}\n${piece}`, 'buffer').subarray(0, DIGEST_LENGTH)
}
