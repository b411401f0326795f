import type { StoredAction } from '../../../domain/stored.ts'
import type { Page, SessionPage } from '../../../domain/telemetry-reader.ts'
import type { SqliteDatabase } from '../database.ts'
import { readChronological, type Track } from './chronological.ts'
import { PLACED_SQL, placedJoins } from './placed.ts'
import { queryFirst, textSql } from './rows.ts'

/** Tool calls and commands. */
export const ACTION_TRACK: Track = { rank: 2, table: 'action_rows', time: 'start_ns' }

const ACTION = `SELECT a.id, ${PLACED_SQL}, a.start_ns AS startNs, x.end_ns AS endNs, a.type, a.tool, a.call_id AS callId,
  ${textSql('a.text')} AS text, ${textSql('a.arguments')} AS arguments, ${textSql('a.result')} AS result, a.exit_code AS exitCode, a.success,
  x.failed, x.error_type AS errorType, ${textSql('x.error_message')} AS errorMessage, ${textSql('a.metadata')} AS metadata
  FROM action_rows a ${placedJoins('a')} WHERE a.id = @id`

/** The actions of a session, in order of time. */
export function listActions(db: SqliteDatabase, page: SessionPage): Page<StoredAction> {
  return readChronological(db, page, {
    name: 'actions',
    tracks: [ACTION_TRACK],
    read: ({ id }) => queryFirst<StoredAction>(db, ACTION, { id }),
  })
}
