import { FACT_KINDS, type FactKind, type StoredFact } from '../../../domain/stored.ts'
import type { FactQuery, Page } from '../../../domain/telemetry-reader.ts'
import type { SqliteDatabase } from '../database.ts'
import { readChronological, type Track } from './chronological.ts'
import { createIssueStates, type ReportedFact } from './fixes.ts'
import { PLACED_SQL, placedJoins } from './placed.ts'
import { queryFirst } from './rows.ts'

/** What spans report through their events, one track per kind. */
export function factTrack(kind: FactKind): Track {
  return { rank: 3 + FACT_KINDS.indexOf(kind), table: 'facts', time: 'time_ns', key: `kind = '${kind}'` }
}

const FACT = `SELECT f.id, f.trace, ${PLACED_SQL}, f.kind, f.time_ns AS timeNs, f.data FROM facts f ${placedJoins('f', 'span')} WHERE f.id = @id`

/** Reads facts of one request by their integers. */
export function createFactReader(db: SqliteDatabase): (id: number) => StoredFact | undefined {
  const stateOf = createIssueStates(db)
  return (id) => {
    const row = queryFirst<StoredFact & ReportedFact>(db, FACT, { id })
    if (!row) return undefined
    const { trace: _, ...fact } = row
    return row.kind === 'issue' ? { ...fact, ...stateOf(row) } : fact
  }
}

/** Facts of a session of some kinds, in order of time. */
export function listFacts(db: SqliteDatabase, query: FactQuery): Page<StoredFact> {
  const read = createFactReader(db)
  const kinds = FACT_KINDS.filter((kind) => query.kinds.includes(kind))
  return readChronological(db, query, {
    name: `facts ${kinds.join(' ')}`,
    tracks: kinds.map(factTrack),
    read: ({ id }) => read(id),
  })
}
