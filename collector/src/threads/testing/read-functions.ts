import { AppError } from '../../domain/app-error.ts'
import type { SqliteDatabase } from '../../store/sqlite/database.ts'

/** A registry for the tests of the pool: what a real one does, and what it should never do. */
export const readFunctions = {
  count: (db: SqliteDatabase, { table }: { readonly table: 'things' }): number =>
    Number(db.prepare(`SELECT count(*) FROM ${table}`).pluck().get()),
  echo: <T>(_db: SqliteDatabase, value: T): T => value,
  missing: (_db: SqliteDatabase, _args: object): never => {
    throw new AppError('ambiguous', 'which one?', { candidates: ['a', 'b'] })
  },
  bug: (_db: SqliteDatabase, _args: object): never => {
    throw new TypeError('secret')
  },
  unclonable:
    (_db: SqliteDatabase, _args: object): unknown =>
    () =>
      1,
  spin: (_db: SqliteDatabase, _args: object): void => {
    for (;;);
  },
  /** A statement of some seconds, which nothing can interrupt. Sets `started`, in shared memory, before. */
  longStatement: (db: SqliteDatabase, { started }: { readonly started: Int32Array }): unknown => {
    Atomics.store(started, 0, 1)
    return db.prepare('WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 15000000) SELECT max(x) FROM c').get()
  },
  crash: (_db: SqliteDatabase, _args: object): void => process.exit(3),
  write: (db: SqliteDatabase, _args: object): void => void db.exec('DELETE FROM things'),
  *streamThings(db: SqliteDatabase, { fail = false }: { readonly fail?: boolean }): Generator<number> {
    for (const row of db.prepare('SELECT id FROM things ORDER BY id').pluck().iterate()) {
      yield Number(row)
      if (fail) throw new AppError('invalid', 'in the middle')
    }
  },
  *streamCounts(db: SqliteDatabase, _args: object): Generator<number> {
    const count = db.prepare('SELECT count(*) FROM things').pluck()
    for (;;) yield Number(count.get())
  },
}
