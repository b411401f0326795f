/** Knows log records that are stored without what was taken out of them, when they come again as they were. Works inside the transaction. */
import type { LogItem } from '../../../domain/log.ts'
import { countMarks, isRedactionOf } from '../../../domain/redaction-marks.ts'
import { hasStricterRules } from '../content-rules.ts'
import type { SqliteDatabase } from '../database.ts'
import { fromLogColumns, LOG_COLUMNS, type LogRow } from '../log-row.ts'
import type { Contents } from '../long-texts.ts'
import { createInternedReader } from '../resources-and-scopes.ts'

type Candidate = LogRow & { readonly resource_id: bigint; readonly scope_id: bigint }

/** Records of one moment that are looked at. */
const MAX_CANDIDATES = 50

/** Opens the look over the writing connection. In a store whose items were all stored under the same rules, nothing is asked. */
export function createRedactedLogs(db: SqliteDatabase, contents: Contents): (item: LogItem, workspaceId: number) => boolean {
  const ofMoment = db
    .prepare(
      `SELECT ${LOG_COLUMNS.join(', ')}, resource_id, scope_id FROM log_records
       WHERE workspace_id = +? AND at_ns = +? LIMIT ${MAX_CANDIDATES}`,
    )
    .safeIntegers()
  let isAsked: boolean | undefined

  function itemsAt(atNs: bigint, workspaceId: number): readonly LogItem[] {
    const rows = ofMoment.all(workspaceId, atNs) as Candidate[]
    if (rows.length === 0) return []
    // Not kept: the rows of a transaction that fails are given to others.
    const interned = createInternedReader(db)
    return rows.map((row) => ({
      log: fromLogColumns(row, contents.textOf),
      resource: interned.resource(Number(row.resource_id)),
      scope: interned.scope(Number(row.scope_id)),
    }))
  }

  return (item, workspaceId) => {
    const { timeNs, observedNs } = item.log
    isAsked ??= hasStricterRules(db)
    if (!isAsked || (timeNs === 0n && observedNs === 0n)) return false
    const marks = countMarks(item)
    const candidates = itemsAt(BigInt.asIntN(64, timeNs || observedNs), workspaceId)
    return candidates.some((stored) => countMarks(stored) > marks && isRedactionOf(stored, item))
  }
}
