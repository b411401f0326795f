import { AppError } from '../../../domain/app-error.ts'
import { spanIdToInt } from '../../../domain/id.ts'
import type { SqliteDatabase } from '../database.ts'
import { type Bindings, queryAll, queryFirst } from './rows.ts'
import { traceIdRange } from './sessions.ts'

/** What a person typed for a session. */
interface Asked {
  readonly workspaceId: number
  readonly text: string
}

/** Candidates that an ambiguous text is answered with. */
const MAX_CANDIDATES = 10
const MIN_PREFIX = 4
const WHAT_IDS_ARE = `an id is an integer, at least ${MIN_PREFIX} digits of a trace id, or a whole key`
const MAX_INTEGER_DIGITS = 15
const MAX_ALIAS_STEPS = 16

/** One way to read the text: whether it can be read so, and which sessions it then names. */
interface Reading {
  readonly matches: RegExp
  readonly find: (db: SqliteDatabase, asked: Asked) => readonly number[]
}

/** The first reading that fits is the one that counts; the order is part of the public contract. */
const READINGS: readonly Reading[] = [
  { matches: /^key:/, find: (db, asked) => byKey(db, { ...asked, text: asked.text.slice('key:'.length) }) },
  { matches: /^hex:/i, find: (db, asked) => byPrefix(db, { ...asked, text: asked.text.slice('hex:'.length) }) },
  { matches: /^[0-9a-f]{32}$/i, find: byPrefix },
  { matches: /^[0-9a-f]{16}$/i, find: (db, asked) => union(bySpan(db, asked), byPrefix(db, asked)) },
  { matches: new RegExp(`^\\d{1,${MAX_INTEGER_DIGITS}}$`), find: byInteger },
  { matches: /^[0-9a-f]{1,31}$/i, find: byPrefix },
  { matches: /^/, find: byBareKey },
]

/**
 * The session that a text names.
 * @throws AppError `not_found`, `ambiguous` with candidates, `invalid` for a beginning of a trace id that is too short
 */
export function resolveSession(db: SqliteDatabase, asked: Asked): number {
  const found = READINGS.find(({ matches }) => matches.test(asked.text))?.find(db, asked) ?? []
  const [first] = found
  if (first === undefined) throw new AppError('not_found', `no session ${shown(asked.text)}`)
  if (found.length === 1) return first
  const more = found.length > MAX_CANDIDATES ? ' or more' : ''
  const candidates = found.slice(0, MAX_CANDIDATES).map((id) => describe(db, id))
  throw new AppError('ambiguous', `${shown(asked.text)} may be ${candidates.length}${more} sessions; give more of the id, or the integer`, {
    candidates,
  })
}

function shown(text: string): string {
  return text.length > 80 ? `${text.slice(0, 80)}…` : text
}

function byInteger(db: SqliteDatabase, { workspaceId, text }: Asked): readonly number[] {
  let id = Number(text)
  for (let step = 0; step < MAX_ALIAS_STEPS; step++) {
    const found = ids(db, 'SELECT id FROM session_rows WHERE id = @id AND workspace_id = @workspaceId', { id, workspaceId })
    if (found.length > 0) return found
    const alias = queryFirst<{ id: number }>(db, 'SELECT session_id AS id FROM session_aliases WHERE old_id = @id', { id })
    if (!alias) return []
    id = alias.id
  }
  return []
}

function byKey(db: SqliteDatabase, { workspaceId, text }: Asked): readonly number[] {
  return ids(db, 'SELECT id FROM session_rows WHERE workspace_id = @workspaceId AND key = @key ORDER BY id DESC LIMIT @limit', {
    workspaceId,
    key: text,
    limit: MAX_CANDIDATES + 1,
  })
}

/** What cannot be anything else may be a key, or no id at all. */
function byBareKey(db: SqliteDatabase, asked: Asked): readonly number[] {
  const found = byKey(db, asked)
  if (found.length > 0) return found
  throw new AppError('not_found', `no session ${shown(asked.text)}: ${WHAT_IDS_ARE}`)
}

function byPrefix(db: SqliteDatabase, { workspaceId, text }: Asked): readonly number[] {
  if (!/^[0-9a-f]{1,32}$/i.test(text)) throw new AppError('invalid', `${shown(text)} is no beginning of a trace id: that is hex digits`)
  if (text.length < MIN_PREFIX) throw new AppError('invalid', `no session ${text}: ${WHAT_IDS_ARE}`)
  const { from, to } = traceIdRange(text)
  const sql = `SELECT DISTINCT session_id AS id FROM traces WHERE workspace_id = @workspaceId AND trace_id BETWEEN @from AND @to
    ORDER BY trace_id LIMIT @limit`
  return ids(db, sql, { workspaceId, from, to, limit: MAX_CANDIDATES + 1 })
}

/** A span id alone: one look-up per trace, because spans are found by trace. */
function bySpan(db: SqliteDatabase, { workspaceId, text }: Asked): readonly number[] {
  const sql = `SELECT DISTINCT t.session_id AS id FROM traces t CROSS JOIN spans s ON s.trace = t.id AND s.span_id = @spanId
    WHERE t.workspace_id = @workspaceId LIMIT @limit`
  return ids(db, sql, { workspaceId, spanId: spanIdToInt(text.toLowerCase()), limit: MAX_CANDIDATES + 1 })
}

function ids(db: SqliteDatabase, sql: string, bindings: Bindings): readonly number[] {
  return queryAll<{ id: number }>(db, sql, bindings).map(({ id }) => id)
}

function union(a: readonly number[], b: readonly number[]): readonly number[] {
  return [...new Set([...a, ...b])]
}

/** A candidate for people: integer, trace id, and a name when there is one. */
function describe(db: SqliteDatabase, id: number): string {
  const sql = `SELECT lower(hex(t.trace_id)) AS traceId, coalesce(s.title, s.workflow, s.key) AS name
    FROM session_rows s JOIN traces t ON t.id = s.first_trace WHERE s.id = @id`
  const found = queryFirst<{ traceId: string; name: string }>(db, sql, { id })
  return found ? `${id} ${found.traceId} ${found.name}` : String(id)
}
