import type { SqliteDatabase } from '../database.ts'
import { createHighWater } from '../remove/high-water.ts'
import { createRowRemover, type RowRemover } from '../remove/remove-rows.ts'
import type { WriterInside } from '../write/writer.ts'

/** The remover of rows of the one writer that changes are made with, prepared when the first row goes. */
export function lateRemover(db: SqliteDatabase): (inside: WriterInside) => RowRemover {
  let rows: RowRemover | undefined
  return ({ parts }) => {
    if (!rows) createHighWater(db)()
    rows ??= createRowRemover(db, parts.contents)
    return rows
  }
}
