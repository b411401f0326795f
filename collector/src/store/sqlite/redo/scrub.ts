/** Makes that nothing is left of what was taken out: not in rows that others point to, in the search index, in free pages or in the log. */
import type { SqliteDatabase } from '../database.ts'

/** Overwrites what is deleted from now on, so that a run that is killed leaves as little as can be. */
export function deleteSecurely(db: SqliteDatabase): void {
  db.pragma('secure_delete = ON')
}

const USED = (column: string): string =>
  `SELECT ${column} FROM spans UNION SELECT ${column} FROM log_records UNION SELECT ${column} FROM metric_descriptors`

/** Deletes metrics, resources and scopes that no item has any more. @returns how many */
export function removeUnusedNames(db: SqliteDatabase): number {
  const statements = [
    'DELETE FROM metric_descriptors WHERE id NOT IN (SELECT descriptor FROM metric_series)',
    `DELETE FROM resources WHERE id NOT IN (${USED('resource_id')})`,
    `DELETE FROM scopes WHERE id NOT IN (${USED('scope_id')})`,
  ]
  const removeAll = db.transaction(() => statements.reduce((sum, sql) => sum + db.prepare(sql).run().changes, 0))
  return removeAll.immediate()
}

/**
 * Writes the search index anew without the words of documents that are gone, which are only marked as such; then the whole file, and
 * cuts the log off. Takes as much room again while it runs.
 */
export function rewriteAll(db: SqliteDatabase): void {
  db.exec("INSERT INTO search (search) VALUES ('optimize')")
  db.pragma('wal_checkpoint(TRUNCATE)')
  db.exec('VACUUM')
  db.pragma('wal_checkpoint(TRUNCATE)')
}
