import type { SpanItem } from '../../domain/span.ts'
import type { SqliteDatabase } from './database.ts'
import { createTextReader } from './long-texts.ts'
import { createInternedReader } from './resources-and-scopes.ts'
import { fromSpanColumns, SPAN_COLUMNS, type SpanRow } from './span-row.ts'

/** A stored span with its row and arrival. */
export interface StoredItem {
  readonly row: number
  readonly workspaceId: number
  readonly receivedNs: bigint
  readonly item: SpanItem
}

type ItemRow = SpanRow & {
  readonly id: bigint
  readonly hex: string
  readonly workspace_id: bigint
  readonly resource_id: bigint
  readonly scope_id: bigint
  readonly received_ns: bigint
}

/** Gives spans back as they were received: the winner of each span's copies. */
export function createSpanReader(db: SqliteDatabase) {
  const select = `SELECT s.id, lower(hex(t.trace_id)) AS hex, t.workspace_id, s.resource_id, s.scope_id, s.received_ns,
    ${SPAN_COLUMNS.map((column) => `s.${column}`).join(', ')} FROM spans s JOIN traces t ON t.id = s.trace`
  const byRow = db.prepare(`${select} WHERE s.id = +?`).safeIntegers()
  const interned = createInternedReader(db)
  const textOf = createTextReader(db)

  function toItem(row: ItemRow): StoredItem {
    return {
      row: Number(row.id),
      workspaceId: Number(row.workspace_id),
      receivedNs: row.received_ns,
      item: {
        span: fromSpanColumns(row.hex, row, textOf),
        resource: interned.resource(Number(row.resource_id)),
        scope: interned.scope(Number(row.scope_id)),
      },
    }
  }

  return {
    /** The span of a row, which must exist. */
    item: (row: number): StoredItem => toItem(byRow.get(row) as ItemRow),
  }
}
export type SpanReader = ReturnType<typeof createSpanReader>
