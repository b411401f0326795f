import type { SqliteDatabase } from '../database.ts'
import { PATH_TEXT } from '../long-texts.ts'
import { queryAll, queryEachKept, queryFirst } from './rows.ts'

/** Pieces of a path from its beginning on, without their texts. A piece may be short: a list of messages is cut at its elements. */
const FIRST_PIECES = `WITH RECURSIVE chain (parent_id, content_id, depth) AS (
    SELECT parent_id, content_id, 0 FROM paths WHERE id = @path
    UNION ALL
    SELECT p.parent_id, p.content_id, depth + 1 FROM chain JOIN paths p ON p.id = chain.parent_id
  )
  SELECT content_id AS content FROM chain ORDER BY depth DESC LIMIT @limit`
const PIECE = `SELECT substr(${PATH_TEXT}, 1, @chars) AS text FROM (SELECT @content AS content_id) JOIN contents ON id = abs(content_id)`

/** From the last one on: a recursion gives its rows as it finds them, so that those that nobody asks for are not read. */
const LAST_PIECES = `WITH RECURSIVE chain (parent_id, content_id, depth) AS (
    SELECT parent_id, content_id, 0 FROM paths WHERE id = @path
    UNION ALL
    SELECT p.parent_id, p.content_id, depth + 1 FROM chain JOIN paths p ON p.id = chain.parent_id WHERE depth < @limit
  )
  SELECT substr(${PATH_TEXT}, -@chars) AS text FROM chain CROSS JOIN contents c ON c.id = abs(chain.content_id)`

/** Pieces that a beginning or an end is made of at most. */
const MAX_PIECES = 256

/** The beginning of a "text or path" column: only the pieces that are needed are read. */
export function textStart(db: SqliteDatabase, value: string | number, chars: number): string {
  if (typeof value === 'string') return value.slice(0, chars)
  let start = ''
  for (const { content } of queryAll<{ readonly content: number }>(db, FIRST_PIECES, { path: value, limit: MAX_PIECES })) {
    start += queryFirst<{ readonly text: string }>(db, PIECE, { content, chars })?.text ?? ''
    if (start.length >= chars) break
  }
  return start.slice(0, chars)
}

/** The end of a "text or path" column: only the pieces that are needed are read. */
export function textEnd(db: SqliteDatabase, value: string | number, chars: number): string {
  if (typeof value === 'string') return value.slice(-chars)
  let end = ''
  for (const { text } of queryEachKept<{ readonly text: string }>(db, LAST_PIECES, { path: value, limit: MAX_PIECES - 1, chars })) {
    end = text + end
    if (end.length >= chars) break
  }
  return end.slice(-chars)
}
