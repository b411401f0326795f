import type { StoredFailedSpan } from '../../../domain/stored-span.ts'
import type { Page, SessionPage } from '../../../domain/telemetry-reader.ts'
import type { SqliteDatabase } from '../database.ts'
import { readChronological, type Track } from './chronological.ts'
import { queryFirst, textSql } from './rows.ts'
import { SPAN_LIST_SQL, SPAN_TABLES_SQL } from './span-columns.ts'
import { createDepths } from './span-depth.ts'
import { spanWalk } from './span-walk.ts'

/** Spans that failed, by an index of their own. */
const FAILED_TRACK: Track = { rank: 0, table: 'spans', time: 'start_ns', filter: 'failed = 1' }

const ERROR_COUNT = 'SELECT error_count AS errors FROM session_rows WHERE id = @sessionId'
const FAILED = `SELECT ${SPAN_LIST_SQL}, s.trace, ${textSql('s.error_message')} AS errorMessage FROM ${SPAN_TABLES_SQL} WHERE s.id = @id`

type FailedRow = Omit<StoredFailedSpan, 'depth' | 'hasChildren'> & { readonly trace: number }

/** The spans of a session that failed, in order of start. */
export function listErrors(db: SqliteDatabase, page: SessionPage): Page<StoredFailedSpan> {
  const { errors = 0 } = queryFirst<{ readonly errors: number }>(db, ERROR_COUNT, { sessionId: page.sessionId }) ?? {}
  if (errors === 0) return { items: [] }
  const depths = createDepths(db)
  return readChronological(db, page, {
    name: 'errors',
    tracks: [FAILED_TRACK],
    read: ({ id }): StoredFailedSpan | undefined => {
      const row = queryFirst<FailedRow>(db, FAILED, { id })
      if (!row) return undefined
      const { trace, ...span } = row
      const hasChildren = spanWalk(db, trace).firstChild(span.spanId) !== undefined
      return { ...span, depth: depths(trace, span.spanId), hasChildren }
    },
  })
}
