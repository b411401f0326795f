import { readdirSync, readFileSync } from 'node:fs'
import type Database from 'better-sqlite3'
import { AppError } from '../../domain/app-error.ts'

const MIGRATIONS = new URL('migrations/', import.meta.url)

/** Names of the migration files in the order in which they apply: `0001_….sql`, `0002_….sql`, … */
function migrationNames(): readonly string[] {
  return readdirSync(MIGRATIONS)
    .filter((name) => /^\d{4}_.*\.sql$/.test(name))
    .sort()
}

/** The schema version that this program makes. */
export function newestSchemaVersion(): number {
  return migrationNames().length
}

/** @throws AppError `invalid` when the database is newer than this program */
export function refuseNewer(db: Database.Database): void {
  const version = Number(db.pragma('user_version', { simple: true }))
  const newest = newestSchemaVersion()
  if (version > newest)
    throw new AppError('invalid', `${db.name} has schema version ${version}, this program knows ${newest}; use a newer ai-tracker`)
}

/**
 * Brings the schema up to date: each missing step in one transaction that also moves `user_version`.
 * Steps are O(1) in the size of the data; what has to touch rows becomes a background job.
 * @throws AppError `invalid` when the database is newer than this program
 */
export function migrate(db: Database.Database): void {
  const names = migrationNames()
  const version = Number(db.pragma('user_version', { simple: true }))
  refuseNewer(db)
  const apply = db.transaction((sql: string, next: number) => {
    db.exec(sql)
    db.pragma(`user_version = ${next}`)
  })
  for (const [index, name] of names.entries())
    if (index >= version) apply.exclusive(readFileSync(new URL(name, MIGRATIONS), 'utf8'), index + 1)
}
