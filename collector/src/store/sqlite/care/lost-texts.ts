/** Puts a note in the place of texts that were lost, and counts the uses of those that were not. */
import type { SqliteDatabase } from '../database.ts'
import { pieceHash } from '../long-texts.ts'
import { countTextUses, RECEIVED_TEXTS } from './text-uses.ts'

/** Of a piece: in one pass over the paths, as no index leads from a piece to its paths. */
const COUNT_PIECES = `UPDATE contents SET refs = 0;
  UPDATE contents SET refs = uses FROM (SELECT abs(content_id) AS content, count(*) AS uses FROM paths GROUP BY 1) WHERE content = contents.id`

/** @returns how many pieces of text are lost */
export function mendTexts(target: SqliteDatabase, stage: SqliteDatabase): number {
  return target.transaction(() => {
    const { spans, ...others } = RECEIVED_TEXTS
    const uses = countTextUses(target, others)
    const inSpans = spans ? countTextUses(stage, { spans }) : new Map<number, number>()
    const lost = noteLostPaths(target, [...uses.keys(), ...inSpans.keys()]) + noteLostPieces(target)
    countUses(target, uses)
    return lost
  })()
}

function noteLostPaths(db: SqliteDatabase, used: readonly number[]): number {
  const parents = db.prepare('SELECT DISTINCT parent_id FROM paths WHERE parent_id <> 0').pluck().all() as number[]
  const exists = db.prepare('SELECT 1 FROM paths WHERE id = ?').pluck()
  const insert = db.prepare('INSERT INTO paths (id, parent_id, content_id, refs) VALUES (?, 0, ?, 0)')
  const missing = [...new Set([...used, ...parents])].filter((id) => exists.get(id) === undefined)
  for (const id of missing) insert.run(id, noteOf(db, `text ${id}`))
  return missing.length
}

function noteLostPieces(db: SqliteDatabase): number {
  const sql = 'SELECT DISTINCT abs(content_id) FROM paths p WHERE NOT EXISTS (SELECT 1 FROM contents c WHERE c.id = abs(p.content_id))'
  const missing = db.prepare(sql).pluck().all() as number[]
  for (const id of missing) noteOf(db, `piece ${id}`, id)
  return missing.length
}

/** Every note is a text of its own: no two pieces have the same hash. @returns its row */
function noteOf(db: SqliteDatabase, what: string, id: number | null = null): number {
  const text = `[lost to damage of the database: ${what}]`
  const { lastInsertRowid } = db
    .prepare('INSERT INTO contents (id, hash, text, refs) VALUES (?, ?, ?, 0)')
    .run(id, pieceHash(1, text), text)
  return Number(lastInsertRowid)
}

/** Spans are not counted: they are written again, and count then. */
function countUses(db: SqliteDatabase, uses: ReadonlyMap<number, number>): void {
  db.exec(`UPDATE paths SET refs = (SELECT count(*) FROM paths c WHERE c.parent_id = paths.id);
    ${COUNT_PIECES}`)
  const add = db.prepare('UPDATE paths SET refs = refs + ? WHERE id = ?')
  for (const [path, times] of uses) add.run(times, path)
}

/** Removes texts that nothing uses any more. To be called when the spans are written. */
export function removeUnusedTexts(db: SqliteDatabase): void {
  const remove = db.prepare('DELETE FROM paths WHERE refs = 0 RETURNING parent_id')
  const release = db.prepare('UPDATE paths SET refs = refs - 1 WHERE id = ?')
  db.transaction(() => {
    for (let parents = remove.pluck().all() as number[]; parents.length > 0; parents = remove.pluck().all() as number[])
      for (const parent of parents) release.run(parent)
    db.exec(`${COUNT_PIECES};
      DELETE FROM contents WHERE refs = 0`)
  })()
}
