import type { SqliteDatabase } from '../database.ts'
import { type Bindings, queryEach } from './rows.ts'
import { type Found, matchingSessions } from './search.ts'

/** A condition on a row, and what it is asked with. */
export interface Condition {
  readonly sql: readonly string[]
  readonly bindings: Bindings
}

const SESSIONS = `SELECT DISTINCT t.session_id FROM json_each(@found) j CROSS JOIN spans x ON x.id = j.value JOIN traces t ON t.id = x.trace`

/** Sessions that are named so, or that have one of the spans that were found. */
export function namedOrFound(named: Condition, found: Found | undefined): Condition {
  if (found?.kind !== 'few') return named
  return {
    sql: [`(${[...named.sql, `s.id IN (${SESSIONS})`].join(' OR ')})`],
    bindings: { ...named.bindings, found: JSON.stringify(found.spans) },
  }
}

/** Sessions that one page looks at, about 100 ms. A page that needs more ends early, even empty, with a cursor. */
const MAX_LOOKED = 2000

/** Which sessions are looked at, in which order. */
export interface Walk {
  readonly filter: Condition
  /** Makes a session wanted whatever was said in it. */
  readonly named: Condition
  readonly match: string
  /** What the list is sorted by, and `ASC` or `DESC`. */
  readonly key: string
  readonly direction: string
  readonly limit: number
}

/** A session's place in the list. */
export interface Place {
  readonly id: number
  readonly sortNs: bigint
}

interface Looked extends Place {
  readonly spanCount: number
  readonly isNamed: number
}

/** The next sessions, one more than `limit` if there are as many, and where the walk ended without having looked at all. */
export function walkSessions(
  db: SqliteDatabase,
  { filter, named, match, key, direction, limit }: Walk,
): { readonly found: readonly Place[]; readonly endedAt: Place | undefined } {
  const sql = `SELECT s.id, ${key} AS sortNs, s.span_count AS spanCount, ${named.sql.join(' AND ')} AS isNamed FROM session_rows s
    WHERE ${filter.sql.join(' AND ')} ORDER BY ${key} ${direction}, s.id ${direction} LIMIT ${MAX_LOOKED}`
  const found: Place[] = []
  let last: Looked | undefined
  let looked = 0
  let batch: Looked[] = []
  // Each batch that gave too little is followed by one twice its size: asking about a batch has a price of its own.
  let batchSize = limit + 1
  const look = (): void => {
    const matching = matchingSessions(db, match, batch)
    found.push(...batch.filter(({ id, isNamed }) => isNamed === 1 || matching.has(id)))
    batch = []
    batchSize *= 2
  }
  for (const session of queryEach<Looked>(db, sql, { ...filter.bindings, ...named.bindings })) {
    batch.push(session)
    last = session
    looked++
    if (batch.length >= batchSize) look()
    if (found.length > limit) return { found: found.slice(0, limit + 1), endedAt: undefined }
  }
  look()
  return { found: found.slice(0, limit + 1), endedAt: looked === MAX_LOOKED ? last : undefined }
}
