import Database from 'better-sqlite3'
import { expect, it } from 'vitest'
import { asReadError, isPassing } from './passing-error.ts'

const sqliteError = (code: string) => new Database.SqliteError('text', code)

it.each([
  ['SQLITE_BUSY', true],
  ['SQLITE_BUSY_SNAPSHOT', true],
  ['SQLITE_LOCKED', true],
  ['SQLITE_FULL', true],
  ['SQLITE_IOERR_WRITE', true],
  ['SQLITE_READONLY_DBMOVED', true],
  ['SQLITE_CONSTRAINT', false],
])('%s passes: %s', (code, expected) => {
  const error = sqliteError(code)
  expect(isPassing(error)).toBe(expected)
  expect(asReadError(error)).toEqual(expected ? expect.objectContaining({ code: 'unavailable', cause: error }) : error)
})

it('says of a damaged database what to do', () => {
  const error = sqliteError('SQLITE_CORRUPT')
  expect(isPassing(error)).toBe(false)
  expect(asReadError(error)).toMatchObject({ code: 'unavailable', message: expect.stringContaining('tracker db repair') })
})

it('takes a write through a reading connection for a bug', () => {
  const error = sqliteError('SQLITE_READONLY')
  expect([isPassing(error), asReadError(error)]).toEqual([true, error])
})
