/** What comes again while it is being removed: its row is out of sight, but still there. Works inside the writer's transaction. */
import type { SqliteDatabase } from '../database.ts'
import { REMOVALS_OF_POINT, REMOVES_LOG } from './being-removed.ts'
import type { RowRemover } from './remove-rows.ts'

/**
 * What becomes of an item that has a row: it is known; or it is not stored, as a person has it removed; or the row was deleted now, as the
 * policy has it removed and what comes again is as good as new.
 */
export type AgainFate = 'known' | 'deleted' | 'new'

/** Asked for every item that is stored already. */
export interface SentAgain {
  log(row: number): AgainFate
  point(row: number): AgainFate
  /** To be called when a removal began or ended, and after a failed transaction. */
  refresh(): void
}

/** Opens it over the writing connection. While nothing is being removed, nothing is asked. */
export function createSentAgain(db: SqliteDatabase, rows: RowRemover): SentAgain {
  const any = db.prepare('SELECT 1 FROM removals LIMIT 1').pluck()
  const asked = `SELECT max(m.reason = 'asked') FROM`
  const ofLog = db.prepare(`${asked} log_records r JOIN removals m ON ${REMOVES_LOG} WHERE r.id = +?`).pluck()
  const ofPoint = db.prepare(`${asked} (SELECT id, series FROM metric_points WHERE id = +?) r, ${REMOVALS_OF_POINT}`).pluck()
  const isAny = (): boolean => any.get() !== undefined
  let isRemoving = isAny()

  function fate(row: number, isAsked: typeof ofLog, remove: (row: number) => void): AgainFate {
    const found = isRemoving ? isAsked.get(row) : null
    if (found === null) return 'known'
    if (found === 1) return 'deleted'
    remove(row)
    return 'new'
  }
  return {
    log: (row) => fate(row, ofLog, rows.removeLog),
    point: (row) => fate(row, ofPoint, rows.removePoint),
    refresh() {
      isRemoving = isAny()
    },
  }
}
