/** Puts a note in the place of resources and scopes that were lost: what they sent is still there, and worth keeping. */
import { hash } from 'node:crypto'
import type { SqliteDatabase } from '../database.ts'

const DIGEST_LENGTH = 16

/** @returns how many resources and scopes are lost */
export function mendSenders(target: SqliteDatabase, stage: SqliteDatabase): number {
  return target.transaction(() => mend(target, stage, 'resource') + mend(target, stage, 'scope'))()
}

function mend(target: SqliteDatabase, stage: SqliteDatabase, what: 'resource' | 'scope'): number {
  const usedBy = (db: SqliteDatabase, table: string) => db.prepare(`SELECT DISTINCT ${what}_id FROM ${table}`).pluck().all() as number[]
  const used = new Set([...usedBy(stage, 'spans'), ...usedBy(target, 'log_records'), ...usedBy(target, 'metric_descriptors')])
  const exists = target.prepare(`SELECT 1 FROM ${what}s WHERE id = ?`).pluck()
  const missing = [...used].filter((id) => exists.get(id) === undefined)
  for (const id of missing) insert(target, what, id)
  return missing.length
}

function insert(db: SqliteDatabase, what: 'resource' | 'scope', id: number): void {
  const note = `lost to damage of the database: ${what} ${id}`
  const digest = hash('sha256', note, 'buffer').subarray(0, DIGEST_LENGTH)
  const attributes = JSON.stringify({ 'tracker.lost': note })
  const columns = what === 'resource' ? ['', ''] : ['name, version, ', "'', '', "]
  db.prepare(
    `INSERT INTO ${what}s (id, hash, ${columns[0]}attributes, dropped_attributes_count, schema_url) VALUES (?, ?, ${columns[1]}?, 0, '')`,
  ).run(id, digest, attributes)
}

/** Removes metric points of which nobody knows any more what was measured. @returns how many */
export function removeNamelessPoints(target: SqliteDatabase): number {
  target.exec('DELETE FROM metric_series WHERE descriptor NOT IN (SELECT id FROM metric_descriptors)')
  return target.prepare('DELETE FROM metric_points WHERE series NOT IN (SELECT id FROM metric_series)').run().changes
}
