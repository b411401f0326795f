import type { SqliteDatabase } from '../database.ts'
import { queryAll, queryFirst } from './rows.ts'

/** Pieces of a path from its beginning on, without their texts. A piece may be short: a list of messages is cut at its elements. */
const FIRST_PIECES = `WITH RECURSIVE chain (parent_id, content_id, depth) AS (
    SELECT parent_id, content_id, 0 FROM paths WHERE id = @path
    UNION ALL
    SELECT p.parent_id, p.content_id, depth + 1 FROM chain JOIN paths p ON p.id = chain.parent_id
  )
  SELECT content_id AS content FROM chain ORDER BY depth DESC LIMIT @limit`
const PIECE = 'SELECT substr(text, 1, @chars) AS text FROM contents WHERE id = @content'

/** Pieces that a beginning is made of at most. */
const MAX_PIECES = 64

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
