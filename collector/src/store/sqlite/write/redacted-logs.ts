/** Knows log records that are stored without what was taken out of them, when they come again as they were. Works inside the transaction. */
import type { LogItem } from '../../../domain/log.ts'
import { countMarks, isRedactionOf } from '../../../domain/redaction-marks.ts'
import { hasStricterRules } from '../content-rules.ts'
import type { SqliteDatabase } from '../database.ts'
import { fromLogColumns, LOG_COLUMNS, type LogRow } from '../log-row.ts'
import type { Contents } from '../long-texts.ts'
import { createInternedReader } from '../resources-and-scopes.ts'

/** The look, over the writing connection. */
export interface RedactedLogs {
  /** The row of a record that is this one without something. */
  find(item: LogItem, workspaceId: number): number | undefined
  /** To be called when a request begins and when a row was deleted: what was read is kept until then. */
  forget(): void
}

interface Row extends LogRow {
  readonly id: bigint
  readonly resource_id: bigint
  readonly scope_id: bigint
}

/** A record of which something was taken out. */
interface Candidate {
  readonly row: number
  readonly item: LogItem
  readonly marks: number
}

/** Records of one moment that are looked at. */
const MAX_CANDIDATES = 50
/** Moments whose records are kept in memory. */
const MAX_MOMENTS = 1_000

/** Opens the look. In a store whose items were all stored under the same rules, nothing is asked. */
export function createRedactedLogs(db: SqliteDatabase, contents: Pick<Contents, 'textOf'>): RedactedLogs {
  const ofMoment = db
    .prepare(
      `SELECT id, ${LOG_COLUMNS.join(', ')}, resource_id, scope_id FROM log_records
       WHERE workspace_id = +? AND at_ns = +? LIMIT ${MAX_CANDIDATES}`,
    )
    .safeIntegers()
  const interned = createInternedReader(db)
  const moments = new Map<string, readonly Candidate[]>()
  let isAsked: boolean | undefined

  function candidatesAt(atNs: bigint, workspaceId: number): readonly Candidate[] {
    const key = `${workspaceId} ${atNs}`
    const known = moments.get(key)
    if (known) return known
    const found = (ofMoment.all(workspaceId, atNs) as Row[]).map(toCandidate).filter(({ marks }) => marks > 0)
    if (moments.size >= MAX_MOMENTS) moments.clear()
    moments.set(key, found)
    return found
  }

  function toCandidate(row: Row): Candidate {
    const item = {
      log: fromLogColumns(row, contents.textOf),
      resource: interned.resource(Number(row.resource_id)),
      scope: interned.scope(Number(row.scope_id)),
    }
    return { row: Number(row.id), item, marks: countMarks(item) }
  }

  return {
    find(item, workspaceId) {
      const { timeNs, observedNs } = item.log
      isAsked ??= hasStricterRules(db)
      if (!isAsked || (timeNs === 0n && observedNs === 0n)) return undefined
      const candidates = candidatesAt(BigInt.asIntN(64, timeNs || observedNs), workspaceId)
      if (candidates.length === 0) return undefined
      const marks = countMarks(item)
      return candidates.find((stored) => stored.marks > marks && isRedactionOf(stored.item, item))?.row
    },
    forget() {
      moments.clear()
      // The rows of a transaction that failed are given to others.
      interned.forget()
    },
  }
}
