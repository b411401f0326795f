/** Deletes single rows with all that hangs on them. Works inside the writer's transaction; whoever calls has the contents flushed before it commits. */
import type { SqliteDatabase } from '../database.ts'
import type { Contents } from '../long-texts.ts'
import { pathsIn } from '../write/row-texts.ts'
import { createPathReader } from '../write/span-writer.ts'

/** Deletes rows by their integers; one that is not there is none. */
export interface RowRemover {
  /**
   * A span, its copies, what is derived from it, its document in the search index and its uses of long texts. What the span adds to the
   * sums of its trace, and what is in memory of it, is left to the caller.
   */
  removeSpan(row: number): void
  removeLog(row: number): void
  /** Its series stays: see `removeEmptySeries`. */
  removePoint(row: number): void
  /** A series without points, with what its attributes say. @returns whether it went */
  removeEmptySeries(row: number): boolean
}

/** Opens the remover over the writing connection. */
export function createRowRemover(db: SqliteDatabase, contents: Contents): RowRemover {
  const pathsOfSpan = createPathReader(db)
  const hasSpan = db.prepare('SELECT 1 FROM spans WHERE id = ?').pluck()
  const spanRows = [
    ...['calls', 'phase_rows', 'action_rows'].map((table) => db.prepare(`DELETE FROM ${table} WHERE id = ?`)),
    ...['facts', 'span_variants', 'search_changes'].map((table) => db.prepare(`DELETE FROM ${table} WHERE span = ?`)),
    db.prepare('DELETE FROM search WHERE rowid = ?'),
    db.prepare('DELETE FROM spans WHERE id = ?'),
  ]
  const log = db.prepare('DELETE FROM log_records WHERE id = ? RETURNING workspace_id, body, attributes').raw()
  const point = db.prepare('DELETE FROM metric_points WHERE id = ? RETURNING workspace_id, exemplars').raw()
  const series = db
    .prepare(
      'DELETE FROM metric_series WHERE id = ? AND NOT EXISTS (SELECT 1 FROM metric_points WHERE series = metric_series.id) RETURNING 0, attributes',
    )
    .raw()
  const lower = db.prepare('UPDATE item_counts SET count = count - 1 WHERE workspace_id = ? AND name = ? RETURNING count').pluck()
  const dropCount = db.prepare('DELETE FROM item_counts WHERE workspace_id = ? AND name = ?')

  const release = (paths: readonly number[]): void => {
    for (const path of paths) contents.retain(path, -1)
  }
  const removeItem = (statement: typeof log, row: number, name: 'logs' | 'metric_points'): void => {
    const [workspaceId, ...json] = (statement.get(row) ?? []) as [number?, ...(string | null)[]]
    if (workspaceId === undefined) return
    release(pathsIn({ json, texts: [] }))
    if (lower.get(workspaceId, name) === 0) dropCount.run(workspaceId, name)
  }
  return {
    removeSpan(row) {
      if (hasSpan.get(row) === undefined) return
      const paths = pathsOfSpan(row)
      for (const statement of spanRows) statement.run(row)
      release(paths)
    },
    removeLog: (row) => removeItem(log, row, 'logs'),
    removePoint: (row) => removeItem(point, row, 'metric_points'),
    removeEmptySeries(row) {
      const found = series.get(row) as [number, string | null] | undefined
      if (!found) return false
      release(pathsIn({ json: [found[1]], texts: [] }))
      return true
    },
  }
}
