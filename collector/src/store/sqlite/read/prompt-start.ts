import type { SqliteDatabase } from '../database.ts'
import { textStart } from './long-text.ts'
import { queryFirst } from './rows.ts'

/** Characters that are read of a prompt: enough for a line, also where it begins with blanks. */
const START_CHARS = 1000

/** Of the first calls that a trace started, with the wrappers around them, the first one with a prompt: a trace may have any number without. */
const FIRST_PROMPT = `SELECT k.input_text AS prompt FROM (SELECT id, start_ns, repeated FROM calls WHERE trace = @trace ORDER BY start_ns, id LIMIT 16) c
  JOIN call_texts k ON k.id = c.id WHERE c.repeated = 0 AND k.input_text IS NOT NULL ORDER BY c.start_ns, c.id LIMIT 1`

/** The beginning of the first prompt of a trace, as it was sent. */
export function promptStartOf(db: SqliteDatabase, trace: number): string | undefined {
  const prompt = queryFirst<{ readonly prompt: string | number }>(db, FIRST_PROMPT, { trace })?.prompt
  return prompt === undefined ? undefined : textStart(db, prompt, START_CHARS)
}
