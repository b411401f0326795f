import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { AppError } from './domain/app-error.ts'
import { reportLine } from './report-line.ts'

describe('reportLine', () => {
  it.each([
    ['an expected refusal', new AppError('unavailable', 'disk full', { cause: new Error('inner') }), 'write: disk full'],
    ['what SQLite says of the surroundings', new Database.SqliteError('database is locked', 'SQLITE_BUSY'), 'write: database is locked'],
  ])('is one line for %s', (_name, error, line) => expect(reportLine('write', error)).toBe(line))

  it.each([
    ['a bug', new TypeError('oops')],
    ['a bug in disguise', new AppError('internal', 'internal error', { cause: new TypeError('oops') })],
    ['a constraint', new Database.SqliteError('oops', 'SQLITE_CONSTRAINT')],
  ])('shows where %s is', (_name, error) => expect(reportLine('write', error)).toMatch(/^bug: write: [\s\S]*oops[\s\S]*report-line\.test/))
})
